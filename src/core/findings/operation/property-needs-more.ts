import { type OperationFacts, succeeded, type TokenFacts } from '../../facts.ts'
import { appRoles } from '../../fixes/grant.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { type GuardedProperty, guardedPropertiesOf } from '../../knowledge/endpoints.ts'
import type { Operation } from '../../operation/operation.ts'
import { queryOptions } from '../../operation/query.ts'
import { type Context, type Draft, defineFinding } from '../finding.ts'
import { isWithoutToken } from './without-token.ts'

export const propertyNeedsMore = defineFinding({
  id: 'operation/property-needs-more',
  title: 'A property in the query needs a permission of its own',
  needs: ['operations'],
  explains: ['operation/refused'],
  words: {
    meaning:
      'Some properties are guarded apart from the entity that they belong to. Naming one in $select, $filter or $orderby needs its own permission besides the one for the operation, which the permission tables do not say: they know paths, not queries. signInActivity also needs a licence.',
    causes: [
      'The query names signInActivity, and AuditLog.Read.All is missing.',
      'The query names mailboxSettings, employeeLeaveDateTime or customSecurityAttributes, and its permission is missing.',
    ],
    certainty: 'Likely: it is documented, and Graph has not answered. Where Graph answers 2xx, it is silent.',
    sources: [
      'Learn: signInActivity resource type',
      'Learn: Get user',
      'Learn: Overview of custom security attributes using the Microsoft Graph API',
    ],
  },
  find(context) {
    if (context.facts.token === null && !isWithoutToken(context.facts)) return []
    return context.facts.operations.flatMap(facts => {
      const { operation, requirement, call } = facts
      if ('unreadable' in operation || requirement.template === null || succeeded(call)) return []
      const named = namedIn(operation)
      return guardedPropertiesOf(requirement.template)
        .filter(({ property }) => named.some(text => isNamed(property, text)))
        .filter(({ permissions }) => !isHeld(permissions, context.facts.token))
        .map(row => draft(row, facts, operation, context))
    })
  },
})

function draft(
  { property, permissions, licence }: GuardedProperty,
  { index }: OperationFacts,
  operation: Operation,
  { facts: { token }, index: tables, target }: Context,
): Draft {
  const delegated = token?.form === 'jwt' && token.access.access === 'delegated'
  return {
    severity: token === null ? 'note' : 'warning',
    certainty: 'likely',
    about: index,
    headline: `${operation.method} ${operation.path} names ${property}, which also needs ${permissions[0]}.`,
    why: `Graph guards ${property} apart from the entity${licence === null ? '' : `, and the tenant needs ${licence} for it`}. A query that leaves the property out does without.`,
    wouldTell: "Graph's answer",
    evidence: [
      {
        name: delegated ? 'scp' : 'roles',
        expected: permissions.join(' or '),
        actual: token === null ? null : permissionsOf(token).join(', ') || null,
        source: token === null ? 'not looked at: there is no token' : 'token',
      },
    ],
    fix: delegated
      ? []
      : fixesFor('declare-permission', target, { permissions: appRoles(tables, permissions.slice(0, 1)) }),
  }
}

/** What the query says of properties. */
function namedIn({ query }: Operation): string[] {
  const options = queryOptions(query)
  return ['select', 'filter', 'orderby'].flatMap(name => options.get(name) ?? [])
}

/** Names are compared without case, and count also before a slash: `signInActivity/lastSignInDateTime`. */
function isNamed(property: string, text: string): boolean {
  return new RegExp(`(^|[^\\w/])${property}(?!\\w)`, 'i').test(text)
}

function isHeld(permissions: readonly string[], token: TokenFacts | null): boolean {
  const held = token === null ? [] : permissionsOf(token)
  return permissions.some(permission => held.includes(permission))
}

function permissionsOf(token: TokenFacts): readonly string[] {
  if (token.form !== 'jwt') return []
  return (token.access.access === 'delegated' ? token.payload.scp : token.payload.roles) ?? []
}
