import { cloudByGraphHost, globalCloud } from '../clouds.ts'
import type { CommandLine } from '../command-line.ts'
import type { Evidence } from '../findings/finding.ts'
import { appRoles } from '../fixes/grant.ts'
import { fixesFor } from '../fixes/registry.ts'
import { calledBy, targetOf } from '../fixes/target.ts'
import { causeWords } from '../knowledge/cause.ts'
import { type GraphRefusalRow, graphRefusalByKey } from '../knowledge/graph-refusals.ts'
import { needsPhrase } from '../need/phrase.ts'
import type { Requirement, SchemeRequirement } from '../need/requirement.ts'
import { requirementOf } from '../need/requirement-of.ts'
import { cmdletIn, cmdletMethod, cmdletOperation } from '../operation/cmdlet.ts'
import { nameOf } from '../operation/name.ts'
import { type Operation, parseOperation } from '../operation/operation.ts'
import type { PastedRefusal } from '../paste/refusals-in.ts'
import { toldCall } from '../paste/requests.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { candidatesOf, withGates } from './candidates.ts'
import type { Candidate, Explanation } from './explanation.ts'

type Graph = Extract<PastedRefusal, { service: 'graph' }>

/**
 * Explains a refusal of Graph. A pasted answer comes without its token, so what only the token or the
 * tenant can tell is listed as candidates. The operation's needs are looked up too.
 */
export function explainGraph(refusal: Graph, index: PermissionIndex, line: CommandLine): Explanation {
  const row = refusal.known === null ? null : graphRefusalByKey(refusal.known)
  const asked = askedOf(refusal, index)
  const path = asked?.operation.path ?? null
  const wanted = refusal.requiredByService ?? []
  const least = asked?.requirement.schemes.application.leastPrivileged
  const names = wanted.length > 0 ? wanted.slice(0, 1) : least === null || least === undefined ? [] : [least]
  const cloud = cloudByGraphHost(hostOf(refusal.call?.url ?? '')) ?? globalCloud
  const target = targetOf({ clientId: appIdIn(refusal.message), tenant: null, cloud, line })
  const call = {
    ...calledBy(path),
    operations: asked === null ? [] : [nameOf(asked.operation)],
    permissions: appRoles(index, names),
  }
  const known = row === null ? { ...unknown, title: unknownTitle(refusal) } : knownOf(row)
  const named = [...wanted, ...(refusal.heldByService ?? [])]
  return {
    ...known,
    candidates:
      asked === null || !isOfPermission(row, refusal)
        ? known.candidates
        : gated(known.candidates, asked, named),
    evidence: [...evidenceOf(refusal), ...methodRead(refusal, asked), ...tablesSay(asked, wanted)],
    fix: fixesFor(row?.fix ?? null, target, call),
  }
}

/** Whether it may be a gate that is shut: what was refused for its form, a licence or too many requests is not. */
function isOfPermission(row: GraphRefusalRow | null, { status }: Graph): boolean {
  if (row !== null) return row.kind === 'permission' || row.kind === 'policy'
  return status === null || status === 401 || status === 403
}

function gated(
  candidates: readonly Candidate[],
  { operation, requirement }: Asked,
  named: readonly string[],
): readonly Candidate[] {
  return requirement.template === null
    ? candidates
    : withGates(candidates, requirement.template, operation, named)
}

/** What the catalog knows of a row, with no refusal at hand. */
export function explainRow(row: GraphRefusalRow, line: CommandLine): Explanation {
  const target = targetOf({ clientId: null, tenant: null, cloud: globalCloud, line })
  return { ...knownOf(row), fix: fixesFor(row.fix, target) }
}

