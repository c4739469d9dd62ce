import { type CloudName, cloudByGraphHost } from '../../clouds.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding } from '../finding.ts'

export const cloudsMixed = defineFinding({
  id: 'acquire/clouds-mixed',
  title: 'Authority and scope belong to different clouds',
  words: {
    meaning:
      "Each cloud has its own Entra ID and its own Microsoft Graph, and they do not know each other's tenants, apps or tokens. A scope for the Graph of another cloud ends in AADSTS500011.",
    causes: [
      'The scope was copied from an example for the global cloud.',
      'Another cloud was chosen (--cloud, AZURE_AUTHORITY_HOST), and GRAPH_SCOPE was left as it was.',
    ],
    certainty: 'Certain: both hosts are known, and they are of different clouds.',
    sources: ['Learn: National clouds', 'Learn: National cloud deployments'],
  },
  find({ facts: { oddities }, target }) {
    const { title, graph } = target.cloud
    return oddities
      .filter(({ kind }) => kind === 'cloud')
      .map(({ name, origin, shown }) => ({
        severity: 'error',
        certainty: 'certain',
        about: 'settings',
        saying: { name, cloud: title, graph },
        evidence: [
          { name, expected: `https://${graph}/.default`, actual: shown, source: 'settings', origin },
        ],
        fix: [
          ...fixesFor('graph-scope', target),
          ...fixesFor('named-cloud', target, { cloud: cloudIn(shown) }),
        ],
      }))
  },
  say({ name, cloud, graph }: Saying) {
    return {
      headline: `${name} names the Graph of a different cloud from the authority's.`,
      why: `The authority's cloud is ${cloud}, whose Graph is ${graph}.`,
    }
  },
})

/** The cloud whose Graph the scope names. */
function cloudIn(scope: string | null): CloudName | null {
  return cloudByGraphHost(/^https:\/\/([^/]+)\//.exec(scope ?? '')?.[1] ?? '')?.name ?? null
}

interface Saying {
  readonly name: string
  readonly cloud: string
  readonly graph: string
}
