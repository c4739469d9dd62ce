import { cloudByGraphHost, globalCloud } from '../clouds.ts'
import type { CommandLine } from '../command-line.ts'
import type { Evidence } from '../findings/finding.ts'
import type { Fix } from '../fixes/fix.ts'
import { appRoles } from '../fixes/grant.ts'
import { fixesFor } from '../fixes/registry.ts'
import { calledBy, targetOf } from '../fixes/target.ts'
import { causeWords } from '../knowledge/cause.ts'
import { type GraphRefusalRow, graphRefusalByKey } from '../knowledge/graph-refusals.ts'
import { toolResource } from '../knowledge/tool-resources.ts'
import { needsPhrase } from '../need/phrase.ts'
import type { SchemeRequirement } from '../need/requirement.ts'
import { requirementOf } from '../need/requirement-of.ts'
import { cmdletMethod } from '../operation/cmdlet.ts'
import { nameOf } from '../operation/name.ts'
import { userForm } from '../operation/operation.ts'
import { builtBy } from '../paste/builders.ts'
import { operationOf } from '../paste/operation-of.ts'
import type { PastedRefusal } from '../paste/refusal.ts'
import { toldCall } from '../paste/requests.ts'
import type { NamedResource } from '../paste/resources.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { joined } from '../text.ts'
import { byGate } from './by-gate.ts'
import { type Asked, type Circumstances, candidatesOf, isForUsersOnly, ranked } from './candidates.ts'
import type { Explanation } from './explanation.ts'
import { byStatus } from './status.ts'

type Graph = Extract<PastedRefusal, { service: 'graph' }>

/**
 * Explains a refusal of Graph: by the catalog, else by its status. What only the token or the tenant can tell, and nothing
 * that came with it does, is listed as candidates. The operation's needs are looked up too.
 */
export function explainGraph(
  refusal: Graph,
  index: PermissionIndex,
  circumstances: Circumstances,
): Explanation {
  const row = refusal.known === null ? null : graphRefusalByKey(refusal.known)
  const asked = askedOf(refusal, index)
  const wanted = refusal.requiredByService ?? []
  const { line } = circumstances
  const gate = byGate(refusal, asked)
  const known = gate ?? (row === null ? byStatus(refusal, asked, line) : knownOf(row))
  const isOpen = isOfPermission(row, refusal)
  return {
    ...known,
    causes: [...(isOpen ? closedToApps(asked, circumstances) : []), ...known.causes],
    candidates: ranked(known.candidates, {
      asked,
      isOfPermission: isOpen,
      named: [...wanted, ...(refusal.heldByService ?? [])],
      circumstances,
    }),
    evidence: [
      ...evidenceOf(refusal),
      ...challengeOf(refusal),
      ...methodRead(refusal, asked),
      ...answeredBeside(circumstances),
      ...tablesSay(asked, wanted),
      ...resourceSays(refusal),
    ],
    fix: gate !== null || row === null ? known.fix : fixOf(row, refusal, asked, index, circumstances),
  }
}

/** Said before whatever else it may be: nothing that is granted to an app opens such an operation. */
function closedToApps(asked: Asked | null, { flow, decided }: Circumstances): string[] {
  if (asked === null || flow === 'delegated' || !isForUsersOnly(asked) || decided('operation/delegated-only'))
    return []
  return asked.requirement.signedInUser
    ? ["The path is the signed-in user's, and an app alone has none."]
    : ['An app alone called: no source lists an application permission for the operation.']
}

function fixOf(
  row: GraphRefusalRow,
  { requiredByService, message, call, resource }: Graph,
  asked: Asked | null,
  index: PermissionIndex,
  { line, clientId, tenant, flow }: Circumstances,
): Fix[] {
  const cloud = cloudByGraphHost(hostOf(call?.url ?? '')) ?? globalCloud
  const target = targetOf({ clientId: appIdIn(message) ?? clientId, tenant, cloud, line })
  const operations = asked === null ? [] : [nameOf(asked.operation)]
  if (row.kind === 'permission' && asked !== null && flow !== 'delegated' && isForUsersOnly(asked)) {
    const other = userForm(asked.operation)
    return other === null
      ? fixesFor('look-up', target, { purpose: 'See what a signed-in user needs for it', operations })
      : fixesFor('user-path', target, { operations: [`${asked.operation.method} ${other}`] })
  }
  const least = asked?.requirement.schemes.application.leastPrivileged ?? null
  const ofTool = resource === undefined ? null : alternativesOf(resource)
  const names = requiredByService?.slice(0, 1) ?? ofTool?.[0] ?? (least === null ? [] : [least])
  return fixesFor(row.fix, target, {
    ...calledBy(asked?.operation.path ?? null),
    operations,
    permissions: appRoles(index, names),
  })
}

/** Whether it may be for want of a permission: what was refused for its form, a licence or too many requests is not. */
function isOfPermission(row: GraphRefusalRow | null, { status }: Graph): boolean {
  if (row !== null) return row.kind === 'permission' || row.kind === 'policy'
  return status === null || status === 401 || status === 403
}

/** What the catalog knows of a row, with no refusal at hand. */
export function explainRow(row: GraphRefusalRow, line: CommandLine): Explanation {
  const target = targetOf({ clientId: null, tenant: null, cloud: globalCloud, line })
  return { ...knownOf(row), fix: fixesFor(row.fix, target) }
}

