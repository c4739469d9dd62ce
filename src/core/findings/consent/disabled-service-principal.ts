import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding, type Evidence } from '../finding.ts'
import { answersWith } from '../workload/answers.ts'

export const disabledServicePrincipal = defineFinding({
  id: 'consent/disabled-service-principal',
  title: "The app's service principal is disabled",
  words: {
    meaning:
      'An enterprise app that is not enabled for users to sign in gets no tokens (AADSTS7000112), and tokens it still holds are refused. Its grants all stay in place.',
    causes: [
      'An administrator set "Enabled for users to sign in" to No.',
      'Microsoft disabled it after a report of abuse or a detected risk.',
    ],
    certainty: "Certain: the tenant's records, or Graph's own answer, say so.",
    proof: "the tenant's records, accountEnabled: why403 --records",
    sources: ['Learn: Disable user sign-in for an application', 'Learn: servicePrincipal resource type'],
  },
  find({ facts, target }) {
    const { holder, records } = facts
    if (holder === null || holder.graph === null) return []
    const [answer] = answersWith(facts, 'identity-disabled')
    const recorded = records?.servicePrincipal?.enabled === false
    if (answer === undefined && !recorded) return []
    const evidence: Evidence[] = recorded
      ? [{ name: 'accountEnabled', expected: 'true', actual: 'false', source: "the tenant's records" }]
      : [{ name: 'code', expected: null, actual: answer!.refusal.code, source: "Graph's answer" }]
    return [
      {
        severity: 'error',
        certainty: 'certain',
        about: 'token',
        saying: null,
        evidence,
        fix: fixesFor('enable-service-principal', target),
      },
    ]
  },
  say() {
    return {
      headline: "The app's service principal is disabled in this tenant.",
      why: 'Somebody, or Microsoft, switched the enterprise app off. Its permissions are still granted; ask why before you switch it on again.',
    }
  },
})
