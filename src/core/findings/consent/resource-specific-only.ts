import { fixesFor } from '../../fixes/registry.ts'
import { joined } from '../../text.ts'
import { defineFinding } from '../finding.ts'

export const resourceSpecificOnly = defineFinding({
  id: 'consent/resource-specific-only',
  title: 'Only resource-specific consent opens the operation to an app',
  words: {
    meaning:
      "Some Teams operations accept no tenant-wide permission, only resource-specific ones: the owner of a team, chat or meeting grants them by adding the app there. The permission stands in the app's Teams manifest, and never on the registration; the id in the manifest must be that of the app that calls.",
    causes: [
      'The Teams app was not added to this team, chat or meeting.',
      'Its manifest does not name the permission, or names another app id.',
    ],
    certainty:
      'Likely: nothing else is listed. No token shows such a grant, so only Graph can tell whether it is there.',
    proof: 'GET /teams/{id}/permissionGrants or /chats/{id}/permissionGrants',
    sources: ['Learn: Resource-specific consent for your Teams app'],
  },
  find({ facts: { operations }, target }) {
    return operations
      .filter(({ broken }) => broken === 'rsc-only')
      .flatMap(({ index, operation, requirement: { schemes } }) => {
        if ('unreadable' in operation) return []
        const names = schemes.application.accepted.map(({ permission }) => permission)
        return [
          {
            severity: 'warning',
            certainty: 'likely',
            about: index,
            saying: { name: `${operation.method} ${operation.path}`, names },
            evidence: [
              {
                name: 'accepted',
                expected: 'a permission that can be consented to for the tenant',
                actual: `${names.join(', ')} (resource-specific)`,
                source: 'tables and documentation',
              },
            ],
            fix: fixesFor('resource-specific-consent', target),
          },
        ]
      })
  },
  say({ name, names }: Saying) {
    return {
      headline: `${name} is open to apps by resource-specific consent only.`,
      why: `${joined(names, 'and')} ${names.length === 1 ? 'is' : 'are'} granted per team, chat or meeting: no admin consent and no role in the token will open it.`,
      wouldTell: "Graph's answer",
    }
  },
})

interface Saying {
  /** Of the operation. */
  readonly name: string
  readonly names: readonly string[]
}
