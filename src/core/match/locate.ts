import { cloudByGraphHost } from '../clouds.ts'
import { noRequirement, schemeRequirement } from '../need/least-privileged.ts'
import type { Requirement, RequirementStatus, Scheme, SchemeRequirement } from '../need/requirement.ts'
import type { Operation } from '../operation/operation.ts'
import { type Step, takeApart } from '../operation/path.ts'
import { schemes } from '../tables/format.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { nearest } from './nearest.ts'
import { type Governing, governing } from './respell.ts'

/** Where an operation stands in the tables, before anything is said of permissions. */
export type Location =
  | { readonly status: 'not-graph' | 'envelope' | 'open'; readonly why: string }
  | { readonly status: 'unknown-path'; readonly steps: readonly Step[]; readonly signedInUser: boolean }
  | {
      readonly status: 'known' | 'unknown-method'
      /** As it is looked up: HEAD is GET. */
      readonly method: string
      readonly governs: Governing
      readonly signedInUser: boolean
    }

/**
 * What an operation requires, by Microsoft's tables.
 *
 * HEAD is looked up as GET. When the template that governs the path lacks the method, the method is not
 * borrowed from another path; only another spelling of the very same thing may supply it.
 *
 * @param emulatorOrigin `http://127.0.0.1:PORT`, taken for Graph as well
 */
export function requirementOf(
  index: PermissionIndex,
  operation: Operation,
  { emulatorOrigin = null }: { emulatorOrigin?: string | null } = {},
): Requirement {
  const location = locate(index, operation, emulatorOrigin)
  switch (location.status) {
    case 'not-graph':
    case 'envelope':
    case 'open':
      return without(location.status, location.why)
    case 'unknown-path':
      return {
        ...without('unknown-path', 'The tables do not list this path.'),
        signedInUser: location.signedInUser,
        nearest: nearest(index, location.steps),
      }
    default: {
      const { status, governs, signedInUser } = location
      return {
        status,
        template: governs.template,
        matched: governs.matched,
        inferredFrom: inferredFrom(governs),
        methods: [...governs.operations.keys()],
        nearest: [],
        signedInUser,
        schemes: schemesOf(index, location),
      }
    }
  }
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

/** What each scheme requires at a template. It depends on the template and the method alone. */
export function schemesOf(
  index: PermissionIndex,
  { status, method, governs: { template, operations } }: Extract<Location, { governs: Governing }>,
): Requirement['schemes'] {
  return bySchemes(scheme =>
    status === 'known'
      ? schemeRequirement(index, operations, method, scheme)
      : noRequirement(`The tables list ${template}, but not ${method} on it.`),
  )
}

/** One sentence on the liberties taken; null for a plain match. */
export function inferredFrom({ liberties }: Governing): string | null {
  return liberties.length > 0 ? liberties.join(' ') : null
}

/** The requirement of something that is no operation. */
export function unreadableRequirement(): Requirement {
  return without('malformed', 'This is not an operation.')
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

function without(status: RequirementStatus, why: string): Requirement {
  return {
    status,
    template: null,
    matched: null,
    inferredFrom: null,
    methods: [],
    nearest: [],
    signedInUser: false,
    schemes: bySchemes(() => noRequirement(why)),
  }
}

function bySchemes(requirement: (scheme: Scheme) => SchemeRequirement): Record<Scheme, SchemeRequirement> {
  return Object.fromEntries(schemes.map(scheme => [scheme, requirement(scheme)])) as Record<
    Scheme,
    SchemeRequirement
  >
}
