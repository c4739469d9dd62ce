import type { TestIoOptions } from '../support/io.ts'
import type { Asked, Reply } from '../support/server.ts'

/** What of a run holds the secret. */
export const areas = ['setting', 'flag', 'word', 'list', 'file', 'answer', 'claim', 'paste', 'case'] as const

export type Area = (typeof areas)[number]

/** A service that a run meets on its way. */
export type Part = 'token' | 'keys' | 'graph' | 'records'

/** What one of them does instead of its duty, or to its own answer. */
export interface Fault {
  readonly part: Part
  answer(asked: Asked, own: () => Promise<Reply>): Reply | Promise<Reply>
}

/** A command line, with secrets where they do not belong. */
export interface Run {
  readonly area: Area
  /** Where the secret stands, and which: never the secret. */
  readonly place: string
  readonly argv: readonly string[]
  readonly options: Pick<TestIoOptions, 'env' | 'files' | 'modes' | 'stdin'>
  readonly fault?: Fault
  /** The secrets of it, each with its kind. */
  readonly planted: ReadonlyMap<string, string>
}

/** How a run is asked to answer. */
export interface Manner {
  readonly name: string
  readonly flags: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

export const manners: readonly Manner[] = [
  { name: 'text', flags: [], env: {} },
  { name: 'json', flags: ['--format', 'json'], env: {} },
  {
    name: 'text, verbose, coloured, debugging',
    flags: ['--verbose'],
    env: { FORCE_COLOR: '3', WHY403_DEBUG: '1', HOME: '/home/ada' },
  },
  {
    name: 'json, verbose, in a file',
    flags: ['--format', 'json', '--verbose', '--output', 'answer'],
    env: {},
  },
  { name: 'markdown', flags: ['--format', 'markdown'], env: {} },
  { name: 'html', flags: ['--format', 'html'], env: {} },
  { name: 'text, in a file', flags: ['--output', 'answer'], env: { WHY403_DEBUG: '1' } },
]

export const jsonLines: Manner = { name: 'json lines', flags: ['--format', 'jsonl'], env: {} }

/** Beside the answer, a case to send. */
export const withCase: Manner = { name: 'with a case', flags: ['--case', 'case.json'], env: {} }
