import { describe, expect, test } from 'vitest'
import { reportOfCase } from '../../../src/core/case/compare.ts'
import { readCase } from '../../../src/core/case/read.ts'
import { mapped } from '../../../src/core/case/stand-ins.ts'
import { caseOf } from '../../../src/core/case/write.ts'
import { deriveFacts } from '../../../src/core/derive-facts.ts'
import { findingIds } from '../../../src/core/findings/ids.ts'
import { findings } from '../../../src/core/findings/index.ts'
import type { Observed } from '../../../src/core/observed.ts'
import { type Report, reportOf } from '../../../src/core/report/report.ts'
import { KnownSecrets } from '../../../src/core/secret/known.ts'
import { observeCase } from '../../../tools/case.ts'
import { readCase as readFixture, reportOptions } from '../../support/cases.ts'
import { index } from '../committed-index.ts'

const options = { ...reportOptions, known: new KnownSecrets(), fileFlags: ['token-file'] }

function judged(observed: Observed): Report {
  return reportOf(deriveFacts(observed, index), index, findings, reportOptions)
}

function opened(text: string): Report {
  const { observed, written } = readCase(text, options.fileFlags)
  return reportOfCase(judged(observed), written)
}

describe.each(findingIds)('a case of %s says what the run said', id => {
  test.each(['fires', 'near-miss'] as const)('%s', async name => {
    const observed = await observeCase(readFixture(id, name))
    const report = judged(observed)
    const { written, people } = caseOf(observed, report, index, options)
    const again = opened(JSON.stringify(written))
    const named = <Value>(value: Value): Value => mapped(value, text => people.without(text))
    expect(again.case).toMatchObject({ same: true, changes: [] })
    expect(again.findings).toEqual(named(report.findings))
    // A gate opens for no file: the one thing that may be said differently.
    const isGate = observed.expect !== null && report.verdict === 'clear'
    expect(again.verdict).toBe(isGate ? 'undetermined' : report.verdict)
    expect(again.operations.map(({ verdict, certain }) => ({ verdict, certain }))).toEqual(
      report.operations.map(({ verdict, certain }) => ({ verdict, certain })),
    )
    expect(again.notChecked).toEqual(report.notChecked)
    expect(again.headline?.mark).not.toBe('good')
  })
})

test.each([
  ['workload/mailbox-unavailable', 'ada%40contoso.example'],
  ['workload/mailbox-unavailable', 'ada@contoso.example'],
  ['workload/exchange-mailbox-out-of-scope', '0d4f9a52-6a0e-4b0a-9d8e-1b2c3d4e5f60'],
  ['workload/exchange-application-access-policy', 'ada_x.com%23EXT%23@contoso.example'],
] as const)('next steps of %s name %s by number', async (id, user) => {
  const input = readFixture(id, 'fires')
  const operations = input.operations!.map(line => line.replace(/\/users\/[^/]+/, `/users/${user}`))
  const observed = await observeCase({ ...input, operations })
  const report = judged(observed)
  const { written, people } = caseOf(observed, report, index, options)
  const named = <Value>(value: Value): Value => mapped(value, text => people.without(text))
  expect(opened(JSON.stringify(written)).findings).toEqual(named(report.findings))
  expect(JSON.stringify(written)).not.toMatch(/ada|contoso\.example|0d4f9a52/)
})
