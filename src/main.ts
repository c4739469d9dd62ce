import yargs from 'yargs'
import { type Arguments, type FlagName, Flags, flags, outputFlags } from './commands/flags.ts'
import { type Command, commands, road } from './commands/index.ts'
import type { CommandLine } from './core/command-line.ts'
import { Why403Error } from './core/error.ts'
import { looksSecret } from './core/secret/looks-secret.ts'
import { shells } from './core/shell.ts'
import { suggest } from './core/suggest.ts'
import { joined } from './core/text.ts'
import { guarded } from './guarded.ts'
import type { Io, Outside } from './io.ts'
import { patient } from './patient.ts'
import { forTerminal } from './render/neutralise.ts'
import { formats, streamFormats } from './render/renderings.ts'
import { version } from './version.ts'

/**
 * Runs a command line and gives its exit code: 0 clear, 1 a problem or undetermined, 2 wrong usage or
 * settings, 3 an outage or unreadable input. Every expected failure is told in one message on stderr;
 * anything else is a bug of ours, and is told without a stack trace unless WHY403_DEBUG asks for it.
 */
export async function main(argv: readonly string[], outside: Outside): Promise<number> {
  const io = patient(guarded(outside, argv))
  outside.onCrash(error => complain(error, io))
  try {
    const chosen = await parse(argv, io)
    if (chosen === null) return 0
    return await runCommand(chosen, io)
  } catch (error) {
    return complain(error, io)
  }
}

async function runCommand({ command, args }: Chosen, io: Io): Promise<number> {
  const { print, refuseFormat } = await import('./commands/output.ts')
  refuseFormat(args.flags, formatsOf(command))
  if (outputFlags.some(name => args.flags.text(name) !== undefined)) {
    await (await import('./commands/overwriting.ts')).refuseOverwriting(command.name, args, io)
  }
  const { run } = await (streamOf(command, args.flags) ?? command.load)()
  try {
    const answer = await run(args, io)
    return typeof answer === 'number' ? answer : await print(answer, args.flags, io)
  } finally {
    // Only commands that take settings read secrets.
    if (command.flags.includes('dotenv')) {
      await (await import('./commands/exposed.ts')).tellExposed(command.name, args, io)
    }
  }
}

function formatsOf({ prints, streams }: Command): readonly string[] {
  return prints === 'text' ? ['text'] : [...formats, ...Object.keys(streams ?? {})]
}

/** What prints while it reads, where that was asked for. */
function streamOf({ streams }: Command, flags: Flags): Command['load'] | undefined {
  const format = streamFormats.find(format => format === flags.text('format'))
  return format === undefined ? undefined : streams?.[format]
}

interface Chosen {
  readonly command: Command
  readonly args: Arguments
}

type Parsed = Readonly<Record<string, unknown>>

/** Thrown to leave yargs once it has parsed. */
const leave = new Error('parsed')

