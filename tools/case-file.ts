import { readdirSync, readFileSync } from 'node:fs'
import type { FindingId } from '../src/core/findings/ids.ts'
import type { FindingReport } from '../src/core/report/report.ts'
import type { Case } from './case.ts'

/** fixtures/cases/<finding id>.json: what a finding is shown to see, what it then says, and what it nearly sees. */
export interface CaseFile {
  readonly fires: Case
  /** The same with another leaf, where the finding is silent. The path is a JSON Pointer (RFC 6901). */
  readonly nearMiss: { readonly path: string; readonly value: unknown }
  /** The finding in the report, written by `npm run cases -- --update`. */
  readonly expected: FindingReport
}

/** @param folder fixtures/cases, with a slash at its end */
export function readCaseFile(folder: URL, id: FindingId): CaseFile {
  return JSON.parse(readFileSync(new URL(`${id}.json`, folder), 'utf8'))
}

/** The ids that have a file. */
export function caseIds(folder: URL): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.json'))
    .map(name => name.replaceAll('\\', '/').slice(0, -'.json'.length))
}

export function nearMissOf({ fires, nearMiss: { path, value } }: CaseFile): Case {
  const names = path
    .split('/')
    .slice(1)
    .map(name => name.replaceAll('~1', '/').replaceAll('~0', '~'))
  return replaced(fires, names, value) as Case
}

function replaced(whole: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value
  if (Array.isArray(whole)) {
    return whole.map((item, at) => (String(at) === name ? replaced(item, rest, value) : item))
  }
  const members = Object.entries(Object(whole)).map(([key, member]) => [
    key,
    key === name ? replaced(member, rest, value) : member,
  ])
  return Object.fromEntries(members)
}
