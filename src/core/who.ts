import { predict } from './derive-facts.ts'
import { type JsonObject, textOf } from './json.ts'
import { nothingObserved } from './observed.ts'
import type { Operation } from './operation/operation.ts'
import { type RecordNotRead, recordsNotRead } from './record-readers.ts'
import { notInGrants, type RecordsRefusal, type UnreadRecord } from './records.ts'
import type { PermissionIndex } from './tables/permission-index.ts'
import { isoTime } from './time.ts'

/** Who holds app roles of Microsoft Graph in a tenant, as the directory answered. */
export interface ObservedHolders {
  /** Microsoft Graph's own service principal. */
  readonly graph: JsonObject | null | undefined
  /** Its appRoleAssignedTo; undefined: refused, or not read to its end. */
  readonly assignments: readonly JsonObject[] | undefined
  /** Service principals of those that could make the operation. */
  readonly principals: readonly JsonObject[]
  readonly refusals: readonly RecordsRefusal[]
  readonly unread: readonly UnreadRecord[]
}

/** An app that could make an operation, by what it is granted. */
export interface Candidate {
  /** Object id of its service principal. */
  readonly id: string
  readonly name: string | null
  /** `allowed`: a grant opens it. `undecided`: one bears on it, and only Graph can tell. */
  readonly verdict: 'allowed' | 'undecided'
  /** The grants that do, and since when the first of them stands. */
  readonly by: readonly string[]
  readonly since: string | null
}

export interface WhoRow extends Candidate {
  /** Null where its service principal was not read. */
  readonly clientId: string | null
  readonly enabled: boolean | null
  readonly isManagedIdentity: boolean
  readonly isAgentIdentity: boolean
  /** Of agent identities: it gets no token of Microsoft Graph itself. */
  readonly isBlueprint: boolean
  /** Microsoft's own, which the tenant's administrators did not make. */
  readonly isFirstParty: boolean
}

export interface WhoReport {
  readonly operation: { readonly method: string; readonly path: string }
  /** ISO 8601, UTC. */
  readonly asOf: string
  /** By name, then by id. */
  readonly apps: readonly WhoRow[]
  /** How many apps hold anything of Microsoft Graph; null: the grants were not read. */
  readonly looked: number | null
  /** Groups that hold app roles: what a group is granted reaches no app in it. */
  readonly groups: number
  readonly notSeen: readonly string[]
  readonly notRead: readonly RecordNotRead[]
}

/** Microsoft's tenants, which own its first-party apps. Source: Learn, "Verify first-party Microsoft applications in sign-in reports". */
const microsofts: ReadonlySet<unknown> = new Set([
  'f8cdef31-a31e-4b4a-93e4-5f571e91255a',
  '72f988bf-86f1-41af-91ab-2d7cd011db47',
])

/** Why no grant says anything of an operation, a sentence; null: grants do. */
export function whyNobody(operation: Operation, index: PermissionIndex): string | null {
  const [predicted] = predict({ ...nothingObserved, operations: [operation] }, index).operations
  const { status, schemes, signedInUser } = predicted!.requirement
  if (status !== 'known')
    return 'Neither source lists permissions for that operation, so no grant tells who could make it.'
  if (signedInUser || schemes.application.accepted.length === 0)
    return 'No application permission opens that operation: no app could make it on its own.'
  return null
}

/** Judges each set of grants once, however many apps hold it. */
export function candidatesOf(
  operation: Operation,
  { graph, assignments = [] }: Pick<ObservedHolders, 'graph' | 'assignments'>,
  index: PermissionIndex,
): Candidate[] {
  const judged = new Map<string, ReturnType<typeof judgedBy>>()
  return [...byPrincipal(assignments)].flatMap(([id, held]): Candidate[] => {
    const key = [...new Set(held.map(({ appRoleId }) => String(appRoleId)))].sort().join(' ')
    let judgement = judged.get(key)
    if (judgement === undefined) {
      judgement = judgedBy(operation, held, graph, index)
      judged.set(key, judgement)
    }
    const { verdict, by } = judgement
    if (verdict === null) return []
    const ids = new Set(by.map(name => index.permission(name)?.schemes.application?.id))
    const times = held.flatMap(({ appRoleId, createdDateTime }) =>
      ids.has(textOf(appRoleId)) ? (textOf(createdDateTime) ?? []) : [],
    )
    return [{ id, name: textOf(held[0]?.principalDisplayName), verdict, by, since: times.sort()[0] ?? null }]
  })
}

function byPrincipal(assignments: readonly JsonObject[]): Map<string, JsonObject[]> {
  const held = new Map<string, JsonObject[]>()
  for (const assignment of assignments) {
    const id = textOf(assignment.principalId)
    if (id === null || assignment.principalType !== 'ServicePrincipal') continue
    const own = held.get(id)
    if (own === undefined) held.set(id, [assignment])
    else own.push(assignment)
  }
  return held
}

function judgedBy(
  operation: Operation,
  held: readonly JsonObject[],
  graph: JsonObject | null | undefined,
  index: PermissionIndex,
): { readonly verdict: Candidate['verdict'] | null; readonly by: readonly string[] } {
  const resources = graph === null || graph === undefined ? [] : [graph]
  const records = { servicePrincipal: {}, appRoleAssignments: held, resources, refusals: [] }
  const observed = { ...nothingObserved, byRecords: true as const, operations: [operation], records }
  const [predicted] = predict(observed, index).operations
  if (predicted?.predicted === 'allowed') return { verdict: 'allowed', by: predicted.held }
  const doubted = predicted?.predicted === 'undecided' ? (predicted?.doubts ?? []) : []
  // What no grant bears on, only other doors could open, which are named as not seen.
  if (doubted.length === 0) return { verdict: null, by: [] }
  return { verdict: 'undecided', by: [...new Set(doubted.map(({ permission }) => permission))] }
}

/** @param at seconds since 1970 */
export function whoReport(
  { method, path }: Operation,
  candidates: readonly Candidate[],
  { assignments, principals, refusals, unread }: ObservedHolders,
  at: number,
): WhoReport {
  const known = new Map(principals.map(principal => [textOf(principal.id), principal]))
  const apps = candidates.map((candidate): WhoRow => {
    const principal = known.get(candidate.id)
    return {
      ...candidate,
      name: textOf(principal?.displayName) ?? candidate.name,
      clientId: textOf(principal?.appId),
      enabled: principal === undefined ? null : principal.accountEnabled !== false,
      isManagedIdentity: principal?.servicePrincipalType === 'ManagedIdentity',
      isAgentIdentity: principal?.['@odata.type'] === '#microsoft.graph.agentIdentity',
      isBlueprint: principal?.['@odata.type'] === '#microsoft.graph.agentIdentityBlueprintPrincipal',
      isFirstParty: microsofts.has(principal?.appOwnerOrganizationId),
    }
  })
  return {
    operation: { method, path },
    asOf: isoTime(at),
    apps: apps.sort((a, b) => compare(a.name ?? '', b.name ?? '') || compare(a.id, b.id)),
    looked: assignments === undefined ? null : byPrincipal(assignments).size,
    groups: new Set(
      assignments?.flatMap(({ principalType, principalId }) =>
        principalType === 'Group' ? [String(principalId)] : [],
      ),
    ).size,
    notSeen: [...notInGrants, 'what agents inherit from a blueprint'],
    notRead: recordsNotRead({ refusals, unread }),
  }
}

/** By code unit, so that every machine sorts alike. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
