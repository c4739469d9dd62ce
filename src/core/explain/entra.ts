import { globalCloud } from '../clouds.ts'
import type { CommandLine } from '../command-line.ts'
import { evidenceOfValues } from '../findings/acquire/values.ts'
import type { Evidence } from '../findings/finding.ts'
import { lookUpCode } from '../fixes/look-up.ts'
import { fixesFor } from '../fixes/registry.ts'
import { targetOf } from '../fixes/target.ts'
import { type AadstsRow, aadstsRow, rangeWords, retryWords, unknownCode } from '../knowledge/aadsts.ts'
import { isTextTest, weigh } from '../knowledge/cause.ts'
import { sourceOf } from '../knowledge/sources.ts'
import { answerByText, type RefusalText } from '../refusal/cause-in-text.ts'
import type { EntraError } from '../refusal/entra.ts'
import { readEntraValues } from '../refusal/entra-values.ts'
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
  const [code] = error.codes
  const line = ([name, actual]: readonly [string, string | number | null]): Evidence[] =>
    actual === null || actual === '' ? [] : [{ name, expected: null, actual: String(actual), source }]
  return {
    ...(row === null
      ? unknownOf(unknownTitle(error), code)
      : knownOf(row, { message: error.message, values, cloud: null }, commandLine)),
    evidence: [...told.flatMap(line), ...evidenceOfValues(values, source), ...ids.flatMap(line)],
  }
}

/**
 * What the catalog knows of a code, with no refusal at hand: `AADSTS7000215`, `aadsts/7000215`, `7000215`. Of a number
 * that it does not have Microsoft's own page may know. Null: it is none.
 */
export function explainNumber(word: string, line: CommandLine): Explanation | null {
  const number = /^(?:aadsts\/?)?(\d{5,8}):?$/i.exec(word)?.[1]
  if (number === undefined) return null
  const code = Number(number)
  const row = aadstsRow([code])
  return row === null
    ? unknownOf(`AADSTS${code} is not in our catalog.${rangeWords(code)}`, code)
    : knownOf(row, { message: '', values: readEntraValues(''), cloud: null }, line)
}

function knownOf(row: AadstsRow, text: RefusalText, line: CommandLine): Explanation {
  const { values } = text
  const target = targetOf({ clientId: values.appId, tenant: values.tenant, cloud: globalCloud, line })
  return {
    id: `aadsts/${row.code}`,
    title: row.meaning,
    class: row.class,
    causes: causesOf(row, text),
    retry: retryWords[row.retry],
    evidence: [],
    candidates: [],
    fix: fixesFor(row.fix, target, { named: values }),
    source: row.source.title,
    page: row.source.address,
    uncertain: row.uncertain ?? null,
  }
}

/** Those that the text proves come first, and those that it rules out are left out. */
function causesOf({ causes }: AadstsRow, text: RefusalText): readonly string[] {
  const weighed = weigh(causes, test => (isTextTest(test) ? answerByText(test, text) : null))
  const left = weighed.filter(({ standing }) => standing !== 'ruled-out').map(({ says }) => says)
  return left.length > 0 || causes.length === 0
    ? left
    : ['None of the causes that are known fits: the text rules out each of them.']
}

function unknownOf(title: string, code: number | undefined): Explanation {
  return {
    ...{ id: null, title, class: null, causes: [], retry: null, evidence: [], candidates: [] },
    fix: code === undefined ? readBody() : lookUpCode(globalCloud, code),
    ...{ source: null, page: null, uncertain: null },
  }
}

function readBody(): Explanation['fix'] {
  const { address } = sourceOf('entra-error-codes')
  const label = "Print the body of Entra ID's answer: its error_description begins with the code that tells"
  return address === null ? [] : [{ label, url: address }]
}

function unknownTitle({ codes, error }: EntraError): string {
  return codes.length > 0
    ? unknownCode(error, codes[0] ?? null)
    : error === null
      ? 'Entra ID refused to issue a token, and the text does not hold what it said.'
      : `Entra ID refused (${error}), and gave no code.`
}
