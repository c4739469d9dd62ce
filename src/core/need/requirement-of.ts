import { inferredFrom, type Located, locate } from '../match/locate.ts'
import { nearest } from '../match/nearest.ts'
import { cmdletMethod } from '../operation/cmdlet.ts'
import type { Operation } from '../operation/operation.ts'
import { type PathOperations, type Scheme, schemes } from '../tables/format.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { byQuery } from './basic.ts'
import { cmdletRequirement } from './cmdlet.ts'
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
  if (operation.method === cmdletMethod) {
    const { method, path } = operation
    const found = cmdletRequirement(index, path)
    return found === null
      ? without('unknown-path', 'The documentation lists no such cmdlet.')
      : { ...found, method }
  }
  const location = locate(index, operation, emulatorOrigin)
  switch (location.status) {
    case 'not-graph':
    case 'envelope':
    case 'open':
      return without(location.status, location.why)
    case 'unknown-path':
      return {
        ...without('unknown-path', 'Neither the tables nor the documentation list this path.'),
        signedInUser: location.signedInUser,
        nearest: nearest(index, location.steps),
      }
    default: {
      const { status, governs, signedInUser } = location
      return {
        status,
        method: location.method,
        ...witnessed(index, location),
        template: governs.template,
        matched: governs.matched,
        inferredFrom: inferredFrom(governs),
        methods: [...governs.operations.keys()],
        nearest: [],
        signedInUser,
        schemes: asAsked(schemesOf(index, location), operation.query),
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
      ? withParent(index, schemeRequirement(index, { template, operations }, method, scheme), scheme, {
          template,
          method,
          operations,
        })
      : noRequirement(`${template} is listed, but not with ${method}.`),
  )
}

/** By what the query asks for; the very same where that changes nothing. */
export function asAsked(known: Requirement['schemes'], query: string | null): Requirement['schemes'] {
  if (query === null) return known
  const { application, delegatedWork, delegatedPersonal } = known
  const asked = {
    application: byQuery(application, query),
    delegatedWork: byQuery(delegatedWork, query),
    delegatedPersonal: byQuery(delegatedPersonal, query),
  }
  const isTheSame =
    asked.application === application &&
    asked.delegatedWork === delegatedWork &&
    asked.delegatedPersonal === delegatedPersonal
  return isTheSame ? known : asked
}

/** Who knows the operation, and where it is described. */
export function witnessed(
  index: PermissionIndex,
  { method, governs: { template, operations } }: Pick<Located, 'method' | 'governs'>,
): Pick<Requirement, 'sources' | 'versions' | 'page' | 'corrections' | 'isCollection'> {
  const listed = operations.get(method)
  if (listed === undefined) return unwitnessed
  const { sources, versions, page, corrections } = listed
  return { sources, versions, page, corrections, isCollection: index.hasNode(`${template}/{id}`) }
}

const unwitnessed = { sources: [], versions: [], page: null, corrections: [], isCollection: false } as const

/** With what its parent accepts, where that may bear on it. */
function withParent(
  index: PermissionIndex,
  requirement: SchemeRequirement,
  scheme: Scheme,
  { template, method, operations }: { template: string; method: string; operations: PathOperations },
): SchemeRequirement {
  if (operations.get(method)!.sources.length > 1) return requirement
  const parent = index.path(template.slice(0, template.lastIndexOf('/')))?.operations.get(method)
  const names = (parent?.schemes[scheme] ?? [])
    .filter(({ withdrawn, alsoRequires }) => !withdrawn && alsoRequires.length === 0)
    .map(({ permission }) => permission)
  const isShared = requirement.accepted.some(({ permission }) => names.includes(permission))
  return isShared ? { ...requirement, ofParent: names } : requirement
}

/** The requirement of something that is no operation. */
export function unreadableRequirement(): Requirement {
  return without('malformed', 'This is not an operation.')
}

function without(status: RequirementStatus, why: string): Requirement {
  return {
    status,
    method: null,
    ...unwitnessed,
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
