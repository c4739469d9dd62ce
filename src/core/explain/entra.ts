import { globalCloud } from '../clouds.ts'
import type { CommandLine } from '../command-line.ts'
import { evidenceOfValues } from '../findings/acquire/values.ts'
import type { Evidence } from '../findings/finding.ts'
import { fixesFor } from '../fixes/registry.ts'
import { targetOf } from '../fixes/target.ts'
import { type AadstsRow, aadstsRow, retryWords } from '../knowledge/aadsts.ts'
import { causeWords } from '../knowledge/cause.ts'
import type { EntraError } from '../refusal/entra.ts'
import { type EntraValues, readEntraValues } from '../refusal/entra-values.ts'
import type { Explanation } from './explanation.ts'

/** Explains a refusal of Entra ID from its codes and from what its text names. */
export function explainEntra(error: EntraError, commandLine: CommandLine): Explanation {
  const row = aadstsRow(error.codes)
  const values = readEntraValues(error.message)
  const source = 'your text'
  const told: readonly (readonly [name: string, actual: string | number | null])[] = [
    ['status', error.status],
    ['error', error.error],
    ['message', error.message],
  ]
  const ids = [
    ['trace id', error.traceId],
    ['correlation id', error.correlationId],
    ['timestamp', error.timestamp],
  ] as const
  const line = ([name, actual]: readonly [string, string | number | null]): Evidence[] =>
    actual === null || actual === '' ? [] : [{ name, expected: null, actual: String(actual), source }]
  return {
    ...knownOf(row, values, commandLine),
    ...(row === null ? { title: unknownTitle(error) } : {}),
    evidence: [...told.flatMap(line), ...evidenceOfValues(values, source), ...ids.flatMap(line)],
  }
}

/** What the catalog knows of a code, with no refusal at hand. */
export function explainCode(row: AadstsRow, line: CommandLine): Explanation {
  return knownOf(row, readEntraValues(''), line)
}

function knownOf(row: AadstsRow | null, values: EntraValues, line: CommandLine): Explanation {
  const target = targetOf({ clientId: values.appId, tenant: values.tenant, cloud: globalCloud, line })
  return {
    id: row === null ? null : `aadsts/${row.code}`,
    title: row?.meaning ?? '',
    class: row?.class ?? null,
    causes: (row?.causes ?? []).map(causeWords),
    retry: row === null ? null : retryWords[row.retry],
    evidence: [],
    candidates: [],
    fix: fixesFor(row?.fix ?? null, target, { named: values }),
    source: row?.source.title ?? null,
    page: row?.source.address ?? null,
    uncertain: row?.uncertain ?? null,
  }
}

function unknownTitle({ codes, error }: EntraError): string {
  return codes.length > 0
    ? 'This code is not in our catalog: its text is all there is to go by.'
    : `Entra ID refused (${error ?? 'no error is named'}), and gave no code.`
}
