import { clouds } from '../core/clouds.ts'
import type { CommandLine } from '../core/command-line.ts'
import { shells } from '../core/shell.ts'
import { formats, streamFormats } from '../render/renderings.ts'
import { rowForms } from '../render/rows.ts'

/** Where help puts a flag. */
export const flagGroups = ['The token', 'Operations', 'Settings', 'How to ask', 'The answer'] as const

/** Every flag there is, once. A command names those that it takes. */
export interface Flag {
  readonly type: 'string' | 'boolean' | 'number'
  readonly group: (typeof flagGroups)[number]
  readonly describe: string
  readonly choices?: readonly string[]
  /** What its value is, for whoever completes a command line. */
  readonly value?: 'file' | 'permission'
}

const table = {
  'token-file': {
    type: 'string',
    group: 'The token',
    describe: 'Read the access token from FILE, or - for standard input',
    value: 'file',
  },
  'save-token': {
    type: 'string',
    group: 'The token',
    describe: 'Write the acquired token to FILE, readable by you only',
    value: 'file',
  },
  against: {
    type: 'string',
    group: 'The token',
    describe: 'Compare with the token in FILE, or - for standard input',
    value: 'file',
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
    choices: ['app-only', 'delegated'],
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
    value: 'file',
  },
  cloud: {
    type: 'string',
    group: 'Settings',
    describe: 'The cloud that the tenant lives in',
    choices: clouds.map(({ name }) => name),
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
    value: 'file',
  },
  scheme: {
    type: 'string',
    group: 'Operations',
    describe: "Whose permissions: the app's own (the default), a signed-in user's, or both",
    choices: ['application', 'delegated', 'all'],
  },
  of: {
    type: 'string',
    group: 'Operations',
    describe: 'Show this permission instead: a name, or the id of a role or scope',
    value: 'permission',
  },
  list: { type: 'boolean', group: 'The answer', describe: 'List what there is' },
  records: {
    type: 'boolean',
    group: 'How to ask',
    describe: "Read the tenant's consent records too (needs Application.Read.All)",
  },
  'directory-token-file': {
    type: 'string',
    group: 'How to ask',
    describe: 'Read those records with the token in FILE',
    value: 'file',
  },
  anyway: {
    type: 'boolean',
    group: 'How to ask',
    describe: 'Send what would be held back: odd settings, GETs that should fail',
  },
  offline: { type: 'boolean', group: 'How to ask', describe: 'Ask no server for anything' },
  port: { type: 'number', group: 'How to ask', describe: 'Listen on this port of 127.0.0.1' },
  rows: {
    type: 'string',
    group: 'The answer',
    describe: 'Print all entities that Graph answered; with --format json, carry them',
    choices: rowForms,
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
    value: 'file',
  },
  verbose: {
    type: 'boolean',
    group: 'The answer',
    describe: 'Say more: origins of settings, all permissions, what was not checked',
  },
  'no-color': { type: 'boolean', group: 'The answer', describe: 'Print without colour (also: NO_COLOR)' },
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