const unknown: Explanation = {
  ...{ id: null, title: '', class: null, causes: [], retry: null, evidence: [], fix: [] },
  ...{ source: null, page: null, uncertain: null },
  candidates: candidatesOf([
    'operation/missing-permission',
    'consent/missing-admin-consent',
    'token/expired',
  ]),
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

interface Asked {
  readonly operation: Operation
  readonly requirement: Requirement
}

function askedOf({ call }: Graph, index: PermissionIndex): Asked | null {
  if (call === null || call.cut) return null
  const cmdlet = cmdletIn(call.url)
  if (cmdlet !== null) {
    const operation = cmdletOperation(cmdlet)
    return { operation, requirement: requirementOf(index, operation, { emulatorOrigin: null }) }
  }
  const asked = askedAs(call.method ?? 'GET', call.url, index)
  if (asked === null || call.method !== null || asked.requirement.status !== 'unknown-method') return asked
  // No method was told, and the path has one alone.
  const [only, ...others] = asked.requirement.methods
  return only === undefined || others.length > 0 ? asked : askedAs(only, call.url, index)
}

function askedAs(method: string, url: string, index: PermissionIndex): Asked | null {
  const operation = parseOperation(method, url)
  if ('unreadable' in operation) return null
  return { operation, requirement: requirementOf(index, operation, { emulatorOrigin: null }) }
}

function evidenceOf(refusal: Graph): Evidence[] {
  const { status, code, message, inner, requiredByService, heldByService, requestId, call, challenge } =
    refusal
  const told: readonly (readonly [name: string, actual: string | null])[] = [
    ['operation', call === null ? null : toldCall(call)],
    ['status', status === null ? null : String(status)],
    ['code', code],
    ['codes inside', inner.length === 0 ? null : inner.join(', ')],
    ['message', message === '' ? null : message],
    ['wanted', requiredByService?.join(', ') ?? null],
    ['seen', heldByService === null ? null : heldByService.join(', ') || 'none at all'],
    ['challenge', challenge?.claims === null || challenge === null ? null : JSON.stringify(challenge.claims)],
    ['request-id', requestId],
  ]
  return told.flatMap(([name, actual]) =>
    actual === null ? [] : [{ name, expected: null, actual, source: 'your text' }],
  )
}

/** Which method the operation was judged by, where the text names none. */
function methodRead({ call }: Graph, asked: Asked | null): Evidence[] {
  if (call === null || call.method !== null || asked === null || asked.operation.method === cmdletMethod)
    return []
  const actual = `read as ${asked.operation.method}, since the text names none`
  return [{ name: 'method', expected: null, actual, source: 'inferred' }]
}

/**
 * What both sources know of the operation, where the service names nothing itself; where it names others, that is said, and
 * the service preferred.
 */
function tablesSay(asked: Asked | null, wanted: readonly string[]): Evidence[] {
  if (asked === null || asked.requirement.status !== 'known') return []
  const { application } = asked.requirement.schemes
  const accepted = application.accepted.map(({ permission }) => permission)
  const agrees = wanted.length === 0 || wanted.some(name => accepted.includes(name))
  if (wanted.length > 0 && agrees) return []
  return [
    {
      name: 'needs',
      expected: agrees ? null : `${wanted.join(', ')}, as the service itself says`,
      actual: needsWords(asked, application),
      source: 'tables and documentation',
    },
  ]
}

/** A cmdlet calls what its form is for, so that which of all it needs is not known. */
function needsWords({ operation }: Asked, application: SchemeRequirement): string {
  if (application.accepted.length === 0) return 'no application permission opens it'
  const needs = needsPhrase(application)
  return operation.method === cmdletMethod ? `by its form ${needs}` : needs
}

function unknownTitle({ status, code }: Graph): string {
  const name = [status, code].filter(part => part !== null).join(' ')
  return status === 403
    ? `${name}: refused, and the text alone does not tell why.`
    : `${name || 'This answer'} is not in our catalog: its text is all there is to go by.`
}

/** `for this app 6f1c…`, as Teams writes it. */
function appIdIn(message: string): string | null {
  return /\bapp(?:lication)? '?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})/i.exec(message)?.[1] ?? null
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : ''
}
