import type { StreamFormat } from '../render/renderings.ts'
import { everywhere, type FlagName, settingsFlags } from './flags.ts'

/** Every command; `call` is the one that runs when none is named. */
export const commandNames = [
  'call',
  'check',
  'inspect',
  'permissions',
  'explain',
  'run',
  'open',
  'demo',
  'lab',
  'emulator',
  'page',
  'completion',
] as const

export type CommandName = (typeof commandNames)[number]

/** A command, as far as its line must be read; help-words.ts says what it is for. */
export interface Command {
  readonly name: CommandName
  /** What its words are; null when it takes none. */
  readonly words: { readonly name: string; readonly many: boolean } | null
  readonly flags: readonly FlagName[]
  /** What it prints in besides text: a report in every format, or nothing else. */
  readonly prints: 'report' | 'text'
  /** Formats for lists of any length, an answer a line. */
  readonly streams?: readonly StreamFormat[]
}

/** Flags of every command that prints a report. */
const reported: readonly FlagName[] = [...everywhere, 'open', 'mermaid']

const aboutOperations: readonly FlagName[] = [
  ...([
    'token-command',
    'token-file',
    'save-token',
    'expect',
    'claims-only',
    'from',
    'records',
    'directory-token-file',
    'offline',
    'retries',
    'timeout',
    'at',
    'case',
    'show-personal',
  ] as const),
  ...settingsFlags,
  ...reported,
]

/** Flags that make it ask more than once. */
const again = ['every', 'max-rounds', 'until-allowed', 'max-wait'] as const satisfies readonly FlagName[]

/** The command that runs when none is named. */
export const road: Command = {
  name: 'call',
  words: { name: 'operations', many: true },
  flags: [...aboutOperations, ...again, 'anyway', 'rows', 'columns', 'all', 'max'],
  prints: 'report',
}

export const commands: readonly Command[] = [
  road,
  {
    name: 'check',
    words: { name: 'operations', many: true },
    flags: [
      ...aboutOperations,
      ...again,
      'anyway',
      'app',
      'against-app',
      'against-case',
      'who',
      'rows',
      'quiet',
    ],
    prints: 'report',
    streams: ['jsonl'],
  },
  {
    name: 'inspect',
    words: { name: 'token', many: false },
    flags: [
      ...([
        'token-command',
        'token-file',
        'save-token',
        'against',
        'reach',
        'expect',
        'claims-only',
        'issuer',
        'jwks',
        'claims',
        'brief',
        'show-personal',
        'offline',
        'retries',
        'timeout',
        'at',
        'case',
      ] as const),
      ...settingsFlags,
      ...reported,
    ],
    prints: 'report',
  },
  {
    name: 'permissions',
    words: { name: 'operations', many: true },
    flags: ['from', 'scheme', 'of', 'list', ...reported],
    prints: 'report',
    streams: ['jsonl'],
  },
  {
    name: 'explain',
    words: { name: 'what', many: true },
    flags: ['list', 'case', 'show-personal', ...reported],
    prints: 'report',
  },
  {
    name: 'run',
    words: { name: 'command', many: true },
    flags: [
      ...([
        'built-in',
        'consent',
        'state',
        'emulator',
        'dotenv',
        'exit-code',
        'record',
        'open-proxy',
        'case',
        'show-personal',
      ] as const),
      ...reported,
    ],
    prints: 'report',
  },
  {
    name: 'open',
    words: { name: 'file', many: false },
    flags: [...(['claims', 'brief', 'reach', 'show-personal'] as const), ...reported],
    prints: 'report',
  },
  {
    name: 'demo',
    words: { name: 'scenario', many: false },
    flags: ['list', 'step', 'verbose', 'no-color', 'format', 'output'],
    prints: 'text',
  },
  {
    name: 'lab',
    words: null,
    flags: ['restart', 'port', 'no-color', 'format'],
    prints: 'text',
  },
  {
    name: 'emulator',
    words: null,
    flags: [
      'port',
      'cloud',
      'tenant',
      'app',
      'write-env',
      'seed',
      'state',
      'directory',
      'users',
      'fault',
      'proxy',
      'open-proxy',
      'verbose',
      'no-color',
      'format',
      'output',
    ],
    prints: 'text',
  },
  {
    name: 'page',
    words: null,
    flags: ['output', 'no-color', 'format'],
    prints: 'text',
  },
  {
    name: 'completion',
    words: { name: 'shell', many: false },
    flags: ['output'],
    prints: 'text',
  },
]
