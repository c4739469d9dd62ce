import { fixesFor } from '../../fixes/registry.ts'
import { nameOf } from '../../operation/name.ts'
import { isoTime } from '../../time.ts'
import { defineFinding, type Evidence } from '../finding.ts'
import { aboutAnswer, answersOf } from '../workload/answers.ts'

export const claimsChallenge = defineFinding({
  id: 'token/claims-challenge',
  title: 'Graph wants a new token before this one expires',
  words: {
    meaning:
      'Continuous access evaluation lets Graph refuse a token within minutes of a revocation or a change of policy. Its challenge (WWW-Authenticate, insufficient_claims) says what the next token must prove; the client passes those claims on when it asks for it.',
    causes: [
      'The service principal was disabled or deleted, or its credentials were revoked.',
      'The address or the risk of the app changed, and a Conditional Access policy for workload identities looks at it.',
      'The client says that it can handle challenges (cp1 in xms_cc), and does not.',
    ],
    certainty: "Certain: it is Graph's own challenge, decoded.",
    proof: 'the header WWW-Authenticate of the answer: error="insufficient_claims"',
    sources: [
      'Learn: Continuous access evaluation for workload identities',
      'Learn: Claims challenges, claims requests, and client capabilities',
    ],
  },
  find({ facts, target }) {
    return answersOf(facts, () => true)
      .filter(
        ({ row, challenge }) => row.fix === 'claims-challenge' || challenge?.error === 'insufficient_claims',
      )
      .map(answer => {
        const about = aboutAnswer(answer)
        return {
          ...about,
          saying: { name: nameOf(answer.operation) },
          evidence: [...about.evidence, ...challengeEvidence(answer.challenge?.claims ?? null)],
          fix: fixesFor('claims-challenge', target),
        }
      })
  },
  say({ name }: { readonly name: string }) {
    return {
      headline: `Graph answers ${name} with a challenge: it wants a new token.`,
      why: 'The token was good once and no longer is, whatever its exp says. A new one, asked for with the claims of the challenge, may be.',
    }
  },
})

function challengeEvidence(claims: Readonly<Record<string, unknown>> | null): Evidence[] {
  if (claims === null) return []
  const text = JSON.stringify(claims)
  const since = /"nbf":\{[^}]*"value":"?(\d{9,11})/.exec(text)?.[1]
  const source = 'WWW-Authenticate'
  return [
    { name: 'claims', expected: null, actual: text, source },
    ...(since === undefined
      ? []
      : [{ name: 'nbf', expected: 'issued after it', actual: isoTime(Number(since)), source } as const]),
  ]
}
