import Parser from 'yargs-parser'
import type { CommandLine } from '../core/command-line.ts'
import { Why403Error } from '../core/error.ts'
import { looksSecret } from '../core/secret/looks-secret.ts'
import { suggest } from '../core/suggest.ts'
import { joined } from '../core/text.ts'
import type { Io } from '../io.ts'
import { type Arguments, type Flag, type FlagName, Flags, flags } from './flags.ts'
import { type Command, commands, road } from './index.ts'

export interface Chosen {
  readonly command: Command
  readonly args: Arguments
}

/** Something is to be told instead: about a command, or about why403 as a whole, where the words name none. */
export interface Information {
  readonly asked: 'help' | 'version'
  readonly about: Command | null
  readonly words: readonly string[]
}

export const parserConfiguration = {
  'populate--': true,
  'camel-case-expansion': false,
  'boolean-negation': false,
  'dot-notation': false,
  'parse-positional-numbers': false,
} as const

const namesOf = (isWanted: (flag: Flag) => boolean): string[] =>
  Object.entries(flags).flatMap(([name, flag]) => (isWanted(flag) ? [name] : []))

/** Every flag is known, whatever the command: else the word behind a boolean one would be taken for its value. */
const parserOptions = () => ({
  configuration: parserConfiguration,
  alias: { help: ['h'], quiet: ['q'] },
  boolean: [...namesOf(({ type }) => type === 'boolean'), 'help', 'version'],
  string: namesOf(({ type }) => type === 'string'),
  number: namesOf(({ type }) => type === 'number'),
  narg: Object.fromEntries(namesOf(({ type }) => type !== 'boolean').map(name => [name, 1])),
})

type Parsed = Readonly<Record<string, unknown>>

/**
 * Reads a command line with the parser that yargs itself is built on: a tenth of it, and all that a start needs.
 *
 * @throws Why403Error `usage`
 */
export function parse(line: readonly string[], io: Pick<Io, 'env' | 'platform'>): Chosen | Information {
  const { ours: argv, program } = withoutProgram(line)
  const { argv: parsed, error } = read(argv.map(withoutDash))
  const words = parsed._.map(String)
  const isHelp = words.at(-1) === 'help'
  const named = commands.find(({ name }) => name === words[0])
  if (isHelp || parsed.help === true || parsed.version === true) {
    return {
      asked: isHelp || parsed.help === true ? 'help' : 'version',
      about: named ?? null,
      words: isHelp ? words.slice(0, -1) : words,
    }
  }
  if (error !== null) throw unreadable(error.message)
  const command = named ?? road
  const given = flagsOf(command, parsed)
  const own = named === undefined ? words : words.slice(1)
  return {
    command,
    args: {
      words:
        program ?? wordsOf(command, [...withoutInput(own, command), ...(parsed['--'] ?? []).map(String)]),
      flags: given,
      line: commandLine(command, argv, given, program, io),
    },
  }
}

/**
 * The command line of a program that is run, apart from our own: it begins with the first word behind `run` that is
 * not a flag, or behind `--`, and all of it is the program's.
 */
function withoutProgram(argv: readonly string[]): {
  readonly ours: readonly string[]
  readonly program: readonly string[] | null
} {
  const command = firstWord(argv, 0)
  if (argv.at(command) !== ('run' satisfies Command['name'])) return { ours: argv, program: null }
  const begins = firstWord(argv, command + 1)
  const isMarked = argv.at(begins) === '--'
  return { ours: argv.slice(0, begins), program: argv.slice(isMarked ? begins + 1 : begins) }
}

const takeNext = new Set(namesOf(({ type }) => type !== 'boolean').map(name => `--${name}`))

/** Where the first word stands that is neither a flag nor its value. */
function firstWord(argv: readonly string[], from: number): number {
  let at = from
  for (;;) {
    const word = argv[at]
    if (word === undefined || word === '--' || !/^-./.test(word)) return Math.min(at, argv.length)
    at += takeNext.has(word) ? 2 : 1
  }
}

