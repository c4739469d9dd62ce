import { aadstsRow, retryWords } from '../../catalog/aadsts.ts'
import { fixesOfEntra } from '../../fixes/entra.ts'
import { readEntraValues } from '../../refusal/entra-values.ts'
import { defineFinding, type Evidence } from '../finding.ts'
import { evidenceOfValues } from './values.ts'

export const refused = defineFinding({
  id: 'acquire/refused',
  title: 'Entra ID refused to issue a token',
  needs: ['acquisition'],
  explains: [],
  words: {
    meaning:
      'The token endpoint answered with an error, so there is no token, and nothing was asked of Graph. Its AADSTS code names the reason; the trace id and the correlation id let Microsoft find the request.',
    causes: [
      'See the code: why403 explain AADSTS7000215 tells what one stands for, why403 explain --list all.',
    ],
    certainty: "Certain: it is Entra ID's own answer, kept verbatim.",
    sources: ['Learn: Microsoft Entra authentication and authorization error codes', 'RFC 6749 section 5.2'],
  },
  find({ facts: { acquisition }, target }) {
    const refusal = acquisition?.refusal
    if (refusal === null || refusal === undefined) return []
    const row = aadstsRow(refusal.codes)
    const code = row?.code ?? refusal.codes[0]
    const values = readEntraValues(refusal.message)
    const source = "Entra ID's answer"
    const evidence: Evidence[] = [
      { name: 'error', expected: 'a token', actual: refusal.message || refusal.error, source },
      ...evidenceOfValues(values, source),
      { name: 'trace id', expected: null, actual: refusal.traceId, source },
      { name: 'correlation id', expected: null, actual: refusal.correlationId, source },
      { name: 'timestamp', expected: null, actual: refusal.timestamp, source },
    ]
    return [
      {
        severity: 'error',
        certainty: 'certain',
        about: 'acquisition',
        headline:
          `Entra ID refused: ${code === undefined ? refusal.error : `AADSTS${code}`}. ${row?.meaning ?? ''}`.trim(),
        why:
          row === null
            ? 'This code is not in our catalog: its text below is all there is to go by.'
            : [
                row.causes[0] ?? row.meaning,
                ...(row.retry === 'never' ? [] : [sentence(retryWords[row.retry])]),
              ].join(' '),
        evidence,
        fix: fixesOfEntra(row?.fix ?? 'none', target, values),
      },
    ]
  },
})

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}
