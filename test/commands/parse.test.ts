import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import yargs from 'yargs'
import { type FlagName, flags } from '../../src/commands/flags.ts'
import { type Command, commands, road } from '../../src/commands/index.ts'
import { parse } from '../../src/commands/parse.ts'
import { again } from '../../src/core/command-line.ts'

// A start parses with yargs' parser alone. What it makes of a command line is what all of yargs makes of it.

type Read = 'refused' | 'help' | 'version' | { command: string; words: string[]; flags: object }

function read(argv: readonly string[]): Read {
  try {
    const asked = parse(argv, { env: {}, platform: 'linux' })
    if ('asked' in asked) return asked.asked
    const { command, args } = asked
    const names = Object.keys(flags) as FlagName[]
    const given = names.flatMap(name => {
      // The type of each is the compiler's to hold.
      const value: unknown = args.flags.text(name as 'from')
      return value === undefined || value === false ? [] : [[name, value]]
    })
    return { command: command.name, words: [...args.words], flags: Object.fromEntries(given) }
  } catch {
    return 'refused'
  }
}

const parsed = new Error('parsed')

/** The same by yargs as a whole, which finds the command itself. */
async function readByYargs(argv: readonly string[]): Promise<Read> {
  let chosen: { command: Command; values: Record<string, unknown> } | null = null
  let printed = ''
  const parser = yargs()
    .scriptName('why403')
    .parserConfiguration({
      'populate--': true,
      'camel-case-expansion': false,
      'boolean-negation': false,
      'dot-notation': false,
    })
    .exitProcess(false)
    .help('help')
    .alias('help', 'h')
    .version('1.2.3')
    .fail((message, error) => {
      throw error ?? new Error(message)
    })
  for (const [name, { type }] of Object.entries(flags))
    parser.option(name, { type, ...(type === 'boolean' ? {} : { nargs: 1 }) })
  for (const command of commands) {
    const { name, words } = command
    const pattern = words === null ? '' : ` [${words.name}${words.many ? '..' : ''}]`
    parser.command(
      command === road ? [`$0${pattern}`, name] : `${name}${pattern}`,
      name,
      builder => {
        if (words !== null) builder.positional(words.name, { type: 'string' })
      },
      values => {
        chosen = { command, values }
        throw parsed
      },
    )
  }
  try {
    await parser.parseAsync([...argv], {}, (_error, _values, page) => {
      printed = page
    })
  } catch (error) {
    if (error !== parsed) return 'refused'
  }
  if (chosen === null) return printed === '1.2.3' ? 'version' : 'help'
  const { command, values } = chosen as { command: Command; values: Record<string, unknown> }
  const { _: rest = [], '--': behind = [], $0: _, ...named } = values as Record<string, string[]>
  const list = (value: unknown): string[] => (value === undefined ? [] : [value].flat().map(String))
  const own = command.words === null ? [] : list(named[command.words.name])
  const words = [...own, ...(rest[0] === command.name ? rest.slice(1) : rest).map(String), ...behind]
  if (command.words?.many !== true && words.length > (command.words === null ? 0 : 1)) return 'refused'
  const given = Object.entries(named as Record<string, unknown>).filter(
    ([name, value]) => value !== undefined && !['help', 'h', 'version', command.words?.name].includes(name),
  )
  const isRefused = given.some(([name, value]) => {
    const flag = Object.hasOwn(flags, name) ? flags[name as FlagName] : undefined
    const isTaken = flag !== undefined && command.flags.includes(name as FlagName)
    const isValue = !Array.isArray(value) && value !== '' && !Number.isNaN(value)
    return !isTaken || !isValue || flag.choices?.includes(String(value)) === false
  })
  if (isRefused) return 'refused'
  return {
    command: command.name,
    words,
    flags: Object.fromEntries(given.filter(([, value]) => value !== false)),
  }
}

const behind: readonly string[][] = [
  [],
  ['/users'],
  ['GET', '/users'],
  ['GET /users', '/me'],
  ['GET', '/users', 'DELETE', '/users/1'],
  ['7000215'],
  ['0x10'],
  ['1e3', '-5', '-.5', '007'],
  [''],
  ['/users', '--', '--from', '-', '/me'],
  ['--', '/users'],
  ['--'],
  ['--token-file', '-'],
  ['--token-file', 'a', '--token-file', 'b'],
  ['--token-file'],
  ['--token-file='],
  ['--token-file=a=b'],
  ['--token-file="a"'],
  ['--token-file', '-5'],
  ['--token-file', '--offline'],
  ['--token-file', '--', 'a'],
  ['--from', '-'],
  ['--from=-', '/users'],
  ['--from', 'list', '--from', 'list'],
  ['/users', '--from'],
  ['--from', '-x'],
  ['--scheme', 'all', '/users'],
  ['--scheme', 'none'],
  ['--port', '4030'],
  ['--port', '0x10'],
  ['--port', 'x'],
  ['--port'],
  ['--offline', '/users'],
  ['--offline', 'true', '/users'],
  ['--offline=false'],
  ['--offline', '--offline'],
  ['--offline', '--verbose', '/users', '--claims'],
  ['/users', '--offline', 'false'],
  ['/users', '--offline', 'False'],
  ['--offline', '--verbose', '--offline'],
  ['--offline', '--', 'true'],
  ['--verbose', '--', '--offline'],
  ['--verbose', 'false', 'x'],
  ['--constructor'],
  ['--__proto__', '--toString'],
  ['--offline '],
  ['---offline'],
  ['--offline=', 'x'],
  ['--no-color', 'x'],
  ['--no-verbose'],
  ['--verbos'],
  ['-v'],
  ['-vx', 'y'],
  ['-v=1'],
  ['--constructor.x'],
  ['--constructor.x=1'],
  ['--format.x', 'json'],
  ['--tokenFile', 'x'],
  ['--format', 'json', '--cloud', 'china'],
  ['--format=JSON'],
  ['--help'],
  ['-h', '/users'],
  ['help'],
  ['/users', 'help'],
  ['--', 'help'],
  ['--help', 'false', 'x'],
  ['--version'],
  ['--version', '--help'],
  ['--from', '--help'],
  ['--nothing', '--help'],
  ['check', '/users'],
]
/** `run` alone hands on what yargs would read. */
const readWhole = commands.filter(({ name }) => name !== 'run')
const lines = [[], ...readWhole.map(({ name }) => [name])].flatMap(first =>
  behind.map(rest => [...first, ...rest]),
)

