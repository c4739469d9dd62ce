import { type Shell, shellCommand, withVariable } from './shell.ts'

/** What the user typed, as far as a next step may repeat it. */
export interface CommandLine {
  /** The shell that next steps are written for. */
  readonly shell: Shell
  /** The words behind `why403`, in their order, without any that holds a token. */
  readonly words: readonly string[]
  /** The command among them; null where none is named, which is the whole road. */
  readonly command: string | null
  /** The token came from WHY403_TOKEN, which would be read again. */
  readonly environmentToken: boolean
}

/** Where nothing was typed: a library's caller, a lesson. */
export const bareCommandLine: CommandLine = {
  shell: 'posix',
  words: [],
  command: null,
  environmentToken: false,
}

/** The user's own command again, with more flags where some are wanted. */
export function again({ shell, words }: CommandLine, ...flags: readonly string[]): string {
  return why403(
    shell,
    beforeOperands(
      words,
      flags.filter(flag => !words.includes(flag)),
    ),
  )
}

/** The same with another value for a flag. */
export function againWith({ shell, words }: CommandLine, flag: string, value: string): string {
  return why403(shell, beforeOperands(without(words, flag), [flag, value]))
}

export function againWithout({ shell, words }: CommandLine, flag: string): string {
  return why403(shell, without(words, flag))
}

/** The same with Graph asked as well. */
export function againWithCalls({ shell, words, command }: CommandLine): string {
  return why403(shell, command === 'check' ? words.toSpliced(words.indexOf(command), 1) : words)
}

/** The same with the tenant's records read. `inspect` and `run` read none: `check` does, of the same app. */
export function againWithRecords(line: CommandLine): string {
  if (line.command !== 'inspect' && line.command !== 'run') return again(line, '--records')
  const kept = ofBoth.flatMap(flag => {
    const value = flagValue(line.words, flag)
    return value === null ? [] : [flag, value]
  })
  return why403(line.shell, ['check', '--records', ...kept])
}

/** Flags with a value that they share: whose token it is. */
const ofBoth = [
  '--token-command',
  '--token-file',
  '--tenant',
  '--client-id',
  '--client-secret-file',
  '--certificate',
  '--federated-token-file',
  '--identity',
  '--credential',
  '--cloud',
  '--emulator',
  '--dotenv',
]

/**
 * The same with a new token in the place of the one that was handed in: kept in the file that held the old
 * one. What can be asked of a kept token only (`--at`, `--offline`) falls away.
 */
export function againWithNewToken({ shell, words, environmentToken }: CommandLine): string {
  const file = flagValue(words, '--token-file')
  const rest = ['--token-file', '--at'].reduce(without, words).filter(word => word !== '--offline')
  const keeps = file !== null && file !== '-' && flagValue(rest, '--save-token') === null
  const command = why403(shell, beforeOperands(rest, keeps ? ['--save-token', file] : []))
  return environmentToken ? withVariable(shell, 'WHY403_TOKEN', null, command) : command
}

function why403(shell: Shell, words: readonly string[]): string {
  return shellCommand(shell, 'why403', ...words)
}

/** Whether it asks the tenant's records, in the place of a token. */
export function isAboutApp({ words }: CommandLine): boolean {
  return placeOf(words, '--app') >= 0
}

/** A flag behind `--` would be an operand. */
function beforeOperands(words: readonly string[], flags: readonly string[]): string[] {
  const end = words.indexOf('--')
  return end < 0 ? [...words, ...flags] : words.toSpliced(end, 0, ...flags)
}

function placeOf(words: readonly string[], flag: string): number {
  const end = words.indexOf('--')
  const at = words.findIndex(word => word === flag || word.startsWith(`${flag}=`))
  return end >= 0 && at > end ? -1 : at
}

function flagValue(words: readonly string[], flag: string): string | null {
  const at = placeOf(words, flag)
  if (at < 0) return null
  const word = words[at]!
  return word === flag ? (words[at + 1] ?? null) : word.slice(flag.length + 1)
}

function without(words: readonly string[], flag: string): string[] {
  const at = placeOf(words, flag)
  return at < 0 ? [...words] : words.toSpliced(at, words[at] === flag ? 2 : 1)
}
