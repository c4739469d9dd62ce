import type { BrokenLink, OperationFacts, ReadableToken } from '../../facts.ts'
import type { Fix } from '../../fixes/fix.ts'
import { appRoles } from '../../fixes/grant.ts'
import { inTables } from '../../fixes/look-up.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { type AppRole, calledBy, type FixTarget } from '../../fixes/target.ts'
import type { Doubt, DoubtReason } from '../../judge/doubts.ts'
import type { Door } from '../../judge/judge.ts'
import { graphRefusalByKey } from '../../knowledge/graph-refusals.ts'
import { needsPhrase } from '../../need/phrase.ts'
import type { SchemeRequirement } from '../../need/requirement.ts'
import { cmdletMethod } from '../../operation/cmdlet.ts'
import type { Scheme } from '../../tables/format.ts'
import { consumerTenant } from '../../token/payload.ts'
import { type Context, type Draft, defineFinding } from '../finding.ts'

/** What a held permission may be good for. */
const doubtWords: Record<DoubtReason, string> = {
  'documentation-alone': "Microsoft's documentation lists it, its permission tables do not",
  partial: 'it opens a part only, and what it reaches is decided elsewhere: no token shows that',
  'uncertain-companion': 'the tables list it both with and without a companion',
  'unknown-of-the-family': 'neither source says what it opens, and its name fits',
  'writes-what-is-read': 'one source alone knows the operation, and lists its reading sibling',
  'opens-the-parent': 'one source alone knows the operation, and it opens the path above',
}

const doors: Record<Door, string> = {
  'directory-role': 'the token carries a directory role (wids), which may allow it',
  'exchange-rbac': 'Exchange may have granted it itself (RBAC for Applications), which no token shows',
  'resource-specific-consent':
    'it may have been granted for a single team, chat or site (resource-specific consent)',
}

/** What the tenant's records say about it. */
const links: Partial<Record<BrokenLink, string>> = {
  'not-declared': 'The registration does not declare it, so consent cannot grant it.',
  'not-consented':
    'The tenant holds no grant for it: nobody has consented to it as an application permission.',
  'delegated-instead': 'The registration declares it as a delegated permission only.',
  'other-resource':
    'The registration declares permissions on Azure AD Graph, and not this one on Microsoft Graph.',
  'rsc-only': 'It is granted for a single team, chat or meeting only (resource-specific consent).',
  'consented-later': 'The tenant holds a grant for it, and this token does not carry it.',
  'no-service-principal': 'The app has no service principal in this tenant, so nothing can be granted to it.',
  disabled: 'The app is disabled in this tenant.',
}

export const missingPermission = defineFinding({
  id: 'operation/missing-permission',
  title: 'The token lacks a permission that the operation needs',
  needs: ['token', 'operations'],
  explains: ['operation/refused'],
  words: {
    meaning:
      "Graph's permission tables name the permissions that let an operation through, and the token holds none of them, or one without the companion that it requires.",
    causes: [
      'The permission is not declared on the registration.',
      'It is declared, and nobody has granted admin consent.',
      'It is declared as a delegated permission.',
      'It was granted after this token was issued.',
      'It was granted in another tenant, or to another app.',
    ],
    certainty:
      'Likely before the call, since the tables are not the service. Certain once Graph has answered 403 for lack of a permission.',
    proof: 'the token beside the permission tables: why403 check OPERATION --token-file FILE',
    sources: [
      'Learn: Microsoft Graph permissions reference',
      'Learn: Resolve Microsoft Graph authorization errors',
    ],
  },
  find(context) {
    const { token, operations } = context.facts
    if (token?.form !== 'jwt') return []
    return operations
      .filter(
        ({ verdict, doubts, doors }) =>
          verdict === 'missing-permission' || (verdict === 'undecided' && doubts.length + doors.length > 0),
      )
      .map(operation => draft(operation, token, context))
  },
})

