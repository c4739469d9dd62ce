import type { Entry, ListedOperation, Scheme } from '../tables/format.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { noRequirement, schemeRequirement } from './least-privileged.ts'
import type { Requirement } from './requirement.ts'

const ofAllForms =
  'The page of a cmdlet lists what all its forms accept together: the operation that a form calls tells which one it needs.'

/**
 * What a PowerShell cmdlet's page lists, as a union over its forms; null when the documentation has no such cmdlet. Nothing is
 * recommended of a union: what suffices for one form may be of no use to another.
 */
export function cmdletRequirement(index: PermissionIndex, name: string): Omit<Requirement, 'method'> | null {
  const cmdlet = index.cmdlet(name)
  if (cmdlet === null) return null
  const listed = listedAs(cmdlet)
  const of = (scheme: Scheme): Requirement['schemes'][Scheme] => {
    if (listed.schemes[scheme] === undefined)
      return noRequirement("The cmdlet's page lists no permission of this kind.")
    const where = {
      template: /-Mg(?:Beta)?Device(?:App)?Management/.test(cmdlet.name) ? '/deviceManagement' : '',
    }
    const found = schemeRequirement(index, { ...where, operations: new Map([['', listed]]) }, '', scheme)
    return { ...found, leastPrivileged: null, next: null, why: ofAllForms }
  }
  return {
    ...{ status: 'known', template: null, matched: null, inferredFrom: null, methods: [], nearest: [] },
    ...{ sources: listed.sources, versions: [], page: null, corrections: [], isCollection: false },
    signedInUser: false,
    schemes: {
      application: of('application'),
      delegatedWork: of('delegatedWork'),
      delegatedPersonal: of('delegatedPersonal'),
    },
  }
}

function listedAs(cmdlet: {
  readonly application: readonly string[]
  readonly delegated: readonly string[]
}): ListedOperation {
  const entries = (names: readonly string[]): readonly Entry[] =>
    names.map(permission => ({
      ...{ permission, alsoRequires: [], least: false, sources, version: null, withdrawn: false },
    }))
  const { application, delegated } = cmdlet
  return {
    ...{ sources, versions: [], page: null, corrections: [] },
    schemes: {
      ...(application.length > 0 ? { application: entries(application) } : {}),
      ...(delegated.length > 0 ? { delegatedWork: entries(delegated) } : {}),
    },
  }
}

const sources = ['documentation'] as const
