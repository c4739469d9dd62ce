import { inferredFrom, type Located, locate } from '../match/locate.ts'
import { nearest } from '../match/nearest.ts'
import type { Operation } from '../operation/operation.ts'
import { type Scheme, schemes } from '../tables/format.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { noRequirement, schemeRequirement } from './least-privileged.ts'
import type { Requirement, RequirementStatus, SchemeRequirement } from './requirement.ts'

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

/** What each scheme requires at a template. It depends on the template and the method alone. */
export function schemesOf(
  index: PermissionIndex,
  { status, method, governs: { template, operations } }: Located,
): Requirement['schemes'] {
  return bySchemes(scheme =>
    status === 'known'
      ? schemeRequirement(index, operations, method, scheme)
      : noRequirement(`The tables list ${template}, but not ${method} on it.`),
  )
}

/** The requirement of something that is no operation. */
export function unreadableRequirement(): Requirement {
  return without('malformed', 'This is not an operation.')
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