function draft(operation: OperationFacts, token: ReadableToken, { index, target, facts }: Context): Draft {
  const { verdict, missing, call, broken } = operation
  const delegated = token.access.access === 'delegated'
  const scheme = operation.requirement.schemes[schemeOf(token)]
  const refused = call?.sent === true && call.refusal !== null
  const confirmed = refused && isLackOfPermission(call.refusal.status, call.refusal.known)
  const onlyGraphTells = verdict === 'undecided' && !confirmed
  const isDoubted = onlyGraphTells && operation.doubts.length > 0
  const permissions = (delegated ? token.payload.scp : token.payload.roles) ?? []
  const named = refused ? (call.refusal.requiredByService ?? []) : []
  const needs = named.length > 0 ? oneOf(named) : needsPhrase(scheme)
  // The service's own word counts for more than the tables; of several, the one that the tables recommend.
  const toAdd = named.length === 0 || missing.some(name => named.includes(name)) ? missing : named.slice(0, 1)
  const recorded = facts.records?.granted !== undefined && facts.records.declared !== undefined
  return {
    severity: onlyGraphTells ? 'warning' : 'error',
    certainty: confirmed ? 'certain' : 'likely',
    about: operation.index,
    headline:
      scheme.accepted.length === 0
        ? `${titleOf(operation)} accepts no permission that a token of this kind can hold.`
        : isDoubted
          ? `${titleOf(operation)}: only Graph can tell whether ${namesOf(operation.doubts)} will do.`
          : `${titleOf(operation)} needs ${needs}; the token holds ${holds(permissions, scheme)}.`,
    why: onlyGraphTells
      ? isDoubted
        ? `${operation.doubts.map(({ permission, reason }) => `${permission}: ${doubtWords[reason]}`).join('; ')}.`
        : `Only Graph can tell: ${operation.doors.map(door => doors[door]).join('; ')}.`
      : scheme.accepted.length === 0
        ? 'The tables list none for it: no consent will cure it.'
        : delegated
          ? "The user has not consented to it, or it was not asked for in the scope. The user's own rights count as well."
          : ((broken === null ? undefined : links[broken]) ??
            'One link is broken: it is not declared, not consented to, declared as delegated, granted later than this token, or granted elsewhere.'),
    ...(confirmed
      ? {}
      : onlyGraphTells || recorded
        ? { wouldTell: "Graph's answer", lookAt: 'call' as const }
        : { wouldTell: "the tenant's records", lookAt: 'records' as const }),
    evidence: [
      {
        name: delegated ? 'scp' : 'roles',
        expected: expectedOf(missing, scheme),
        actual: permissions.length === 0 ? null : permissions.join(', '),
        source: 'token',
      },
      ...(named.length === 0
        ? []
        : [{ name: 'wanted', expected: null, actual: named.join(', '), source: "Graph's answer" }]),
    ],
    fix: isDoubted
      ? fixOfDoubted(operation, target)
      : delegated
        ? missing.length === 0
          ? []
          : fixesFor('sign-in', target, { scopes: missing })
        : fixOf(recorded ? broken : null, target, appRoles(index, toAdd)),
  }
}

/** What is held may do: its grant, or a look at all that is accepted, and never a wider permission first. */
function fixOfDoubted(operation: OperationFacts, target: FixTarget): Fix[] {
  const isSelected = operation.doubts.some(({ permission }) => /\.Selected$/i.test(permission))
  if (isSelected && !('unreadable' in operation.operation))
    return fixesFor('site-grant', target, {
      ...calledBy(operation.operation.path),
      operations: [titleOf(operation)],
    })
  return fixesFor('look-up', target, { operations: inTables([operation]) })
}

/** Only what is still to be done, where the records tell. */
function fixOf(broken: BrokenLink | null, target: FixTarget, permissions: readonly AppRole[]): Fix[] {
  if (broken === 'consented-later') return fixesFor('granted-token', target)
  // Nobody looked: on the emulator, what its apps declare is the likeliest to be wanting.
  const isDeclared = broken === 'not-consented' || (broken === null && target.emulator !== null)
  return fixesFor(isDeclared ? 'admin-consent' : 'permission', target, { permissions })
}

function namesOf(doubts: readonly Doubt[]): string {
  return [...new Set(doubts.map(({ permission }) => permission))].join(', ')
}

function oneOf(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `one of ${names.join(', ')}`
}

function schemeOf({ access: { access }, payload }: ReadableToken): Scheme {
  if (access !== 'delegated') return 'application'
  return payload.tid === consumerTenant ? 'delegatedPersonal' : 'delegatedWork'
}

function expectedOf(missing: readonly string[], scheme: SchemeRequirement): string | null {
  if (missing.length > 0) return missing.join(' and ')
  return scheme.accepted.length === 0 ? null : needsPhrase(scheme)
}

/** Graph's answer says that a permission is lacking; a 403 whose body nobody knows says so too. */
function isLackOfPermission(status: number, known: string | null): boolean {
  const row = known === null ? null : graphRefusalByKey(known)
  return row === null ? status === 403 : row.kind === 'permission'
}

function titleOf({ operation }: OperationFacts): string {
  if ('unreadable' in operation) return operation.text
  return operation.method === cmdletMethod ? operation.path : `${operation.method} ${operation.path}`
}

function holds(permissions: readonly string[], { accepted }: SchemeRequirement): string {
  if (permissions.length === 0) return 'none'
  return accepted.some(({ permission }) => permissions.includes(permission))
    ? 'a part of that only'
    : 'none of that'
}
