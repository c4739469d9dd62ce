import { cloudNames } from '../core/clouds.ts'
import type { CommandLine } from '../core/command-line.ts'
import { credentialKinds } from '../core/credential.ts'
import { shells } from '../core/shell.ts'
import { tokenKinds } from '../core/token/kind.ts'
import { formats, streamFormats } from '../render/renderings.ts'
import { rowForms } from '../render/rows.ts'
import { schemeChoices } from '../render/schemes.ts'

/** Where help puts a flag. */
export const flagGroups = ['The token', 'Operations', 'Settings', 'How to ask', 'The answer'] as const

/** Every flag there is, once. A command names those that it takes. */
export interface Flag {
  readonly type: 'string' | 'boolean' | 'number'
  readonly group: (typeof flagGroups)[number]
  readonly describe: string
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
  'token-file': {
    type: 'string',
    group: 'The token',
    describe: 'Read the access token from FILE, or - for standard input',
    value: 'input',
  },
  'token-command': {
    type: 'string',
    group: 'The token',
    describe: 'Run this command without a shell, and take the access token that it prints',
  },
  'save-token': {
    type: 'string',
    group: 'The token',
    describe: 'Write the acquired token to FILE, readable by you only',
    value: 'output',
  },
  against: {
    type: 'string',
    group: 'The token',
    describe: 'Compare with the token in FILE, or - for standard input',
    value: 'input',
  },
  issuer: {
    type: 'string',
    group: 'The token',
    describe: 'Expect this OpenID Connect issuer (URL) instead of Entra ID',
  },
  jwks: {
    type: 'string',
    group: 'The token',
    describe: 'Verify with the keys in FILE or at URL (a JSON Web Key Set)',
    value: 'file',
  },
  reach: {
    type: 'boolean',
    group: 'The token',
    describe: 'Count what the token opens: areas, and the most dangerous permissions first',
  },
  claims: { type: 'boolean', group: 'The answer', describe: 'Print every claim and every check' },
  brief: { type: 'boolean', group: 'The answer', describe: 'Print one line, for CI' },
  'show-personal': {
    type: 'boolean',
    group: 'The answer',
    describe: 'Show names and addresses of people in pipes and files too',
  },
  expect: {
    type: 'string',
    group: 'The token',
    describe: 'Demand this kind of token',
    choices: tokenKinds,
  },
  'claims-only': {
    type: 'boolean',
    group: 'The token',
    describe: 'Let the claims decide; the signature stays unverified',
  },
  at: {
    type: 'string',
    group: 'The token',
    describe: 'Judge the token as of TIME, such as 2026-11-22T20:00:00Z',
  },
  tenant: { type: 'string', group: 'Settings', describe: 'Tenant id, or one of its domain names' },
  'client-id': { type: 'string', group: 'Settings', describe: 'Application (client) id' },
  'client-secret-file': {
    type: 'string',
    group: 'Settings',
    describe: 'Read the client secret from FILE, or - for standard input',
    value: 'input',
  },
  certificate: {
    type: 'string',
    group: 'Settings',
    describe: 'Prove the app with the certificate and its key in FILE (PEM or PFX)',
    value: 'file',
  },
  'federated-token-file': {
    type: 'string',
    group: 'Settings',
    describe: "Prove the app with another issuer's token, read from FILE",
    value: 'file',
  },
  identity: {
    type: 'string',
    group: 'Settings',
    describe: 'Ask as a managed identity: system, its client id, object:ID, or its resource id',
  },
  credential: {
    type: 'string',
    group: 'Settings',
    describe: 'Use this kind of credential, where several are set',
    choices: credentialKinds,
  },
  cloud: {
    type: 'string',
    group: 'Settings',
    describe: 'The cloud that the tenant lives in; auto: as its own discovery document says',
    choices: [...cloudNames, 'auto'],
  },
  emulator: {
    type: 'string',
    group: 'Settings',
    describe: 'Use the emulator at URL in place of Entra ID and Graph',
  },
  dotenv: {
    type: 'string',
    group: 'Settings',
    describe: 'Read settings from FILE instead of .env',
    value: 'file',
  },
  from: {
    type: 'string',
    group: 'Operations',
    describe: 'Read more operations from FILE, or - for standard input',
    value: 'input',
  },
  scheme: {
    type: 'string',
    group: 'Operations',
    describe: "Whose permissions: the app's own (the default), a signed-in user's, or both",
    choices: schemeChoices,
  },
  of: {
    type: 'string',
    group: 'Operations',
    describe: 'Show this permission instead: a name, or the id of a role or scope',
    value: 'permission',
  },
  list: { type: 'boolean', group: 'The answer', describe: 'List what there is' },
  step: {
    type: 'boolean',
    group: 'How to ask',
    describe: 'Wait for Enter between the steps; go back, or show the token',
  },
  restart: { type: 'boolean', group: 'How to ask', describe: 'Begin the lab anew' },
  app: {
    type: 'string',
    group: 'Settings',
    describe:
      "check: judge this app (client id, object id or name) by the tenant's records; emulator: print this app's settings, lab by default",
  },
  who: {
    type: 'string',
    group: 'How to ask',
    describe: 'List the apps of the tenant that could make this operation, by their grants; as --rows says',
  },
  'against-app': {
    type: 'string',
    group: 'How to ask',
    describe: 'Tell what differs between the app of --app and this one: state, declared, granted',
  },
  'against-case': {
    type: 'string',
    group: 'How to ask',
    describe: 'The same with the app of a case, as of another tenant: FILE, or - for standard input',
    value: 'input',
  },
  state: {
    type: 'string',
    group: 'How to ask',
    describe: 'Keep the tenant in FILE over restarts: apps and grants, and hashes of secrets only',
    value: 'output',
  },
  directory: {
    type: 'string',
    group: 'How to ask',
    describe: 'Load another tenant from FILE: its names, people and apps, as JSON',
    value: 'file',
  },
  'write-env': {
    type: 'string',
    group: 'Settings',
    describe: "Write those settings to FILE, .env.emulator by default, and an administrator's beside it",
    alone: '.env.emulator',
  },
  records: {
    type: 'boolean',
    group: 'How to ask',
    describe: "Read the tenant's consent records too (needs Application.Read.All)",
  },
  'directory-token-file': {
    type: 'string',
    group: 'How to ask',
    describe: "Read the tenant's records with the token in FILE",
    value: 'input',
  },
  anyway: {
    type: 'boolean',
    group: 'How to ask',
    describe: 'Send what would be held back: odd settings, GETs that should fail',
  },
  offline: { type: 'boolean', group: 'How to ask', describe: 'Ask no server for anything' },
  retries: {
    type: 'number',
    group: 'How to ask',
    describe: 'Try again so often what was put off (429, 503, 504) or found nobody; 2 by default',
  },
  every: {
    type: 'string',
    group: 'How to ask',
    describe:
      'Ask again at this interval, such as 5m, until interrupted, and tell what changed; with --format json, a report a line',
  },
  'max-rounds': { type: 'number', group: 'How to ask', describe: 'End --every after so many rounds' },
  'until-allowed': {
    type: 'boolean',
    group: 'How to ask',
    describe: 'Ask with new tokens until a grant has arrived, every 15s unless --every says otherwise',
  },
  'max-wait': {
    type: 'string',
    group: 'How to ask',
    describe: 'End --until-allowed after this time, 10m by default',
  },
  timeout: {
    type: 'string',
    group: 'How to ask',
    describe: 'Wait so long for each answer, such as 30s or 2m',
  },
  port: { type: 'number', group: 'How to ask', describe: 'Listen on this port of 127.0.0.1' },
  seed: {
    type: 'string',
    group: 'How to ask',
    describe: 'Derive keys and secrets from this text: both then outlive a restart',
  },
  users: {
    type: 'number',
    group: 'How to ask',
    describe: 'Let the tenant have so many users more',
  },
  fault: {
    type: 'string',
    group: 'How to ask',
    many: true,
    describe:
      'Let something go wrong, such as "GET /users 429 retry-after=2 times=1" or "token delay=2s"; may be repeated',
  },
  'built-in': {
    type: 'boolean',
    group: 'How to ask',
    describe:
      'Let the built-in tenant answer, with its settings in the place of its own; nothing leaves this machine',
  },
  consent: {
    type: 'boolean',
    group: 'How to ask',
    describe:
      'Grant what the app declares before the program starts, as its administrator would (--built-in)',
  },
  proxy: {
    type: 'boolean',
    group: 'How to ask',
    describe: "Let unchanged programs come to it by Microsoft's host names: prints what to set in a shell",
  },
  'open-proxy': {
    type: 'boolean',
    group: 'How to ask',
    describe: 'Let the proxy take whoever reaches it, for runtimes that send no password to one',
  },
  'exit-code': {
    type: 'boolean',
    group: 'The answer',
    describe: "Give why403's own exit code, and not the program's",
  },
  record: {
    type: 'string',
    group: 'The answer',
    describe: 'Write the operations that were called to FILE, for --from: a JSON line each, ids left out',
    value: 'output',
  },
  rows: {
    type: 'string',
    group: 'The answer',
    describe: 'Print all entities that Graph answered; with --format json, carry them',
    choices: rowForms,
  },
  columns: {
    type: 'string',
    group: 'The answer',
    describe: 'Cut rows down to these members, such as id,displayName,status.errorCode',
  },
  all: {
    type: 'boolean',
    group: 'The answer',
    describe: 'Follow a list from page to page to its end; ndjson and csv are written as they come',
  },
  max: {
    type: 'number',
    group: 'The answer',
    describe: 'The same, for at most so many rows of an operation',
  },
  format: {
    type: 'string',
    group: 'The answer',
    describe: 'How to print it, text by default',
    choices: [...formats, ...streamFormats],
  },
  shell: {
    type: 'string',
    group: 'The answer',
    describe: 'Print commands for this shell, powershell by default on Windows',
    choices: shells,
  },
  output: {
    type: 'string',
    group: 'The answer',
    describe: 'Write the answer to FILE, whole or not at all',
    value: 'output',
  },
  mermaid: {
    type: 'boolean',
    group: 'The answer',
    describe: 'Draw with Mermaid (--format markdown), where tickets show that',
  },
  open: {
    type: 'boolean',
    group: 'The answer',
    describe: 'Show it as a page in the browser (--format html)',
  },
  case: {
    type: 'string',
    group: 'The answer',
    describe:
      'Write what was observed to FILE, to send: no secret, nobody by name; why403 open FILE judges it',
    value: 'output',
  },
  verbose: {
    type: 'boolean',
    group: 'The answer',
    describe: 'Say more: origins of settings, all permissions, what was not checked',
  },
  quiet: {
    type: 'boolean',
    group: 'The answer',
    describe: 'Print nothing: the exit code is the answer (-q)',
  },
  'no-color': { type: 'boolean', group: 'The answer', describe: 'Print without colour (also: NO_COLOR)' },
} as const satisfies Record<string, Flag>

type Table = typeof table
export type FlagName = keyof Table

export const flags: Readonly<Record<FlagName, Flag>> = table

/** The flags whose description has these members. */
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
