import { graphAppId } from '../../clouds.ts'
import { appRoles } from '../../fixes/grant.ts'
import { fixesFor } from '../../fixes/registry.ts'
import type { Requirement } from '../../need/requirement.ts'
import type { Records } from '../../records.ts'
import { type Draft, defineFinding } from '../finding.ts'

export const missingAdminConsent = defineFinding({
  id: 'consent/missing-admin-consent',
  title: 'Admin consent is missing',
  needs: ['token'],
  explains: ['operation/missing-permission', 'operation/refused'],
  words: {
    meaning:
      'Declaring an application permission on the registration grants nothing. An administrator of the tenant grants it by admin consent, which writes an app role assignment; from then on, new tokens carry the permission in roles. Entra ID issues a token without consent too: it simply holds no roles.',
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
      'Learn: OAuth 2.0 client credentials flow',
    ],
  },
  find({ facts: { token, records }, facts, index, target }) {
    if (token?.form !== 'jwt' || token.access.access !== 'app-only' || token.graph === null) return []
    const rolesHeld = token.payload.roles?.length ?? 0
    const unconsented = records === null ? undefined : declaredWithoutGrant(records)
    if (unconsented === undefined ? rolesHeld > 0 : unconsented.length === 0) return []
    const draft: Omit<Draft, 'headline' | 'why' | 'certainty'> = {
      severity: 'error',
      about: 'token',
      covers: facts.operations
        .filter(({ requirement }) => unconsented === undefined || accepts(requirement, unconsented))
        .map(({ index }) => index),
      evidence: [
        {
          name: 'roles',
          expected: unconsented?.join(', ') ?? 'the permissions that were consented to',
          actual: token.payload.roles?.join(', ') || null,
          source: 'token',
        },
        ...(unconsented ?? []).map(name => ({
          name,
          expected: 'declared and granted',
          actual: 'declared, not granted',
          source: "the tenant's records",
        })),
      ],
      fix: fixesFor('admin-consent', target, {
        permissions: appRoles(
          index,
          unconsented ?? [...new Set(facts.operations.flatMap(({ missing }) => missing))],
        ),
      }),
    }
    if (unconsented !== undefined) {
      return [
        {
          ...draft,
          certainty: 'certain',
          headline: `Nobody has granted admin consent for ${unconsented.join(', ')}.`,
          why:
            unconsented.length === 1
              ? 'The registration declares it as an application permission, and the tenant holds no grant for it.'
              : 'The registration declares them as application permissions, and the tenant holds no grants for them.',
        },
      ]
    }
    return [
      {
        ...draft,
        certainty: 'likely',
        headline:
          'The token holds no application permission, most likely since nobody has granted admin consent.',
        why: 'The app got a token, so its credential is right. Its token has no roles: nobody has granted admin consent, or the permissions were added as delegated ones.',
        ...(records === null
          ? { wouldTell: "the tenant's records", lookAt: 'records' as const }
          : { wouldTell: 'the records of registration and grants, which could not be read' }),
      },
    ]
  },
})

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
