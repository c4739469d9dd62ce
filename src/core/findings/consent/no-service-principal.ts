import { hasNoPrincipal } from '../../broken-link.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding, type Evidence } from '../finding.ts'
import { answersWith } from '../workload/answers.ts'

export const noServicePrincipal = defineFinding({
  id: 'consent/no-service-principal',
  title: 'The app has no service principal in the tenant',
  words: {
    meaning:
      'A registration describes an app; its service principal (the enterprise app) is what a tenant grants permissions to. Without one, Entra ID still issues tokens, with no oid and no roles in them, and Graph answers that the identity of the calling application could not be established.',
    causes: [
      'The app was created by `az ad app create` or through Graph, which make the registration only.',
      'The service principal was deleted.',
      'Consent was given in a different tenant from the one that issued the token.',
      'It was made within the last minutes and has not spread yet.',
    ],
    certainty:
      "Certain where the tenant's records were read and have none, or Graph says so. Likely where only oid is absent from the token.",
    proof: "the token's oid (why403 inspect): absent where there is no service principal",
    sources: [
      'Learn: Application and service principal objects in Microsoft Entra ID',
      'Learn: Access token claims reference, oid',
    ],
  },
  find({ facts, target }) {
    const { token, holder, records } = facts
    if (holder === null || holder.graph === null) return []
    const [answer] = answersWith(facts, 'identity-not-found')
    const recorded = records?.servicePrincipal === null
    if (answer === undefined && !recorded && !hasNoPrincipal(token)) return []
    const evidence: Evidence[] =
      token?.form === 'jwt'
        ? [
            {
              name: 'oid',
              expected: "the service principal's id",
              actual: token.payload.oid,
              source: 'token',
            },
          ]
        : []
    if (recorded) {
      const source = "the tenant's records"
      evidence.push({ name: 'service principal', expected: 'one of this app', actual: null, source })
    }
    if (answer !== undefined) {
      const { message } = answer.refusal
      evidence.push({ name: 'message', expected: null, actual: message, source: "Graph's answer" })
    }
    return [
      {
        severity: 'error',
        certainty: answer !== undefined || recorded ? 'certain' : 'likely',
        about: 'token',
        saying: { isIssued: holder.from === 'token' },
        lookAt: 'records',
        evidence,
        fix: fixesFor('service-principal', target),
      },
    ]
  },
  say({ isIssued }: { readonly isIssued: boolean }) {
    return {
      headline: `The app has no service principal in ${isIssued ? 'the tenant that issued the token' : 'this tenant'}.`,
      why: 'Permissions are granted to a service principal, so none can have been granted here. Creating it is the first step, consent the second.',
      wouldTell: "the tenant's records",
    }
  },
})
