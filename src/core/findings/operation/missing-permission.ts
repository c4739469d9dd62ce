import { graphRefusalByKey } from '../../catalog/graph-refusals.ts'
import type { OperationFacts, ReadableToken } from '../../facts.ts'
import { appRoles, declarePermissions, grantAdminConsent } from '../../fixes/consent.ts'
import type { Door } from '../../permissions/judge.ts'
import { needsPhrase } from '../../permissions/phrase.ts'
import type { SchemeRequirement } from '../../permissions/requirement.ts'
import { type Context, type Draft, defineFinding } from '../finding.ts'

const doors: Record<Door, string> = {
  'directory-role': 'the token carries a directory role (wids), which may allow it',
  'exchange-rbac': 'Exchange may have granted it itself (RBAC for Applications), which no token shows',
  'resource-specific-consent':
    'it may have been granted for a single team, chat or site (resource-specific consent)',
  'uncertain-companion': 'the tables list the permission held both with and without a companion',
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
        ({ verdict, doors }) =>
          verdict === 'missing-permission' || (verdict === 'undecided' && doors.length > 0),
      )
      .map(operation => draft(operation, token, context))
  },
})

function draft(operation: OperationFacts, token: ReadableToken, { index, target, facts }: Context): Draft {
  const { verdict, missing, call } = operation
  const delegated = token.access.access === 'delegated'
  const scheme = operation.requirement.schemes[delegated ? 'delegatedWork' : 'application']
  const refused = call?.sent === true && call.refusal !== null
  const confirmed = refused && isLackOfPermission(call.refusal.status, call.refusal.known)
  const claim = delegated ? 'scp' : 'roles'
  const permissions = (delegated ? token.payload.scp : token.payload.roles) ?? []
  const open = operation.doors.map(door => doors[door]).join('; ')
  const recorded = facts.records?.granted !== undefined && facts.records.declared !== undefined
  return {
    severity: verdict === 'undecided' && !confirmed ? 'warning' : 'error',
    certainty: confirmed ? 'certain' : 'likely',
    about: operation.index,
    headline: `${titleOf(operation)} needs ${needsPhrase(scheme)}; the token holds ${holds(permissions, scheme)}.`,
    why:
      verdict === 'undecided'
        ? `Only Graph can tell: ${open}.`
        : delegated
          ? 'The user has not consented to it, or it was not asked for in the scope.'
          : 'It is not declared, not consented to, declared as delegated, granted later than this token, or granted elsewhere.',
    ...(confirmed || recorded
      ? {}
      : { wouldTell: verdict === 'undecided' ? "Graph's answer" : "the tenant's records (--records)" }),
    evidence: [
      {
        name: claim,
        expected: missing.length > 0 ? missing.join(' and ') : needsPhrase(scheme),
        actual: permissions.length === 0 ? null : permissions.join(', '),
        source: 'token',
      },
    ],
    fix: delegated
      ? []
      : [...declarePermissions(target, appRoles(index, missing)), ...grantAdminConsent(target)],
  }
}

/** Graph's answer says that a permission is lacking; a 403 whose body nobody knows says so too. */
function isLackOfPermission(status: number, known: string | null): boolean {
  const row = known === null ? null : graphRefusalByKey(known)
  return row === null ? status === 403 : row.cause === 'permission'
}

function titleOf({ operation }: OperationFacts): string {
  return 'unreadable' in operation ? operation.text : `${operation.method} ${operation.path}`
}

function holds(permissions: readonly string[], { accepted }: SchemeRequirement): string {
  if (permissions.length === 0) return 'none'
  return accepted.some(({ permission }) => permissions.includes(permission))
    ? 'a part of that only'
    : 'none of that'
}
