import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding } from '../finding.ts'

export const signedByEarlierStart = defineFinding({
  id: 'token/signed-by-earlier-start',
  title: 'The token was signed by an earlier start of the emulator',
  words: {
    meaning:
      'The token is of the built-in tenant, and the emulator that answers now has no key that signed it: it makes new keys whenever it starts. In a real tenant keys stay for weeks, and the next one is published ahead.',
    causes: [
      'The emulator was started again since the token was issued.',
      'Another emulator issued it, at another port.',
      'It was made or altered by hand.',
    ],
    certainty: 'Likely: a token that was made by hand looks the same.',
    sources: ['why403: The emulator'],
  },
  find({ facts: { token, emulator }, target }) {
    if (emulator === null || token?.form !== 'jwt') return []
    const { status, keys, kid } = token.signature
    if (status !== 'not-checked' || keys !== 'none-fits' || kid === null) return []
    return [
      {
        severity: 'error',
        certainty: 'likely',
        about: 'token',
        saying: null,
        evidence: [{ name: 'kid', expected: 'a key of the emulator', actual: kid, source: 'token' }],
        fix: fixesFor('new-token', target, { purpose: 'Take a token of this start' }),
      },
    ]
  },
  say() {
    return {
      headline: 'The token was signed by an earlier start of the emulator.',
      why: 'Each start makes new keys. With why403 emulator --seed TEXT they come again.',
      wouldTell: "the emulator's answer to a call with the token",
    }
  },
})
