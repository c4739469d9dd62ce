import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding } from '../finding.ts'

export const cloudsMixed = defineFinding({
  id: 'acquire/clouds-mixed',
  title: 'Authority and scope belong to different clouds',
  needs: [],
  explains: ['acquire/refused'],
  words: {
    meaning:
      "Each cloud has its own Entra ID and its own Microsoft Graph, and they do not know each other's tenants, apps or tokens. A scope for the Graph of another cloud ends in AADSTS500011.",
    causes: [
      'The scope was copied from an example for the global cloud.',
      'Another cloud was chosen (--cloud, AZURE_AUTHORITY_HOST), and GRAPH_SCOPE was left as it was.',
    ],
    certainty: 'Certain: both hosts are known, and they are of different clouds.',
    sources: ['Learn: National clouds', 'Learn: National cloud deployments (Microsoft Graph)'],
  },
  find({ facts: { oddities, cloud }, target }) {
    return oddities
      .filter(({ kind }) => kind === 'cloud')
      .map(({ name, origin, shown }) => ({
        severity: 'error' as const,
        certainty: 'certain' as const,
        about: 'settings' as const,
        headline: `${name} names the Graph of another cloud than the authority's.`,
        why: `The cloud of the authority is: ${(cloud ?? target.cloud).title}. Its Graph is ${target.cloud.graph}.`,
        evidence: [
          { name, expected: `https://${target.cloud.graph}/.default`, actual: shown, source: origin },
        ],
        fix: fixesFor('graph-scope', target),
      }))
  },
})