function knownOf(row: GraphRefusalRow): Explanation {
  return {
    id: `graph/${row.key}`,
    title: row.meaning,
    class: row.workload,
    causes: row.causes.map(causeWords),
    retry: row.kind === 'throttled' ? 'ask again when Retry-After has passed, with growing pauses' : null,
    evidence: [],
    candidates: candidatesOf(row.candidates),
    fix: [],
    source: row.source.title,
    page: row.source.address,
    uncertain: row.uncertain ?? null,
  }
}

function askedOf({ call }: Graph, index: PermissionIndex): Asked | null {
  const operation = operationOf(call, index)
  return operation === null ? null : { operation, requirement: requirementOf(index, operation) }
}

function evidenceOf(refusal: Graph): Evidence[] {
  const { status, code, message, inner, requiredByService, heldByService, requestId, call } = refusal
  const told: readonly (readonly [name: string, actual: string | null])[] = [
    ['operation', call === null ? null : toldCall(call)],
    ['status', status === null ? null : String(status)],
    ['code', code === '' ? null : code],
    ['codes inside', inner.length === 0 ? null : inner.join(', ')],
    ['message', message === '' ? null : message],
    ['wanted', requiredByService?.join(', ') ?? null],
    ['seen', heldByService === null ? null : heldByService.join(', ') || 'none at all'],
    ['request-id', requestId],
  ]
  return told.flatMap(([name, actual]) =>
    actual === null ? [] : [{ name, expected: null, actual, source: 'your text' }],
  )
}

/** Decoded, so that it does not stand in the text like that. */
function challengeOf({ challenge }: Graph): Evidence[] {
  const claims = challenge?.claims ?? null
  if (claims === null) return []
  return [{ name: 'challenge', expected: null, actual: JSON.stringify(claims), source: 'WWW-Authenticate' }]
}

/** Which method the operation was judged by, where the text names none. */
function methodRead({ call }: Graph, asked: Asked | null): Evidence[] {
  if (call === null || call.method !== null || asked === null || asked.operation.method === cmdletMethod)
    return []
  if (builtBy(call.url) !== null)
    return [{ name: 'read as', expected: null, actual: nameOf(asked.operation), source: 'inferred' }]
  const actual = `read as ${asked.operation.method}, since the text names none`
  return [{ name: 'method', expected: null, actual, source: 'inferred' }]
}

/** What the documentation of a tool lists for the resource that it was at. */
function resourceSays({ resource }: Graph): Evidence[] {
  const row = resource === undefined ? null : toolResource(resource.name)
  if (resource === undefined || row === null) return []
  const sets = alternativesOf(resource)?.map(set => joined(set, 'and')) ?? []
  const told = `${row.tool}: ${resource.name}${resource.reads === true ? ', read' : ''}`
  const needs: readonly Evidence[] =
    sets.length === 0
      ? []
      : [{ name: 'needs', expected: null, actual: sets.join('; or '), source: 'documentation' }]
  const doubt: readonly Evidence[] =
    row.uncertain === undefined
      ? []
      : [{ name: 'note', expected: null, actual: row.uncertain, source: 'documentation' }]
  return [{ name: 'resource', expected: null, actual: told, source: 'inferred' }, ...needs, ...doubt]
}

/** Null: nothing is listed. */
function alternativesOf({ name, reads }: NamedResource): readonly (readonly string[])[] | null {
  const row = toolResource(name)
  const sets = reads === true ? row?.read : row?.write
  return sets === undefined || sets.length === 0 ? null : sets
}

/** More of them say no more. */
const mostAnswered = 3

/** What went well beside it tells what it cannot be. */
function answeredBeside({ answered }: Circumstances): Evidence[] {
  if (answered.length === 0) return []
  const told = answered
    .slice(0, mostAnswered)
    .map(([operation, status]) => `${nameOf(operation)} (${status})`)
  const more = answered.length - told.length
  const actual = `${told.join(', ')}${more > 0 ? `, ${more} more` : ''}`
  return [{ name: 'answered', expected: null, actual, source: 'inferred' }]
}

/**
 * What both sources know of the operation, where the service names nothing itself; where it names others, that is said, and
 * the service preferred.
 */
function tablesSay(asked: Asked | null, wanted: readonly string[]): Evidence[] {
  if (asked === null || asked.requirement.status !== 'known') return []
  const { signedInUser, schemes } = asked.requirement
  const { application } = schemes
  const accepted = application.accepted.map(({ permission }) => permission)
  const agrees = wanted.length === 0 || wanted.some(name => accepted.includes(name))
  if (wanted.length > 0 && agrees) return []
  return [
    {
      name: 'needs',
      expected: agrees ? null : `${wanted.join(', ')}, as the service itself says`,
      actual: signedInUser ? ofUser(schemes.delegatedWork) : needsWords(asked, application),
      source: 'tables and documentation',
    },
  ]
}

function ofUser(scheme: SchemeRequirement): string {
  return scheme.accepted.length === 0 ? 'a signed-in user' : `a signed-in user, with ${needsPhrase(scheme)}`
}

/** A cmdlet calls what its form is for, so that which of all it needs is not known. */
function needsWords({ operation }: Asked, application: SchemeRequirement): string {
  const isCmdlet = operation.method === cmdletMethod
  if (application.accepted.length === 0)
    return isCmdlet ? 'its page lists no application permission' : 'no application permission opens it'
  const needs = needsPhrase(application)
  return isCmdlet ? `by its form ${needs}` : needs
}

/** `for this app 6f1c…`, as Teams writes it. */
function appIdIn(message: string): string | null {
  return /\bapp(?:lication)? '?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})/i.exec(message)?.[1] ?? null
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : ''
}
