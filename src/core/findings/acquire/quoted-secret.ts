import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding } from '../finding.ts'

export const quotedSecret = defineFinding({
  id: 'acquire/quoted-secret',
  title: 'The secret has quotes or spaces around it',
  words: {
    meaning:
      'Environment variables keep quotes and spaces as they are, and so does a file that holds nothing but the secret: they become part of it, and the secret is no longer the right one. Entra ID answers AADSTS7000215.',
    causes: [
      'The value was set with quotes where the shell or the pipeline takes them literally.',
      'A space or a line break was copied with it.',
    ],
    certainty: 'Likely: no secret that Entra ID makes begins or ends like this; certain once it was refused.',
    sources: ['Learn: Error AADSTS7000215, invalid client secret is provided'],
  },
  find({ facts: { oddities, acquisition }, target }) {
    const refused = acquisition?.refusal?.codes.includes(7000215) === true
    return oddities
      .filter(({ kind }) => kind === 'quoted')
      .map(({ name, origin }) => ({
        severity: 'error',
        certainty: refused ? 'certain' : 'likely',
        about: 'settings',
        saying: { name },
        lookAt: 'anyway',
        evidence: [
          {
            name,
            expected: 'the bare value',
            actual: 'quotes or spaces around it',
            source: 'settings',
            origin,
          },
        ],
        fix: fixesFor('read-settings', target, { purpose: 'See which settings are read, and from where' }),
      }))
  },
  say({ name }: { readonly name: string }) {
    return {
      headline: `${name} has quotes or spaces around it.`,
      why: 'It is taken as part of the secret. Give the bare value.',
      wouldTell: "Entra ID's answer",
    }
  },
})