/** Null: help or the version was printed, and there is nothing to run. */
async function parse(argv: readonly string[], io: Io): Promise<Chosen | null> {
  refuseInherited(argv)
  let chosen: { command: Command; parsed: Parsed } | null = null
  let printed = ''
  let asked: readonly string[] = []
  const parser = yargs()
    .scriptName('why403')
    .usage('why403: why did Microsoft Graph say no?\n\nUsage: $0 [COMMAND] [operations..]')
    .parserConfiguration({
      'populate--': true,
      'camel-case-expansion': false,
      'boolean-negation': false,
      'dot-notation': false,
    })
    .detectLocale(false)
    .exitProcess(false)
    .help('help')
    .alias('help', 'h')
    .version(version)
    .wrap(Math.min(io.stdout.columns ?? 80, 100))
    .fail((message, error) => {
      throw error === undefined || error.name === 'YError' ? unreadable(message) : error
    })
    .epilogue(
      'Exit codes: 0 clear, 1 a problem or undetermined, 2 wrong usage or settings, 3 an outage.\nNo tenant at hand? why403 demo',
    )
  // Every flag is known at the root: else the word behind a boolean one would be taken for its value.
  for (const [name, { type, describe, group, choices }] of Object.entries(flags)) {
    // Listed by hand: what yargs says of a choice it does not know would repeat the word.
    const listed = choices === undefined ? describe : `${describe} (${choices.join(' | ')})`
    parser.option(name, {
      type,
      describe: listed,
      group: `${group}:`,
      ...(type === 'boolean' ? {} : { nargs: 1 }),
    })
  }
  parser.group(['help', 'version'], 'Help:')
  for (const command of commands) {
    const { name, describe, words, examples } = command
    const pattern = words === null ? '' : ` [${words.name}${words.many ? '..' : ''}]`
    parser.command(
      command === road ? [`$0${pattern}`, name] : `${name}${pattern}`,
      describe,
      builder => {
        for (const flag of Object.keys(flags))
          if (!command.flags.includes(flag as FlagName)) builder.hide(flag)
        for (const [example, says] of examples) builder.example(example, says)
        if (words !== null) builder.positional(words.name, { type: 'string' })
      },
      parsed => {
        chosen = { command, parsed }
        // Returning would have yargs render a help page that nobody asked for, at every start.
        throw leave
      },
    )
  }
  try {
    await parser.parseAsync(argv.map(withoutDash), {}, (_error, parsed, output) => {
      printed = output
      asked = parsed._.map(String)
    })
  } catch (error) {
    if (error !== leave) throw error
  }
  if (chosen === null) {
    ;(await import('./commands/unknown-command.ts')).refuseUnknownCommand(asked, io)
    io.stdout.write(`${printed}\n`)
    return null
  }
  const { command, parsed } = chosen as { command: Command; parsed: Parsed }
  const given = flagsOf(command, parsed)
  return {
    command,
    args: { words: wordsOf(command, parsed), flags: given, line: commandLine(command, argv, given, io) },
  }
}

/** What next steps repeat. A word that is a token is taken out by who reads it. */
function commandLine(
  command: Command,
  argv: readonly string[],
  flags: Flags,
  { env, platform }: Pick<Io, 'env' | 'platform'>,
): CommandLine {
  return {
    shell:
      shells.find(shell => shell === flags.text('shell')) ?? (platform === 'win32' ? 'powershell' : 'posix'),
    words: argv.flatMap((word, at) => repeatable(word, argv[at - 1])),
    command: argv.includes(command.name) ? command.name : null,
    environmentToken: (env.WHY403_TOKEN ?? '') !== '',
  }
}

/** An item that was copied out of a list is no flag. */
function withoutDash(word: string): string {
  return word.replace(/^-\s+(?=\S)/, '')
}

/** A word as a next step may repeat it: the value of a flag that may be a secret is one to fill in. */
function repeatable(word: string, before = ''): string[] {
  const [, flag = '', value = word] = /^(--[a-z-]+=)(.*)$/s.exec(word) ?? []
  const isValue = flag !== '' || /^--[a-z]/.test(before)
  if (!looksSecret(value) && !hexadecimalKey.test(value) && !(isValue && passphrase.test(value)))
    return [word]
  return isValue ? [`${flag}VALUE`] : []
}

/** Keys of APIs are hexadecimal, as ids without their hyphens are. */
const hexadecimalKey = /^[0-9a-f]{32,}$/i
const passphrase = /^[a-z]+(?: [a-z]+){2,}$/i

/** The parser's own complaint in our words; any but the one for an absent value may repeat a word of argv. */
function unreadable(message: string): Why403Error {
  const flag = /^Not enough arguments following: ([a-z][a-z-]*)$/.exec(message)?.[1]
  return new Why403Error(
    'usage',
    flag === undefined ? 'The command line cannot be read.' : `--${flag} needs a value.`,
    ['why403 --help'],
  )
}

/** The words of a command, those behind `--` too. */
function wordsOf({ name, words }: Command, parsed: Parsed): string[] {
  const list = (value: unknown): string[] => (value === undefined ? [] : [value].flat().map(String))
  const rest = list(parsed._)
  const all = [
    ...(words === null ? [] : list(parsed[words.name])),
    ...(rest[0] === name ? rest.slice(1) : rest),
    ...list(parsed['--']),
  ]
  if (words?.many === true || all.length <= (words === null ? 0 : 1)) return all
  throw new Why403Error(
    'usage',
    `why403 ${name} takes ${words === null ? 'no words' : `one ${words.name}`}.`,
    [`why403 ${name} --help`],
  )
}