test('both read every command line in the same way', async () => {
  expect(lines.length).toBeGreaterThan(200)
  const differences: object[] = []
  for (const argv of lines) {
    const [ours, theirs] = [read(argv), await readByYargs(argv)]
    try {
      expect(ours).toEqual(theirs)
    } catch {
      differences.push({ argv, ours, theirs })
    }
  }
  expect(differences).toEqual([])
})

test('and of every answer there are some', () => {
  const answers = lines.map(read)
  for (const kind of ['refused', 'help', 'version'])
    expect(answers.filter(answer => answer === kind).length).toBeGreaterThan(5)
  expect(answers.filter(answer => typeof answer === 'object').length).toBeGreaterThan(100)
})

describe('what must not change', () => {
  test.each<[string[], Read]>([
    [['inspect', '--token-file', '-'], { command: 'inspect', words: [], flags: { 'token-file': '-' } }],
    [['permissions', '--from', '-'], { command: 'permissions', words: [], flags: { from: '-' } }],
    [['permissions', '/users', '--from'], 'refused'],
    [['check', '--from', 'a', '--from', 'b'], 'refused'],
    [['check', '--constructor.x'], 'refused'],
    [['explain', '7000215'], { command: 'explain', words: ['7000215'], flags: {} }],
    [['explain', '0x10'], { command: 'explain', words: ['0x10'], flags: {} }],
    [['- GET /x'], { command: 'call', words: ['GET /x'], flags: {} }],
    [['inspect', '-'], { command: 'inspect', words: [], flags: {} }],
    [['explain', '-'], { command: 'explain', words: [], flags: {} }],
    [['emulator', '-'], 'refused'],
    [['--', 'inspect'], { command: 'call', words: ['inspect'], flags: {} }],
  ])('%j', (argv, expected) => {
    expect(read(argv)).toEqual(expected)
  })

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('--%s is no flag', name => {
    for (const argv of [[`--${name}`], [`--${name}=1`], [`--${name}`, 'x'], [`--${name}.x`]])
      expect({ argv, read: read(['check', ...argv]) }).toEqual({ argv, read: 'refused' })
  })

  // yargs lets a word be given under its name, which no page says: `inspect --token eyJ…`.
  test('the name of a word is no flag', () => {
    expect(read(['inspect', '--token', 'x'])).toBe('refused')
    expect(read(['check', '--operations', '/users'])).toBe('refused')
  })
})

test('the parser is of the version that yargs resolves', () => {
  const { packages } = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'))
  const { devDependencies } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  const parsers = Object.keys(packages).filter(path => /\/yargs-parser$/.test(path) && !/@types/.test(path))
  expect(parsers).toEqual(['node_modules/yargs-parser'])
  expect(devDependencies['yargs-parser']).toBe(packages['node_modules/yargs-parser'].version)
})

test.each([
  [['run', 'az', 'rest', '--help', '-q'], ['az', 'rest', '--help', '-q'], {}],
  [
    ['run', '--built-in', '--record', 'f', '--', 'app', '--', 'x'],
    ['app', '--', 'x'],
    { 'built-in': true, record: 'f' },
  ],
  [
    ['--verbose', 'run', '--output=f', 'app', '--verbose'],
    ['app', '--verbose'],
    { verbose: true, output: 'f' },
  ],
  [['run', 'help'], ['help'], {}],
  [['run', '--', '--odd'], ['--odd'], {}],
  [['run', 'check', '- x', ''], ['check', '- x', ''], {}],
  [['run'], [], {}],
])('of %j all from its first word is the program’s', (argv, words, flags) => {
  expect(read(argv)).toEqual({ command: 'run', words, flags })
})

test('next steps keep the two apart', () => {
  const chosen = parse(['run', 'app', '--case', 'theirs'], { env: {}, platform: 'linux' })
  if (!('args' in chosen)) throw new Error('no command')
  expect(again(chosen.args.line, '--consent')).toBe('why403 run --consent -- app --case theirs')
})
