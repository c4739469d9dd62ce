import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding } from '../finding.ts'

export const secretIdInsteadOfValue = defineFinding({
  id: 'acquire/secret-id-instead-of-value',
  title: "The secret's ID stands where its value belongs",
  words: {
    meaning:
      'The portal lists two things for a client secret: its Value, shown once, and its Secret ID, a GUID that stays visible. Only the value proves anything; given the ID, Entra ID answers AADSTS7000215.',
    causes: ['The Secret ID was copied because it is the one that the portal still shows.'],
    certainty:
      'Likely: the secret has the shape of a GUID. Old tools made secrets of that shape, so --anyway sends it; certain once Entra ID has answered AADSTS7000215.',
    sources: [
      'Learn: Error AADSTS7000215, invalid client secret is provided',
      'Learn: Add and manage application credentials',
    ],
  },
  find({ facts: { oddities, acquisition }, target }) {
    const oddity = oddities.find(({ kind }) => kind === 'secret-id')
    if (oddity === undefined) return []
    const answered = acquisition?.refusal?.codes.includes(7000215) === true
    if (acquisition !== null && !answered) return []
    const { name, origin } = oddity
    return [
      {
        severity: 'error',
        certainty: answered ? 'certain' : 'likely',
        about: answered ? 'acquisition' : 'settings',
        saying: { name, answered },
        lookAt: 'anyway',
        evidence: [
          {
            name,
            expected: 'a value of about 40 characters',
            actual: 'the shape of a GUID',
            source: 'settings',
            origin,
          },
        ],
        fix: fixesFor('new-secret', target),
      },
    ]
  },
  say({ name, answered }: Saying) {
    return {
      headline: `${name} ${answered ? 'holds' : 'looks like'} the secret's ID, not its value.`,
      why: 'The portal shows a Value (once) and a Secret ID (a GUID, always). Entra ID accepts the value only.',
      wouldTell: "Entra ID's answer",
    }
  },
})

interface Saying {
  readonly name: string
  readonly answered: boolean
}
