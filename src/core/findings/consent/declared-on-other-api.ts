import { graphAppId, retiredGraphAppId } from '../../clouds.ts'
import { appRoles } from '../../fixes/grant.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { audienceName } from '../../knowledge/audiences.ts'
import { joined } from '../../text.ts'
import { defineFinding } from '../finding.ts'

export const declaredOnOtherApi = defineFinding({
  id: 'consent/declared-on-other-api',
  title: 'Permissions are declared on Azure AD Graph, not on Microsoft Graph',
  words: {
    meaning:
      'Azure AD Graph, the API before Microsoft Graph, has permissions of the same names (Directory.Read.All and others) under another application id. Granted there, they are in tokens for that API only, which is retired.',
    causes: [
      'The permission was picked under the wrong heading in the portal.',
      'An old script or manifest was used, with resourceAppId 00000002-0000-0000-c000-000000000000.',
    ],
    certainty:
      'Likely: the registration declares permissions on Azure AD Graph, and none that the operation accepts on Microsoft Graph. Their names would tell which of them was meant.',
    proof: "the registration's resourceAppId: why403 --records",
    sources: ['Learn: Migrate your apps from Azure AD Graph to Microsoft Graph'],
  },
  find({ facts: { operations, records }, index, target }) {
    const wanting = operations.filter(({ broken }) => broken === 'other-resource')
    if (wanting.length === 0) return []
    const names = [...new Set(wanting.flatMap(({ missing }) => missing))]
    const elsewhere = (records?.declared ?? []).filter(({ api }) => api === retiredGraphAppId)
    return [
      {
        severity: 'error',
        certainty: 'likely',
        about: 'token',
        covers: wanting.map(({ index }) => index),
        saying: { api: audienceName(retiredGraphAppId) ?? 'another API', names },
        evidence: elsewhere.map(({ permission, kind, api }) => ({
          name: 'declared',
          expected: `${names.join(', ')} on ${graphAppId}`,
          actual: `${permission} (${kind}) on ${api}`,
          source: "the tenant's records",
        })),
        fix: fixesFor('permission', target, { permissions: appRoles(index, names) }),
      },
    ]
  },
  say({ api, names }: Saying) {
    const wanted = joined(names, 'and') || 'what is needed'
    return {
      headline: `Permissions are declared on ${api}, but ${wanted} ${names.length > 1 ? 'are' : 'is'} not declared on Microsoft Graph.`,
      why: 'The two APIs have permissions of the same names. A token for Microsoft Graph carries those of Microsoft Graph only.',
      wouldTell: 'the names behind the ids, in the manifest of the registration',
    }
  },
})

interface Saying {
  readonly api: string
  /** Permissions that are needed; none where nothing is recommended. */
  readonly names: readonly string[]
}
