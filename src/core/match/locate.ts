import { cloudByGraphHost } from '../clouds.ts'
import type { Operation } from '../operation/operation.ts'
import { type Step, takeApart } from '../operation/path.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { type Governing, governing } from './respell.ts'

/** Where an operation stands in the tables, before anything is said of permissions. */
export type Location =
  | { readonly status: 'not-graph' | 'envelope' | 'open'; readonly why: string }
  | { readonly status: 'unknown-path'; readonly steps: readonly Step[]; readonly signedInUser: boolean }
  | Located

/** A template governs the path. */
export interface Located {
  readonly status: 'known' | 'unknown-method'
  /** As it is looked up: HEAD is GET. */
  readonly method: string
  readonly governs: Governing
  readonly signedInUser: boolean
}

/** Finds the template that governs an operation. */
export function locate(
  index: PermissionIndex,
  operation: Operation,
  emulatorOrigin: string | null,
): Location {
  if (!isGraph(operation.origin, emulatorOrigin))
    return { status: 'not-graph', why: 'The host is not Microsoft Graph.' }
  const steps = takeApart(operation.path)
  const first = steps[0]?.kind === 'name' ? steps[0].text.toLowerCase() : null
  if (steps.length === 1 && first === '$batch')
    return { status: 'envelope', why: 'A $batch needs what the requests in it need.' }
  if (steps.length === 1 && first === '$metadata')
    return { status: 'open', why: 'Reading $metadata needs no permission.' }
  const signedInUser = first === 'me'
  const method = operation.method === 'HEAD' ? 'GET' : operation.method
  const { governs, listed } = bestReading(index, steps, method)
  if (governs === null) return { status: 'unknown-path', steps, signedInUser }
  return { status: listed ? 'known' : 'unknown-method', method, governs, signedInUser }
}

/** One sentence on the liberties taken; null for a plain match. */
export function inferredFrom({ liberties }: Governing): string | null {
  return liberties.length > 0 ? liberties.join(' ') : null
}

function isGraph(origin: string | null, emulatorOrigin: string | null): boolean {
  if (origin === null || origin === emulatorOrigin) return true
  return origin.startsWith('https://') && cloudByGraphHost(origin.slice('https://'.length)) !== null
}

/** The plainest reading that lists the method; else the plainest reading. */
function bestReading(
  index: PermissionIndex,
  steps: readonly Step[],
  method: string,
): { governs: Governing | null; listed: boolean } {
  let plainest: Governing | null = null
  for (const reading of governing(index, steps)) {
    if (plainest !== null && !reading.sameThing) continue
    if (reading.operations.has(method)) return { governs: reading, listed: true }
    plainest ??= reading
  }
  return { governs: plainest, listed: false }
}
