import type { TokenFacts } from '../../facts.ts'
import { appRoles } from '../../fixes/grant.ts'
import { fixesFor } from '../../fixes/registry.ts'
import type { Gate } from '../../judge/gates.ts'
import { nameOf } from '../../operation/name.ts'
import { joined } from '../../text.ts'
import { type Context, type Decision, defineFinding } from '../finding.ts'
import { isWithoutToken } from './without-token.ts'

export const propertyNeedsMore = defineFinding({
  id: 'operation/property-needs-more',
  title: 'A second permission is needed, besides the one for the operation',
  words: {
    meaning:
      'Some properties are guarded separately from the entity that they belong to. Naming one in $select, $filter or $orderby needs its own permission besides the one for the operation. The permission tables do not say so: they know paths, not queries. signInActivity also needs a licence. A few operations need a second permission as well, which the tables leave out.',
    causes: [
      'The query names signInActivity, and AuditLog.Read.All is missing.',
      'The query names mailboxSettings, employeeLeaveDateTime or customSecurityAttributes, and its permission is missing.',
      'The operation is one that Microsoft took out of a permission: scripts of Intune, since July 2025.',
    ],
    certainty:
      'Likely: it is documented, and the token does not hold it. Where Graph answers 2xx, it is silent.',
    sources: [
      'Learn: signInActivity resource type',
      'Learn: Get user',
      'Learn: Overview of custom security attributes using the Microsoft Graph API',
    ],
  },
  find(context) {
    const { facts } = context
    if (facts.token === null && !isWithoutToken(facts)) return []
    return facts.operations.flatMap(({ index, operation, gates }) => {
      if ('unreadable' in operation) return []
      return gates
        .filter(({ row, state, named }) => state === 'shut' || (named.length > 0 && row.kind === 'property'))
        .map(gate => decisionOf(index, nameOf(operation), gate, context))
    })
  },
  say({ name, needs, symptom, named }: Saying) {
    const leaveOut = named.length === 0 ? '' : ' A query without the property does not need it.'
    return {
      headline:
        named.length === 0
          ? `${name} also needs ${needs}.`
          : `${name} names ${joined(named, 'and')}, which also needs ${needs}.`,
      why: `Without it Graph answers ${symptom}.${leaveOut}`,
      wouldTell: "Graph's answer",
    }
  },
})

interface Saying {
  readonly name: string
  readonly needs: string
  readonly symptom: string
  /** The guarded properties in the query; none: the operation itself asks for it. */
  readonly named: readonly string[]
}

function decisionOf(
  about: number,
  name: string,
  { row: { needs, permissions, symptom }, named }: Gate,
  { facts: { token }, index, target }: Context,
): Decision<Saying> {
  const delegated = token?.form === 'jwt' && token.access.access === 'delegated'
  const least = permissions.slice(0, 1)
  return {
    severity: token === null ? 'note' : 'error',
    certainty: 'likely',
    about,
    saying: { name, needs, symptom, named },
    evidence: [
      {
        name: delegated ? 'scp' : 'roles',
        expected: permissions.join(' or '),
        actual: token === null ? null : permissionsOf(token).join(', ') || null,
        source: token === null ? 'not looked at: there is no token' : 'token',
      },
    ],
    fix: delegated
      ? fixesFor('sign-in', target, { scopes: least })
      : fixesFor('permission', target, { permissions: appRoles(index, least) }),
  }
}

function permissionsOf(token: TokenFacts): readonly string[] {
  if (token.form !== 'jwt') return []
  return (token.access.access === 'delegated' ? token.payload.scp : token.payload.roles) ?? []
}
