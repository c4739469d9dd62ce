import { cloudNames } from '../core/clouds.ts'
import type { CommandLine } from '../core/command-line.ts'
import { credentialKinds } from '../core/credential.ts'
import { shells } from '../core/shell.ts'
import { tokenKinds } from '../core/token/kind.ts'
import { formats, streamFormats } from '../render/renderings.ts'
import { rowForms } from '../render/rows.ts'
import { schemeChoices } from '../render/schemes.ts'

/** Every flag there is, once. A command names those that it takes; help-words.ts says what they are for. */
export interface Flag {
  readonly type: 'string' | 'boolean' | 'number'
  /** All values that it takes. */
  readonly choices?: readonly string[]
  /** It may be given more than once, and each time counts. */
  readonly many?: true
  /** What its value is: a file to read, the same or standard input, a file to write, the name of a permission. */
  readonly value?: 'file' | 'input' | 'output' | 'permission'
  /** What it holds where it stands alone; absent: it needs a value. */
  readonly alone?: string
}

const table = {
  'token-file': { type: 'string', value: 'input' },
  'token-command': { type: 'string' },
  'save-token': { type: 'string', value: 'output' },
  against: { type: 'string', value: 'input' },
  issuer: { type: 'string' },
  jwks: { type: 'string', value: 'file' },
  reach: { type: 'boolean' },
  claims: { type: 'boolean' },
  brief: { type: 'boolean' },
  'show-personal': { type: 'boolean' },
  expect: { type: 'string', choices: tokenKinds },
  'claims-only': { type: 'boolean' },
  at: { type: 'string' },
  tenant: { type: 'string' },
  'client-id': { type: 'string' },
  'client-secret-file': { type: 'string', value: 'input' },
  certificate: { type: 'string', value: 'file' },
  'federated-token-file': { type: 'string', value: 'file' },
  identity: { type: 'string' },
  credential: { type: 'string', choices: credentialKinds },
  cloud: { type: 'string', choices: [...cloudNames, 'auto'] },
  emulator: { type: 'string' },
  dotenv: { type: 'string', value: 'file' },
  from: { type: 'string', value: 'input' },
  scheme: { type: 'string', choices: schemeChoices },
  of: { type: 'string', value: 'permission' },
  list: { type: 'boolean' },
  step: { type: 'boolean' },
  restart: { type: 'boolean' },
  app: { type: 'string' },
  who: { type: 'string' },
  'against-app': { type: 'string' },
  'against-case': { type: 'string', value: 'input' },
  state: { type: 'string', value: 'output' },
  directory: { type: 'string', value: 'file' },
  'write-env': { type: 'string', alone: '.env.emulator' },
  records: { type: 'boolean' },
  'directory-token-file': { type: 'string', value: 'input' },
  anyway: { type: 'boolean' },
  offline: { type: 'boolean' },
  retries: { type: 'number' },
  every: { type: 'string' },
  'max-rounds': { type: 'number' },
  'until-allowed': { type: 'boolean' },
  'max-wait': { type: 'string' },
  timeout: { type: 'string' },
  port: { type: 'number' },
  seed: { type: 'string' },
  users: { type: 'number' },
  fault: { type: 'string', many: true },
  'built-in': { type: 'boolean' },
  consent: { type: 'boolean' },
  proxy: { type: 'boolean' },
  'open-proxy': { type: 'boolean' },
  'exit-code': { type: 'boolean' },
  record: { type: 'string', value: 'output' },
  rows: { type: 'string', choices: rowForms },
  columns: { type: 'string' },
  all: { type: 'boolean' },
  max: { type: 'number' },
  format: { type: 'string', choices: [...formats, ...streamFormats] },
  shell: { type: 'string', choices: shells },
  output: { type: 'string', value: 'output' },
  mermaid: { type: 'boolean' },
  open: { type: 'boolean' },
  case: { type: 'string', value: 'output' },
  verbose: { type: 'boolean' },
  quiet: { type: 'boolean' },
  'no-color': { type: 'boolean' },
} as const satisfies Record<string, Flag>

type Table = typeof table
export type FlagName = keyof Table

export const flags: Readonly<Record<FlagName, Flag>> = table

/** The flags whose row has these members. */
type FlagsWith<Members> = { [Name in FlagName]: Table[Name] extends Members ? Name : never }[FlagName]

/** What a flag holds where it is given: one of its choices, where it has some. */
type TextOf<Name extends FlagName> = Table[Name] extends { choices: readonly (infer Choice)[] }
  ? Choice
  : string

function flagsTaking<Value extends NonNullable<Flag['value']>>(
  value: Value,
): readonly FlagsWith<{ value: Value }>[] {
  const names = Object.keys(table) as FlagName[]
  return names.filter((name): name is FlagsWith<{ value: Value }> => flags[name].value === value)
}

/** Flags whose file is read, those whose file may be standard input, and those whose file is written. */
export const fileFlags = flagsTaking('file')
export const inputFlags = flagsTaking('input')
export const outputFlags = flagsTaking('output')

/** Flags whose value names a file, to read or to write. */
export const filesNamed: readonly FlagName[] = [...fileFlags, ...inputFlags, ...outputFlags]

/** Flags that every command takes. */
export const everywhere: readonly FlagName[] = ['format', 'output', 'shell', 'verbose', 'no-color']

export const settingsFlags: readonly FlagName[] = [
  'tenant',
  'client-id',
  'client-secret-file',
  'certificate',
  'federated-token-file',
  'identity',
  'credential',
  'cloud',
  'emulator',
  'dotenv',
]

/** A parsed command line: the words, and the flags that were given. */
export interface Arguments {
  readonly line: CommandLine
  readonly words: readonly string[]
  readonly flags: Flags
}

/** What was given. Only a flag of the type is asked for by it: `text('offline')` does not compile. */
export class Flags {
  readonly #given: ReadonlyMap<FlagName, unknown>

  /** @param given each of its flag's type, and one of its choices */
  constructor(given: ReadonlyMap<FlagName, unknown>) {
    this.#given = given
  }

  text<Name extends FlagsWith<{ type: 'string' }>>(name: Name): TextOf<Name> | undefined {
    return this.#given.get(name) as TextOf<Name> | undefined
  }

  /** Of a flag that may be given more than once: all, in their order. */
  texts(name: FlagsWith<{ many: true }>): readonly string[] {
    return (this.#given.get(name) as readonly string[] | undefined) ?? []
  }

  has(name: FlagName): boolean {
    return this.#given.has(name)
  }

  on(name: FlagsWith<{ type: 'boolean' }>): boolean {
    return this.#given.get(name) === true
  }

  number(name: FlagsWith<{ type: 'number' }>): number | undefined {
    return this.#given.get(name) as number | undefined
  }
}
