import { type AadstsFix, aadstsRow } from '../../catalog/aadsts.ts'
import { newSecret, newServicePrincipal } from '../../fixes/credential.ts'
import type { Fix, FixTarget } from '../../fixes/fix.ts'
import { copyIds, graphScope } from '../../fixes/settings.ts'
import { defineFinding, type Evidence } from '../finding.ts'

const fixes: Record<AadstsFix, (target: FixTarget) => Fix[]> = {
  'new-secret': newSecret,
  'copy-ids': copyIds,
  'graph-scope': graphScope,
  'service-principal': newServicePrincipal,
  none: () => [],
}

export const refused = defineFinding({
  id: 'acquire/refused',
  title: 'Entra ID refused to issue a token',
  needs: ['acquisition'],
  explains: [],
  words: {
    meaning:
      'The token endpoint answered with an error, so there is no token, and nothing was asked of Graph. Its AADSTS code names the reason; the trace id and the correlation id let Microsoft find the request.',
    causes: ['See the code: the report says what it stands for, where that is known.'],
    certainty: "Certain: it is Entra ID's own answer, kept verbatim.",
    sources: ['Learn: Microsoft Entra authentication and authorization error codes', 'RFC 6749 section 5.2'],
  },
  find({ facts: { acquisition }, target }) {
    const refusal = acquisition?.refusal
    if (refusal === null || refusal === undefined) return []
    const row = aadstsRow(refusal.codes)
    const code = refusal.codes[0]
    const evidence: Evidence[] = [
      {
        name: 'error',
        expected: 'a token',
        actual: refusal.message || refusal.error,
        source: "Entra ID's answer",
      },
      { name: 'trace id', expected: null, actual: refusal.traceId, source: "Entra ID's answer" },
      { name: 'correlation id', expected: null, actual: refusal.correlationId, source: "Entra ID's answer" },
      { name: 'timestamp', expected: null, actual: refusal.timestamp, source: "Entra ID's answer" },
    ]
    return [
      {
        severity: 'error',
        certainty: 'certain',
        about: 'acquisition',
        headline:
          `Entra ID refused: ${code === undefined ? refusal.error : `AADSTS${code}`}. ${row?.meaning ?? ''}`.trim(),
        why:
          row?.cause ??
          row?.meaning ??
          'This code is not in our catalog: its text below is all there is to go by.',
        evidence,
        fix: fixes[row?.fix ?? 'none'](target),
      },
    ]
  },
})