/** What next steps repeat. A word that is a token is taken out by who reads it. */
function commandLine(
  command: Command,
  argv: readonly string[],
  flags: Flags,
  program: readonly string[] | null,
  { env, platform }: Pick<Io, 'env' | 'platform'>,
): CommandLine {
  const typed = program === null ? withoutCase(argv) : [...withoutCase(argv), '--', ...program]
  return {
    shell: flags.text('shell') ?? (platform === 'win32' ? 'powershell' : 'posix'),
    words: typed.flatMap((word, at, words) => repeatable(word, words[at - 1])),
    command: argv.includes(command.name) ? command.name : null,
    environmentToken: (env.WHY403_TOKEN ?? '') !== '',
  }
}

/** What was written to be sent stays as it is when a next step asks again. */
function withoutCase(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--')
  const isFlag = (at: number): boolean => (end < 0 || at < end) && /^--case(?:=|$)/.test(argv[at] ?? '')
  return argv.filter((_, at) => !isFlag(at) && !(argv[at - 1] === '--case' && isFlag(at - 1)))
}

/** A bare `-` is standard input, which `inspect` and `explain` read anyway; yargs leaves it out as well. */
function withoutInput(given: readonly string[], { words }: Command): readonly string[] {
  return words?.many === true || words?.name === 'token' ? given.filter(word => word !== '-') : given
}

const aloneValues: ReadonlyMap<string, string> = new Map(
  Object.entries(flags).flatMap(([name, { alone }]) => (alone === undefined ? [] : [[`--${name}`, alone]])),
)

type Read = Pick<ReturnType<typeof Parser.detailed>, 'argv' | 'error'>

function read(argv: readonly string[]): Read {
  const plain = plainlyRead(argv)
  return plain === null ? Parser.detailed(withValues(argv), parserOptions()) : { argv: plain, error: null }
}

/**
 * Words, and flags without a value, mean themselves. Most starts have nothing else, and are spared the parser: a fifteenth
 * of what they take beside Node.js itself. Null: there is something to be parsed.
 */
function plainlyRead(argv: readonly string[]): Read['argv'] | null {
  const withoutValue = new Set(namesOf(({ type }) => type === 'boolean'))
  const words: string[] = []
  const given = new Set<string>()
  for (const [at, word] of argv.entries()) {
    if (!word.startsWith('-')) {
      words.push(word)
      continue
    }
    const name = word.slice('--'.length)
    // Behind a flag the parser takes these for its value, and a second one makes a list.
    const isPlain = word.startsWith('--') && withoutValue.has(name) && !given.has(name)
    if (!isPlain || /^(?:true|false)$/.test(argv[at + 1] ?? '')) return null
    given.add(name)
  }
  return { _: words, ...Object.fromEntries([...given].map(name => [name, true])) }
}

/** A flag that may stand alone gets its value where it does. */
function withValues(argv: readonly string[]): string[] {
  const end = argv.indexOf('--')
  return argv.map((word, at) => {
    const alone = aloneValues.get(word)
    const next = argv[at + 1]
    const isAlone = (end < 0 || at < end) && (next === undefined || next.startsWith('-'))
    return alone === undefined || !isAlone ? word : `${word}=${alone}`
  })
}

/** An item that was copied out of a list is no flag. */
function withoutDash(word: string): string {
  return word.startsWith('-') ? word.replace(/^-\s+(?=\S)/, '') : word
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

function wordsOf({ name, words }: Command, given: readonly string[]): readonly string[] {
  if (words?.many === true || given.length <= (words === null ? 0 : 1)) return given
  throw new Why403Error(
    'usage',
    `why403 ${name} takes ${words === null ? 'no words' : `one ${words.name}`}.`,
    [`why403 ${name} --help`],
  )
}

function flagsOf(command: Command, parsed: Parsed): Flags {
  const given = new Map<FlagName, Given>()
  const ours = ['_', '--', 'help', 'h', 'q', 'version']
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

type Given = string | boolean | number | readonly string[]

function checked(name: FlagName, value: unknown): Given {
  const { type, choices, many } = flags[name]
  if (many === true) return [value].flat().map(one => checkedText(name, one))
  if (Array.isArray(value)) {
    throw new Why403Error('usage', `--${name} is given more than once.`, ['Give it once.'])
  }
  if (type === 'string') checkedText(name, value)
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

function checkedText(name: FlagName, value: unknown): string {
  if (value === '') throw new Why403Error('usage', `--${name} needs a value.`, ['why403 --help'])
  return String(value)
}

/** Names the flag only where it looks like one: a word may be a pasted secret. */
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
