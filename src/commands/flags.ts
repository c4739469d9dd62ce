import type { CommandLine } from '../core/command-line.ts'
import { shells } from '../core/shell.ts'

/** Every flag there is, once. A command names those that it takes. */
export interface Flag {
  readonly type: 'string' | 'boolean' | 'number'
  readonly describe: string
  readonly choices?: readonly string[]
}

const table = {
  'token-file': { type: 'string', describe: 'Read the access token from FILE, or - for standard input' },
  'save-token': { type: 'string', describe: 'Write the acquired token to FILE, readable by you only' },
  against: { type: 'string', describe: 'Compare with the token in FILE, or - for standard input' },
  issuer: { type: 'string', describe: 'Expect this OpenID Connect issuer (URL) instead of Entra ID' },
  jwks: { type: 'string', describe: 'Verify with the keys in FILE or at URL (a JSON Web Key Set)' },
  reach: {
    type: 'boolean',
    describe: 'Count what the token opens: areas, and the most dangerous permissions first',
  },
  expect: { type: 'string', describe: 'Demand this kind of token', choices: ['app-only', 'delegated'] },
  tenant: { type: 'string', describe: 'Tenant id, or one of its domain names' },
  'client-id': { type: 'string', describe: 'Application (client) id' },
  'client-secret-file': {
    type: 'string',
    describe: 'Read the client secret from FILE, or - for standard input',
  },
  cloud: { type: 'string', describe: 'global, usgov, usgov-dod or china' },
  emulator: { type: 'string', describe: 'Use the emulator at URL in place of Entra ID and Graph' },
  dotenv: { type: 'string', describe: 'Read settings from FILE instead of .env' },
  from: { type: 'string', describe: 'Read more operations from FILE, or - for standard input' },
  scheme: {
    type: 'string',
    describe: "Whose permissions: the app's own (the default), a signed-in user's, or both",
    choices: ['application', 'delegated', 'all'],
  },
  of: { type: 'string', describe: 'Show this permission instead: a name, or the id of a role or scope' },
  records: {
    type: 'boolean',
    describe: "Read the tenant's consent records too (needs Application.Read.All)",
  },
  'directory-token-file': { type: 'string', describe: 'Read those records with the token in FILE' },
  anyway: { type: 'boolean', describe: 'Send what would be held back: odd settings, GETs that should fail' },
  rows: { type: 'boolean', describe: 'Carry the answered entities in json' },
  offline: { type: 'boolean', describe: 'Ask no server for anything' },
  at: { type: 'string', describe: 'Judge the token as of TIME, such as 2026-11-22T20:00:00Z' },
  port: { type: 'number', describe: 'Listen on this port of 127.0.0.1' },
  list: { type: 'boolean', describe: 'List what there is' },
  format: { type: 'string', describe: 'text or json' },
  shell: {
    type: 'string',
    describe: 'Print commands for this shell: posix, or powershell (the default on Windows)',
    choices: shells,
  },
  output: { type: 'string', describe: 'Write the answer to FILE, whole or not at all' },
  verbose: {
    type: 'boolean',
    describe: 'Say more: origins of settings, all permissions, what was not checked',
  },
  'no-color': { type: 'boolean', describe: 'Print without colour (also: NO_COLOR)' },
} as const satisfies Record<string, Flag>

export type FlagName = keyof typeof table

export const flags: Readonly<Record<FlagName, Flag>> = table

/** Flags that every command takes. */
export const everywhere: readonly FlagName[] = ['format', 'output', 'shell', 'verbose', 'no-color']

/** Flags whose file is written. */
export const outputFlags = ['output', 'save-token'] as const satisfies readonly FlagName[]

export const settingsFlags: readonly FlagName[] = [
  'tenant',
  'client-id',
  'client-secret-file',
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

export class Flags {
  readonly #given: ReadonlyMap<FlagName, string | boolean | number>

  constructor(given: ReadonlyMap<FlagName, string | boolean | number>) {
    this.#given = given
  }

  text(name: FlagName): string | undefined {
    const value = this.#given.get(name)
    return typeof value === 'string' ? value : undefined
  }

  on(name: FlagName): boolean {
    return this.#given.get(name) === true
  }

  number(name: FlagName): number | undefined {
    const value = this.#given.get(name)
    return typeof value === 'number' ? value : undefined
  }
}
