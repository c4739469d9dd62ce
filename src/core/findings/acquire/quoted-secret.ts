import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding } from '../finding.ts'

export const quotedSecret = defineFinding({
  id: 'acquire/quoted-secret',
  title: 'The secret has a quote or a blank around it',
  needs: [],
  explains: ['acquire/refused'],
  words: {
    meaning:
      'The environment keeps quotes and blanks as they are, and so does a file that holds the secret alone: they become part of the secret, which then is another one. Entra ID answers AADSTS7000215.',
    causes: [
      'The value was set with quotes where the shell or the pipeline takes them literally.',
      'A blank or a line end was copied with it.',
    ],
    certainty: 'Likely: no secret that Entra ID makes begins or ends like this; certain once it was refused.',
    sources: ['Learn: Error AADSTS7000215'],
  },
  find({ facts: { oddities, acquisition }, target }) {
    const refused = acquisition?.refusal?.codes.includes(7000215) === true
    return oddities
      .filter(({ kind }) => kind === 'quoted')
      .map(({ name, origin }) => ({
        severity: 'error' as const,
        certainty: refused ? ('certain' as const) : ('likely' as const),
        about: 'settings' as const,
        headline: `${name} has a quote or a blank around it.`,
        why: 'It is taken as part of the secret. Give the bare value.',
        ...(refused ? {} : { wouldTell: "Entra ID's answer", lookAt: 'anyway' as const }),
        evidence: [
          { name, expected: 'the bare value', actual: 'a quote or a blank around it', source: origin },
        ],
        fix: fixesFor('read-settings', target, { purpose: 'See which settings are read, and from where' }),
      }))
  },
})
