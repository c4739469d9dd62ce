import type { FixKey } from '../../fixes/keys.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding } from '../finding.ts'

export const federatedTokenUnfit = defineFinding({
  id: 'acquire/federated-token-unfit',
  title: "The other issuer's token is nothing that Entra ID takes",
  words: {
    meaning:
      'With workload identity federation the app hands in the token of another issuer in the place of a secret. Entra ID takes a JWT that is signed with an RSA key, is for its audience of token exchange, is valid now, and lives for 25 hours at most.',
    causes: [
      "The token was read once and kept: a projected file is written anew every hour, and GitHub's token lives for minutes.",
      "The pod got the cluster's default token, since it lacks the label azure.workload.identity/use.",
      'The issuer was asked for a token for another audience, or for another cloud.',
      'The file is empty, or holds something else.',
    ],
    certainty: 'Certain: the token was read. Its signature was not verified.',
    sources: [
      'Learn: Workload identity federation, important considerations and restrictions',
      'RFC 7523 section 3',
    ],
  },
  find({ facts: { oddities }, target }) {
    return oddities.flatMap(({ kind, name, origin, shown }) => {
      const fault = faults.find(one => one === kind)
      if (fault === undefined) return []
      return [
        {
          severity: 'error',
          certainty: 'certain',
          about: 'settings',
          saying: { name, fault, shown: shown ?? '' },
          evidence: [{ name, expected: rows[fault].expected, actual: shown, source: 'settings', origin }],
          fix: fixesFor(rows[fault].fix, target),
        },
      ]
    })
  },
  say({ name, fault, shown }: Saying) {
    const { headline, why } = rows[fault]
    return { headline: `The token of ${name} ${headline(shown)}.`, why }
  },
})

const faults = [
  'no-assertion',
  'not-a-jwt',
  'assertion-expired',
  'assertion-algorithm',
  'assertion-audience',
  'assertion-lifetime',
] as const
type Fault = (typeof faults)[number]

interface Saying {
  readonly name: string
  readonly fault: Fault
  readonly shown: string
}

interface Row {
  /** Follows "The token of …". */
  readonly headline: (shown: string) => string
  readonly why: string
  readonly expected: string
  readonly fix: FixKey
}

const rows: Readonly<Record<Fault, Row>> = {
  'no-assertion': {
    headline: () => 'is empty',
    why: 'Nothing was put there, or nothing was handed out.',
    expected: 'a token',
    fix: 'projected-token',
  },
  'not-a-jwt': {
    headline: () => 'is not a JWT',
    why: 'Entra ID reads its issuer, subject and audience, so it needs one in three parts.',
    expected: 'a JWT',
    fix: 'projected-token',
  },
  'assertion-expired': {
    headline: shown => `expired at ${shown}`,
    why: 'Whoever writes the file writes it anew before it ends; a copy of it grows old (AADSTS700024).',
    expected: 'a token that is valid now',
    fix: 'fresh-assertion',
  },
  'assertion-algorithm': {
    headline: shown => `is signed with ${shown}`,
    why: 'Entra ID takes signatures of RSA keys alone (AADSTS5002738).',
    expected: 'RS256',
    fix: 'rsa-key',
  },
  'assertion-audience': {
    headline: () => "is for another cloud's token exchange",
    why: 'Each cloud has an audience of its own, and refuses that of another (AADSTS700212).',
    expected: "the audience of this cloud's token exchange",
    fix: 'federated-audience',
  },
  'assertion-lifetime': {
    headline: shown => `lives for ${shown}`,
    why: "Entra ID takes 25 hours at most (AADSTS70023). A cluster's default token lives for a year: the projected one is meant.",
    expected: '25 hours at most',
    fix: 'projected-token',
  },
}
