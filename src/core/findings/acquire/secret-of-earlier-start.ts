import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding } from '../finding.ts'

export const secretOfEarlierStart = defineFinding({
  id: 'acquire/secret-of-earlier-start',
  title: 'The secret is of an earlier start of the emulator',
  words: {
    meaning:
      'The emulator makes new secrets whenever it starts, and says of one that it made before that it is of an earlier start. In a real tenant there is nothing of the kind: a secret is good until its end date.',
    causes: ['The emulator was started again, and .env still holds what it printed before.'],
    certainty: "Certain: it is the emulator's own answer.",
    sources: ['why403: The emulator'],
  },
  find({ facts: { acquisition }, target }) {
    const message = acquisition?.refusal?.message ?? ''
    if (!message.includes('The emulator adds: the secret was made by an earlier start')) return []
    return [
      {
        severity: 'error',
        certainty: 'certain',
        about: 'acquisition',
        saying: null,
        evidence: [
          {
            name: 'error',
            expected: 'a token',
            actual: 'the secret was made by an earlier start of the emulator',
            source: "Entra ID's answer",
          },
        ],
        fix: fixesFor('new-secret', target),
      },
    ]
  },
  say() {
    return {
      headline: 'The client secret is of an earlier start of the emulator.',
      why: 'Each start makes new ones. With why403 emulator --seed TEXT they come again.',
    }
  },
})
