import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding } from '../finding.ts'

export const scopeWithoutDefault = defineFinding({
  id: 'acquire/scope-without-default',
  title: 'The scope does not end in /.default',
  words: {
    meaning:
      'With client credentials an app asks for an API as a whole, by its name and /.default, and gets every permission that was granted to it there. Single permissions cannot be asked for: Entra ID answers AADSTS1002012.',
    causes: [
      'A permission (User.Read.All) or openid was written where the API belongs.',
      'The name of the API stands there without /.default behind it.',
    ],
    certainty: 'Certain: the form of the scope decides.',
    sources: [
      'Learn: OAuth 2.0 client credentials flow on the Microsoft identity platform',
      'Learn: Scopes and permissions, the .default scope',
    ],
  },
  find({ facts: { oddities }, target }) {
    return oddities.flatMap(({ kind, name, origin, shown }) => {
      if (kind !== 'scope' && kind !== 'scope-twice') return []
      return [
        {
          severity: 'error',
          certainty: 'certain',
          about: 'settings',
          saying: { name, kind },
          evidence: [
            {
              name,
              expected: `https://${target.cloud.graph}/.default`,
              actual: shown,
              source: 'settings',
              origin,
            },
          ],
          fix: fixesFor('graph-scope', target),
        },
      ]
    })
  },
  say({ name, kind }: Saying) {
    return {
      headline: `${name} ${faults[kind]}.`,
      why: 'An app-only token carries all permissions that were granted for one API, so the scope names the API and not a permission.',
    }
  },
})

type Kind = 'scope' | 'scope-twice'

interface Saying {
  readonly name: string
  readonly kind: Kind
}

const faults: Record<Kind, string> = {
  scope: 'does not end in /.default',
  'scope-twice': 'has /.default twice',
}
