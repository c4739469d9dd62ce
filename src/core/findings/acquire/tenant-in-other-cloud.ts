import { type CloudName, cloudByName } from '../../clouds.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding } from '../finding.ts'

export const tenantInOtherCloud = defineFinding({
  id: 'acquire/tenant-in-other-cloud',
  title: 'The tenant lives in another cloud',
  words: {
    meaning:
      'Each cloud has its own Entra ID, which knows the tenants of that cloud alone. Asked about another, it answers that there is none (AADSTS90002), or names the cloud. Every tenant publishes a discovery document without any sign-in, and that was asked for in each cloud after the refusal.',
    causes: [
      'The tenant is one of a national or a partner-operated cloud, and the program asks the global one, which is what libraries do when nobody says otherwise.',
      'AZURE_AUTHORITY_HOST or --cloud is that of another environment.',
    ],
    certainty: "Certain: the tenant's own discovery document names its cloud.",
    sources: ['Learn: National clouds', 'Learn: National cloud deployments'],
  },
  find({ facts: { tenantCloud, acquisition }, target }) {
    const own = tenantCloud === undefined || tenantCloud === null ? null : cloudByName(tenantCloud)
    // The two clouds of US Government share their Entra ID.
    if (own === null || own.authorities[0] === target.cloud.authorities[0]) return []
    return [
      {
        severity: 'error',
        certainty: 'certain',
        about: acquisition === null ? 'settings' : 'acquisition',
        saying: { own: own.name, asked: target.cloud.name },
        evidence: [
          {
            name: 'cloud of the tenant',
            expected: target.cloud.title,
            actual: own.title,
            source: "the tenant's discovery document",
          },
        ],
        fix: fixesFor('named-cloud', target, { cloud: own.name }),
      },
    ]
  },
  say({ own, asked }: Saying) {
    const [there, here] = [own, asked].map(name => cloudByName(name)!)
    return {
      headline: `The tenant lives in ${there!.title}, and ${here!.title} was asked.`,
      why: `Its authority is ${there!.authorities[0]}, its Graph ${there!.graph}: both go together, and so does the registration of the app, which each cloud has for itself.`,
    }
  },
})

interface Saying {
  readonly own: CloudName
  readonly asked: CloudName
}
