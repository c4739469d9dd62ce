import type { EntraValues } from '../../refusal/entra-values.ts'
import { duration, isoTime } from '../../time.ts'
import type { Evidence, EvidenceSource } from '../finding.ts'

/** Names for people, in the order in which they are shown. */
const names = {
  appId: 'client id',
  tenant: 'tenant',
  resource: 'API',
  scope: 'scope',
  parameter: 'parameter',
  thumbprint: 'thumbprint',
  issuer: 'issuer presented',
  subject: 'subject presented',
  audience: 'audience presented',
} as const

/** What Entra ID's text names, a line each; a text that names nothing gives none. */
export function evidenceOfValues(values: EntraValues, source: EvidenceSource): Evidence[] {
  const named = (Object.keys(names) as (keyof typeof names)[]).flatMap(name => {
    const actual = values[name]
    return actual === null ? [] : [{ name: names[name], expected: null, actual, source }]
  })
  const { validity } = values
  if (validity === null) return named
  const { now, from, until, off } = validity
  const early = off > 0 ? 'too late' : 'too early'
  return [
    ...named,
    {
      name: 'valid',
      expected: `at ${isoTime(now)}, by Entra ID's clock`,
      actual: `from ${isoTime(from)} until ${isoTime(until)}${off === 0 ? '' : `: ${duration(off)} ${early}`}`,
      source,
    },
  ]
}
