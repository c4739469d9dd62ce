import { fixesFor } from '../../fixes/registry.ts'
import { nameOf } from '../../operation/name.ts'
import { defineFinding } from '../finding.ts'
import { aboutAnswer, answersWith, callOf, type Named } from './answers.ts'

export const sharepointRefusesSecret = defineFinding({
  id: 'workload/sharepoint-refuses-secret',
  title: 'SharePoint refuses app-only tokens that were acquired with a secret',
  words: {
    meaning:
      'At its own hosts, SharePoint accepts an app-only token only where the app proved itself with a certificate. Graph has no such rule: the same data is there under /sites and /drives.',
    causes: ['The token was acquired with a client secret (appidacr is 1).'],
    certainty: 'Certain: SharePoint says "Unsupported app only token".',
    proof: "the token's appidacr: why403 inspect (1 is a secret, 2 a certificate)",
    sources: ['Learn: Granting access via Entra ID app-only'],
  },
  find({ facts, target }) {
    return answersWith(facts, 'sharepoint-app-only-unsupported').map(answer => {
      const about = aboutAnswer(answer)
      const { token } = facts
      const credential = token?.form === 'jwt' ? token.payload.credential : null
      return {
        ...about,
        saying: { name: nameOf(answer.operation) },
        evidence: [
          ...about.evidence,
          { name: 'credential', expected: 'assertion (a certificate)', actual: credential, source: 'token' },
        ],
        fix: fixesFor('certificate-for-sharepoint', target, callOf(answer)),
      }
    })
  },
  say({ name }: Named) {
    return {
      headline: `SharePoint refuses ${name}: the app proved itself with a secret.`,
      why: 'SharePoint wants a certificate behind an app-only token. Use one, or ask Graph for the same data.',
    }
  },
})
