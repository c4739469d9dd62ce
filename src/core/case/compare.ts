import type { CaseChange, CaseReport } from '../report/case.ts'
import type { Report } from '../report/report.ts'
import type { DataSources } from '../tables/permission-index.ts'
import type { Case, Said } from './form.ts'
import { withPseudonyms } from './stand-ins.ts'

/** The report of a case: with names in the place of people again, and with what has changed since it was written. */
export function reportOfCase(report: Report, written: Case): Report {
  const { tool, data, at, said } = written
  const seconds = Date.parse(at) / 1000
  return {
    ...withPseudonyms(report),
    case: {
      at: { value: seconds, time: at },
      version: tool.version,
      data,
      same: tool.version === report.tool.version && sameData(data, report.data),
      changes: changesSince(said, report),
    } satisfies CaseReport,
  }
}

function sameData(a: DataSources, b: DataSources): boolean {
  const told = ({ source, commit, date, documentation }: DataSources): string =>
    JSON.stringify([source, commit, date, documentation?.commit ?? null, documentation?.date ?? null])
  return told(a) === told(b)
}

/** What of an answer is another one now: its verdict, those of operations, and findings. */
function changesSince(said: Said, { verdict, operations, findings }: Report): CaseChange[] {
  const verdicts: CaseChange[] = operations.flatMap((operation, about) => {
    const from = said.operations[about]?.verdict ?? null
    const to = operation.verdict ?? null
    return from === to ? [] : [{ what: 'operation', about, from, to }]
  })
  const [before, now] = [standings(said.findings), standings(findings)]
  const found: CaseChange[] = [...new Map([...before, ...now]).values()].flatMap(({ key, id, about }) => {
    const [from, to] = [before.get(key)?.standing ?? null, now.get(key)?.standing ?? null]
    return from === to ? [] : [{ what: 'finding', id, about, from, to }]
  })
  return [
    ...(said.verdict === verdict ? [] : [{ what: 'verdict' as const, from: said.verdict, to: verdict }]),
    ...verdicts,
    ...found,
  ]
}

interface Standing {
  readonly key: string
  readonly id: string
  readonly about: Said['findings'][number]['about']
  /** How sure and how grave it is. */
  readonly standing: string
}

function standings(findings: Said['findings']): Map<string, Standing> {
  return new Map(
    findings.map(({ id, about, severity, certainty }) => {
      const key = `${id} ${about}`
      return [key, { key, id, about, standing: `${severity}, ${certainty}` }]
    }),
  )
}
