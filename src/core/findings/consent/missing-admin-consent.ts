import { graphAppId } from '../../clouds.ts'
import type { OperationFacts } from '../../facts.ts'
import { appRoles } from '../../fixes/grant.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { directoryRole, pseudoRole } from '../../knowledge/directory-roles.ts'
import type { Requirement } from '../../need/requirement.ts'
import type { Records } from '../../records.ts'
import { joined } from '../../text.ts'
import type { Payload } from '../../token/payload.ts'
import type { PrincipalKind } from '../../token/principal-kind.ts'
import { defineFinding, type Evidence, type Said } from '../finding.ts'

export const missingAdminConsent = defineFinding({
  id: 'consent/missing-admin-consent',
  title: 'Admin consent is missing',
  words: {
    meaning:
      'Declaring an application permission on the registration grants nothing. An administrator of the tenant grants it by admin consent, which writes an app role assignment; from then on, new tokens carry the permission in roles. Entra ID issues a token even without consent: it simply holds no roles.',
    causes: [
      'Nobody has pressed Grant admin consent: the portal says Not granted beside the permission.',
      'The permissions were added as delegated ones, which an app-only token never carries.',
      'Consent was given in another tenant.',
    ],
    certainty:
      "Certain when the tenant's records were read (--records) and show a declared permission without a grant. Likely when an app-only token holds no roles at all.",
    proof: "the token's roles (why403 inspect), and the tenant's records (why403 --records)",
    sources: [
      'Learn: Grant tenant-wide admin consent to an application',
      'Learn: OAuth 2.0 client credentials flow on the Microsoft identity platform',
    ],
  },
  find({ facts: { token, holder, records, operations, principalKind }, index, target }) {
    if (holder?.access !== 'app-only' || holder.graph === null) return []
    const isRecorded = holder.from === 'records'
    const roles = token?.form === 'jwt' ? token.payload.roles : isRecorded ? holder.permissions : null
    const unconsented = records === null ? undefined : declaredWithoutGrant(records)
    // Without a registration to read, what is not granted is missed operation by operation.
    if (isRecorded && unconsented === undefined) return []
    if (unconsented === undefined ? roles !== null && roles.length > 0 : unconsented.length === 0) return []
    // What resource-specific consent or Exchange itself may have granted stands in no token.
    const open = unconsented === undefined ? operations.filter(isOpenByDoor) : []
    if (open.length > 0 && open.length === operations.length) return []
    const roleNames = token?.form === 'jwt' ? rolesIn(token.payload) : []
    const wanted = unconsented ?? [...new Set(operations.flatMap(({ missing }) => missing))]
    return [
      {
        // A directory role may do without any permission, and which calls it allows no token tells.
        severity: unconsented === undefined && roleNames.length > 0 ? 'warning' : 'error',
        certainty: unconsented === undefined ? 'likely' : 'certain',
        about: 'token',
        covers: operations
          .filter(operation => !open.includes(operation))
          .filter(({ requirement }) => unconsented === undefined || accepts(requirement, unconsented))
          .map(({ index }) => index),
        saying: sayingOf(unconsented, records, { kind: principalKind ?? 'registration', roleNames }),
        ...(records === null ? { lookAt: 'records' } : {}),
        evidence: [
          {
            name: isRecorded ? 'granted' : 'roles',
            expected: unconsented?.join(', ') ?? 'the permissions that were consented to',
            actual: roles?.join(', ') || null,
            source: isRecorded ? "the tenant's records" : 'token',
          },
          ...(unconsented ?? []).map(
            (name): Evidence => ({
              name,
              expected: 'declared and granted',
              actual: 'declared, not granted',
              source: "the tenant's records",
            }),
          ),
        ],
        fix: fixesFor('admin-consent', target, { permissions: appRoles(index, wanted) }),
      },
    ]
  },
  say(saying: Saying) {
    switch (saying.kind) {
      case 'recorded':
        return {
          headline: `Nobody has granted admin consent for ${saying.names.join(', ')}.`,
          why:
            saying.names.length === 1
              ? 'The registration declares it as an application permission, and the tenant holds no grant for it.'
              : 'The registration declares them as application permissions, and the tenant holds no grants for them.',
        }
      case 'not-looked-up':
        return { ...withoutRoles(saying.holder), wouldTell: "the tenant's records" }
      case 'unreadable':
        return {
          ...withoutRoles(saying.holder),
          wouldTell: 'the records of registration and grants, which could not be read',
        }
    }
  },
})

function isOpenByDoor({ verdict, doors }: OperationFacts): boolean {
  return verdict === 'undecided' && doors.some(door => door !== 'directory-role')
}

type Saying =
  | { readonly kind: 'recorded'; readonly names: readonly string[] }
  | { readonly kind: 'not-looked-up' | 'unreadable'; readonly holder: Holder }

/** Whose token holds no roles. */
interface Holder {
  readonly kind: PrincipalKind
  /** Directory roles of the subject, which open something without any permission. */
  readonly roleNames: readonly string[]
}

function withoutRoles({ kind, roleNames }: Holder): Pick<Said, 'headline' | 'why'> {
  if (roleNames.length > 0)
    return {
      headline: `The token holds no application permission; what its directory role (${joined(roleNames, 'and')}) allows, only Graph can tell.`,
      why: `A directory role opens some operations without a permission. For the others: ${ungranted[kind]}`,
    }
  return {
    headline: `The token holds no application permission, most likely because ${likeliest[kind]}.`,
    why: `It got a token, so its credential is right. Its token has no roles: ${ungranted[kind]}`,
  }
}

const likeliest: Record<PrincipalKind, string> = {
  registration: 'nobody has granted admin consent',
  'managed-identity': 'none was granted to the managed identity before the token was made',
  'agent-identity': 'none was granted to the agent identity or its blueprint',
  'agent-user': 'none was granted to the agent identity or its blueprint',
}

const ungranted: Record<PrincipalKind, string> = {
  registration:
    'most often nobody has granted admin consent, or the permissions were added as delegated ones.',
  'managed-identity':
    'each is granted to its service principal, without a consent page; and its platform keeps a token for about 24 h, so that a later grant does not show.',
  'agent-identity':
    'each is granted to the agent identity itself, or to its blueprint, which has to let it be inherited.',
  'agent-user':
    'each is granted to the agent identity itself, or to its blueprint, which has to let it be inherited.',
}

const mostNamed = 3

function rolesIn({ wids }: Payload): string[] {
  return wids
    .filter(id => pseudoRole(id) === null)
    .slice(0, mostNamed)
    .map(id => directoryRole(id)?.name ?? id)
}

function sayingOf(
  unconsented: readonly string[] | undefined,
  records: Records | null,
  holder: Holder,
): Saying {
  if (unconsented !== undefined) return { kind: 'recorded', names: unconsented }
  return { kind: records === null ? 'not-looked-up' : 'unreadable', holder }
}

function accepts(requirement: Requirement, names: readonly string[]): boolean {
  return requirement.schemes.application.accepted.some(({ permission }) => names.includes(permission))
}

/** Application permissions of Graph that the app declares and the tenant has not granted. Undefined: not looked at. */
function declaredWithoutGrant({ declared, granted }: Records): string[] | undefined {
  if (declared === undefined || granted === undefined) return undefined
  const grants = granted.filter(({ api }) => api === graphAppId).map(({ permission }) => permission)
  return declared
    .filter(
      ({ api, kind, permission }) =>
        api === graphAppId && kind === 'application' && !grants.includes(permission),
    )
    .map(({ permission }) => permission)
}
