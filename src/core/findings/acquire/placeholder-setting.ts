import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding } from '../finding.ts'

export const placeholderSetting = defineFinding({
  id: 'acquire/placeholder-setting',
  title: 'A setting still holds its placeholder',
  needs: [],
  explains: ['acquire/refused'],
  words: {
    meaning:
      'A value was left as an example or a template gave it (<tenant-id>, $CLIENT_ID, your-secret), so no request can succeed with it.',
    causes: [
      '.env.example was copied and not filled in.',
      'A variable was not replaced by the shell or the pipeline.',
    ],
    certainty: 'Likely: the value has the form of a placeholder; certain once Entra ID has refused it.',
    sources: ['Learn: Register an application'],
  },
  find({ facts: { oddities, acquisition }, target }) {
    return oddities
      .filter(({ kind }) => kind === 'placeholder')
      .map(({ name, origin, shown }) => ({
        severity: 'error' as const,
        certainty: acquisition?.refusal ? ('certain' as const) : ('likely' as const),
        about: 'settings' as const,
        headline: `${name} still holds a placeholder.`,
        why: `The value in ${origin} has the form that examples and templates leave behind.`,
        ...(acquisition?.refusal ? {} : { wouldTell: "Entra ID's answer", lookAt: 'anyway' as const }),
        evidence: [
          { name, expected: 'a value of your own', actual: shown ?? 'a placeholder', source: origin },
        ],
        fix: fixesFor(
          shown === null ? 'new-secret' : name === 'GRAPH_SCOPE' ? 'graph-scope' : 'copy-ids',
          target,
        ),
      }))
  },
})
