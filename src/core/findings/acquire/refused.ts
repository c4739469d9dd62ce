import type { AcquisitionFacts } from '../../facts.ts'
import { lookUpCode } from '../../fixes/look-up.ts'
import { fixesFor } from '../../fixes/registry.ts'
import {
  type AadstsClass,
  type AadstsRow,
  aadstsRow,
  retryWords,
  unknownCode,
} from '../../knowledge/aadsts.ts'
import { isFactTest, isTextTest, weigh } from '../../knowledge/cause.ts'
import { answerByText } from '../../refusal/cause-in-text.ts'
import { type EntraValues, readEntraValues } from '../../refusal/entra-values.ts'
import { capitalized } from '../../text.ts'
import { answerByFacts, certaintyOf } from '../causes.ts'
import { defineFinding } from '../finding.ts'
import { waitEvidence } from '../wait.ts'
import { evidenceOfValues } from './values.ts'

export const refused = defineFinding({
  id: 'acquire/refused',
  title: 'Entra ID refused to issue a token',
  words: {
    meaning:
      'The token endpoint answered with an error, so there is no token, and nothing was asked of Graph. Its AADSTS code names the reason; the trace id and the correlation id let Microsoft find the request.',
    causes: [
      'See the code: why403 explain AADSTS7000215 tells what one stands for, why403 explain --list all.',
    ],
    certainty: "Certain: it is Entra ID's own answer, kept verbatim.",
    sources: ['Learn: Microsoft Entra authentication and authorization error codes', 'RFC 6749 section 5.2'],
  },
  find({ facts, target }) {
    const refusal = facts.acquisition?.refusal
    if (refusal === null || refusal === undefined) return []
    const row = aadstsRow(refusal.codes)
    const code = row?.code ?? refusal.codes[0] ?? null
    const values = readEntraValues(refusal.message)
    const text = { message: refusal.message, values, cloud: facts.cloud }
    const causes = weigh(row?.causes ?? [], test => {
      if (isTextTest(test)) return answerByText(test, text)
      return isFactTest(test) ? answerByFacts(test, facts) : null
    })
    const source = "Entra ID's answer"
    return [
      {
        severity: 'error',
        certainty: certaintyOf(causes),
        about: 'acquisition',
        saying: { error: refusal.error, code, row },
        ...(causes.length === 0 ? {} : { causes }),
        evidence: [
          { name: 'error', expected: 'a token', actual: refusal.message || refusal.error, source },
          ...evidenceOfValues(values, source),
          { name: 'trace id', expected: null, actual: refusal.traceId, source },
          { name: 'correlation id', expected: null, actual: refusal.correlationId, source },
          { name: 'timestamp', expected: null, actual: refusal.timestamp, source },
          ...(facts.acquisition !== null && 'sentAt' in facts.acquisition
            ? waitEvidence(facts.acquisition, source)
            : []),
        ],
        fix:
          row === null && code !== null
            ? lookUpCode(target.cloud, code)
            : fixesFor(row?.fix ?? null, target, {
                named: { ...values, ...sentBy(facts.acquisition, values) },
              }),
      },
    ]
  },
  say({ error, code, row }: Saying) {
    const headline = `Entra ID refused: ${code === null ? (error ?? 'no error is named') : `AADSTS${code}`}.`
    if (row === null) return { headline, why: unknownCode(error, code) }
    return {
      headline: `${headline} ${row.meaning}`,
      why:
        row.retry === 'never'
          ? 'No token was issued, so nothing was asked of Graph.'
          : `${capitalized(retryWords[row.retry])}.`,
      wouldTell: proofs[row.class],
    }
  },
})

/** Entra ID names one thing that does not fit; what was presented besides is known where it was sent from here. */
function sentBy(
  acquisition: AcquisitionFacts | null,
  { thumbprint, issuer, subject, audience }: EntraValues,
): Partial<EntraValues> {
  if (acquisition === null || !('presented' in acquisition) || acquisition.presented === undefined) return {}
  const sent = acquisition.presented
  return {
    thumbprint: thumbprint ?? sent.thumbprint,
    issuer: issuer ?? sent.issuer,
    subject: subject ?? sent.subject,
    audience: audience ?? sent.audience,
  }
}

interface Saying {
  /** Of OAuth: `invalid_client`. */
  readonly error: string | null
  /** Null: Entra ID named none. */
  readonly code: number | null
  /** Null: nobody has written about it yet. */
  readonly row: AadstsRow | null
}

/** What would tell which of the causes it is. */
const proofs: Record<AadstsClass, string> = {
  secret: "the app's credentials in its registration, beside what was sent",
  certificate: "the app's certificates in its registration, beside the assertion that was sent",
  federated: "the app's federated credentials, beside the assertion that was sent",
  application: 'the registration: its client id, its tenant, its enterprise app',
  tenant: 'the overview of the tenant: its id, its domains, its cloud',
  scope: 'the scope that was sent, beside the identifier of the API',
  request: 'the request as it was sent',
  consent: "the tenant's records: what was consented to, and what was assigned",
  policy: "the tenant's policies and its sign-in log",
  user: 'the sign-in log of the tenant',
  throttle: 'the same request after a pause',
  transient: 'the same request after a pause',
}
