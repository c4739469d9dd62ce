import type { FindingId } from '../../src/core/findings/ids.ts'
import { findings } from '../../src/core/findings/index.ts'
import type { FindingReport, Report } from '../../src/core/report/report.ts'
import { reportOf } from '../../src/core/report/report.ts'
import { type Case, factsOfCase } from '../../tools/case.ts'
import { nearMissOf, readCaseFile } from '../../tools/case-file.ts'
import { index } from '../core/committed-index.ts'

export const casesFolder = new URL('../../fixtures/cases/', import.meta.url)

export const reportOptions = {
  version: '0.0.0',
  data: { source: 'a table', commit: '0'.repeat(40), date: '2026-08-07' },
  rows: false,
}

export function readCase(id: FindingId, name: 'fires' | 'near-miss'): Case {
  const file = readCaseFile(casesFolder, id)
  return name === 'fires' ? file.fires : nearMissOf(file)
}

export function expectedOfCase(id: FindingId): FindingReport {
  return readCaseFile(casesFolder, id).expected
}

/** The case played against the real core and the real tables. */
export async function play(input: Case): Promise<Report> {
  return reportOf(await factsOfCase(input, index), index, findings, reportOptions)
}

/** What the case says under one id; empty when the finding is silent. */
export async function found(id: string, input: Case): Promise<FindingReport[]> {
  return (await play(input)).findings.filter(finding => finding.id === id)
}

/** The case with other claims. */
export function withClaims(input: Case, claims: Record<string, unknown>): Case {
  const token = input.token!
  return { ...input, token: { ...token, claims: { ...token.claims, ...claims } } }
}

/** The case with a signed-in user's token instead. */
export function asUser(input: Case, scp: string): Case {
  const claims = { idtyp: 'user', xms_idrel: '1 30', sub: 'pairwise', upn: 'ada@contoso.example' }
  return withClaims(input, { ...claims, roles: undefined, scp })
}
