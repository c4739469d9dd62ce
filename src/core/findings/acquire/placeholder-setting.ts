import type { FixKey } from '../../fixes/keys.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding } from '../finding.ts'

export const placeholderSetting = defineFinding({
  id: 'acquire/placeholder-setting',
  title: 'A setting still holds its placeholder',
  words: {
    meaning:
      'A value is still the one from an example or a template (<tenant-id>, $CLIENT_ID, your-secret), so no request can succeed with it.',
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
        severity: 'error',
        certainty: acquisition?.refusal ? 'certain' : 'likely',
        about: 'settings',
        saying: { name, origin },
        lookAt: 'anyway',
        evidence: [
          {
            name,
            expected: 'a value of your own',
            actual: shown ?? 'a placeholder',
            source: 'settings',
            origin,
          },
        ],
        fix: fixesFor(cureOf(name, shown), target),
      }))
  },
  say({ name, origin }: Saying) {
    return {
      headline: `${name} still holds a placeholder.`,
      why: `Its value (${origin}) has the form that examples and templates leave behind.`,
      wouldTell: "Entra ID's answer",
    }
  },
})

interface Saying {
  readonly name: string
  readonly origin: string
}

/** Only a secret is not shown. */
function cureOf(name: string, shown: string | null): FixKey {
  if (shown === null) return 'new-secret'
  return name === 'GRAPH_SCOPE' ? 'graph-scope' : 'copy-ids'
}
