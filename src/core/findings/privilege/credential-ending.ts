import { credentialTitle } from '../../credential.ts'
import { fixesFor } from '../../fixes/registry.ts'
import type { RecordedCredential } from '../../records.ts'
import { counted } from '../../text.ts'
import { isoTime } from '../../time.ts'
import { defineFinding } from '../finding.ts'

const day = 24 * 3600

/** Long enough for a change that somebody has to approve. In days. */
const soon = 30

export const credentialEnding = defineFinding({
  id: 'privilege/credential-ending',
  title: 'A credential of the app is about to end',
  words: {
    meaning:
      'Secrets and certificates end on a date that the registration shows, and from then on Entra ID refuses them (AADSTS7000222, AADSTS1000502). Nobody is told beforehand unless somebody looks.',
    causes: [
      'It was made for a time that is nearly over.',
      'Another was added already, and the program has to be given that one.',
    ],
    certainty: "Certain: the tenant's records name the date. Which secret a program uses, they do not.",
    sources: ['Learn: keyCredential resource type', 'Learn: passwordCredential resource type'],
  },
  find({ facts: { records, acquisition, at }, target }) {
    const all = (records?.credentials ?? []).filter(({ endsAt }) => endsAt > at)
    const used = acquisition !== null && 'sentAt' in acquisition ? acquisition : null
    return all.flatMap(credential => {
      const days = Math.floor((credential.endsAt - at) / day)
      if (days > soon) return []
      const isUsed = credential.thumbprint !== null && credential.thumbprint === used?.presented?.thumbprint
      const lasts = all.some(({ kind, endsAt }) => kind === credential.kind && endsAt > at + soon * day)
      return [
        {
          severity: isUsed || !lasts ? 'warning' : 'note',
          certainty: 'certain',
          about: 'token',
          saying: { kind: credential.kind, days, isUsed, lasts },
          evidence: [
            {
              name: `endDateTime of a ${credentialTitle(credential.kind)}`,
              expected: `more than ${soon} days from now`,
              actual: isoTime(credential.endsAt),
              source: "the tenant's records",
            },
          ],
          fix: fixesFor(credential.kind === 'secret' ? 'new-secret' : 'new-certificate', target),
        },
      ]
    })
  },
  say({ kind, days, isUsed, lasts }: Saying) {
    const title = credentialTitle(kind)
    return {
      headline: `${isUsed ? `The ${title} that is used here` : `A ${title} of the app`} ends in ${counted(days, 'day')}.`,
      why: lasts
        ? `The app has another ${title} that lasts longer: the program needs that one before the day.`
        : `Without another ${title} the app gets no token from then on.`,
    }
  },
})

interface Saying {
  readonly kind: RecordedCredential['kind']
  readonly days: number
  /** It signed the assertion of this very run. */
  readonly isUsed: boolean
  /** There is another of its kind that lasts longer. */
  readonly lasts: boolean
}