function flagsOf(command: Command, parsed: Parsed): Flags {
  const given = new Map<FlagName, string | boolean | number>()
  const ours = ['_', '--', '$0', 'help', 'h', 'version', command.words?.name]
  for (const [name, value] of Object.entries(parsed)) {
    if (ours.includes(name) || value === undefined) continue
    if (!Object.hasOwn(flags, name)) throw unknownFlag(name, command)
    const known = name as FlagName
    if (!command.flags.includes(known)) {
      throw new Why403Error('usage', `why403 ${command.name} does not take --${known}.`, [
        `why403 ${command.name} --help`,
      ])
    }
    given.set(known, checked(known, value))
  }
  return new Flags(given)
}

function checked(name: FlagName, value: unknown): string | boolean | number {
  const { type, choices } = flags[name]
  if (Array.isArray(value)) {
    throw new Why403Error('usage', `--${name} is given more than once.`, ['Give it once.'])
  }
  if (value === '') throw new Why403Error('usage', `--${name} needs a value.`, ['why403 --help'])
  if (type === 'number' && Number.isNaN(value)) {
    throw new Why403Error('usage', `--${name} takes a number.`, ['why403 --help'])
  }
  if (choices !== undefined && !choices.includes(String(value))) {
    throw new Why403Error('usage', `--${name} takes ${joined(choices, 'or')}.`, [
      ...suggest(String(value).slice(0, 40), choices, 1).map(choice => `Did you mean --${name} ${choice}?`),
      'why403 --help',
    ])
  }
  return value as string | boolean | number
}

/** Names the flag only where it looks like one: a word may be a pasted secret. */
/** The parser looks flags up in plain objects: `--constructor` finds a function there, and ends it. */
function refuseInherited(argv: readonly string[]): void {
  const end = argv.indexOf('--')
  for (const word of end < 0 ? argv : argv.slice(0, end)) {
    const name = /^--?([A-Za-z_]+)(?![\w-])/.exec(word)?.[1]
    if (name !== undefined && Object.hasOwn(Object.prototype, name))
      throw new Why403Error('usage', `There is no flag --${name}.`, ['why403 --help'])
  }
}

function unknownFlag(name: string, command: Command): Why403Error {
  if (!/^[a-z][a-z-]{0,30}$/.test(name)) {
    return new Why403Error('usage', 'There is a flag that why403 does not know.', ['why403 --help'])
  }
  // One letter is near to many flags, and meant none of them.
  const longer = command.flags.filter(flag => flag.startsWith(`${name}-`))
  const near = name.length === 1 ? [] : longer.length > 0 ? longer : suggest(name, command.flags, 1)
  return new Why403Error('usage', `There is no flag ${name.length === 1 ? '-' : '--'}${name}.`, [
    ...(asSecret.get(name) ?? near.map(flag => `Did you mean --${flag}?`)),
    `why403 ${command.name} --help`,
  ])
}

const replace = "What stood behind it is in your shell's history now: replace it."

/** Flags that people expect, and that would put a secret into the shell's history. */
const asSecret: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'client-secret',
    ['No secret is an argument: --client-secret-file FILE, or CLIENT_SECRET in .env.', replace],
  ],
  ['token', ['No token is a flag: --token-file FILE, or - for standard input.', replace]],
])

function complain(error: unknown, io: Io): number {
  if (error instanceof Why403Error) {
    const lines = [`why403: ${error.message}`, ...error.hints.map(hint => `  ${hint}`)]
    io.stderr.write(`${lines.map(forTerminal).join('\n')}\n`)
    return error.exitCode
  }
  const kind = error instanceof Error ? error.name : typeof error
  io.stderr.write(`why403: something went wrong that should not have (${forTerminal(kind)}).\n`)
  io.stderr.write(
    '  Please report it, with the command line but without secrets. WHY403_DEBUG=1 shows where.\n',
  )
  if (io.env.WHY403_DEBUG && error instanceof Error) {
    // The frames only: the message before them, of one line or more, may repeat what must not be shown.
    const frames = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line))
    io.stderr.write(`${frames.map(forTerminal).join('\n')}\n`)
  }
  return 3
}
