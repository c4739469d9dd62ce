import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { findingIds } from '../src/core/findings/ids.ts'
import { findings } from '../src/core/findings/index.ts'
import { type FindingReport, reportOf } from '../src/core/report/report.ts'
import { openIndex } from '../src/core/tables/permission-index.ts'
import { readIndexText } from '../src/edges/data.ts'
import { factsOfCase } from './case.ts'
import { readCaseFile } from './case-file.ts'

/**
 * Plays the cases of fixtures/cases: what each finding says now, beside what is expected.
 *
 *     node build/tools/cases.js [--update]
 *
 * Exit code 1 where they differ; with --update what is said now is written down, to be read in the diff.
 */
const folder = pathToFileURL(`${process.cwd()}/fixtures/cases/`)
const isUpdate = process.argv.includes('--update')
const index = openIndex(readIndexText())
const data = { source: 'a table', commit: '0'.repeat(40), date: '2026-08-07' }

let changed = 0
for (const id of findingIds) {
  const file = readCaseFile(folder, id)
  const report = reportOf(await factsOfCase(file.fires, index), index, findings, {
    version: '0.0.0',
    data,
    rows: false,
  })
  const said = report.findings.find(finding => finding.id === id) ?? null
  if (JSON.stringify(said) === JSON.stringify(file.expected)) continue
  changed++
  console.log(`${id}: ${said === null ? 'silent' : isUpdate ? 'written' : 'says something else'}`)
  if (said !== null && isUpdate) write(id, said)
}
console.log(`${findingIds.length} cases, ${changed} ${isUpdate ? 'changed' : 'differ'}.`)
process.exitCode = changed > 0 && !isUpdate ? 1 : 0

function write(id: string, expected: FindingReport): void {
  const path = new URL(`${id}.json`, folder)
  const file = JSON.parse(readFileSync(path, 'utf8'))
  writeFileSync(path, `${JSON.stringify({ ...file, expected }, null, 2)}\n`)
}
