import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding } from '../finding.ts'

export const certificateExpired = defineFinding({
  id: 'acquire/certificate-expired',
  title: 'The certificate is outside its validity',
  words: {
    meaning:
      'A certificate says from when until when it is valid, and Entra ID refuses what is signed outside that time: AADSTS1000502, or AADSTS700027.',
    causes: [
      'It has run out, and nobody renewed it.',
      'It was renewed, and the program still has the old file.',
      'Its time has not come yet: it was made on a machine whose clock is ahead.',
    ],
    certainty: 'Certain: its own dates tell, beside the time of the servers.',
    sources: [
      'Learn: Microsoft identity platform application authentication certificate credentials',
      'RFC 5280 section 4.1.2.5',
    ],
  },
  find({ facts: { oddities }, target }) {
    return oddities.flatMap(({ kind, name, origin, shown }) => {
      if (kind !== 'certificate-expired' && kind !== 'certificate-early') return []
      return [
        {
          severity: 'error',
          certainty: 'certain',
          about: 'settings',
          saying: { name, kind, date: shown ?? '' },
          evidence: [
            {
              name: kind === 'certificate-expired' ? 'notAfter' : 'notBefore',
              expected: 'a certificate that is valid now',
              actual: shown,
              source: 'settings',
              origin,
            },
          ],
          fix: fixesFor('new-certificate', target),
        },
      ]
    })
  },
  say({ name, kind, date }: Saying) {
    return {
      headline:
        kind === 'certificate-expired'
          ? `The certificate of ${name} expired at ${date}.`
          : `The certificate of ${name} is not valid before ${date}.`,
      why: 'Entra ID refuses what is signed with it. A new one is added to the app beside the old one, so that nothing stops meanwhile.',
    }
  },
})

interface Saying {
  readonly name: string
  readonly kind: 'certificate-expired' | 'certificate-early'
  readonly date: string
}
