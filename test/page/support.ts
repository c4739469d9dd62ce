import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { LookUp } from '../../src/core/looked-up.ts'
import { version } from '../../src/version.ts'
import { index } from '../core/committed-index.ts'
import { start } from '../emulator/support.ts'

/** What the page's answers depend on, at the time of the tests. */
export const lookUp: LookUp = {
  index,
  options: { version, data: index.source },
  shell: 'posix',
  now: Math.floor(start / 1000),
}

const pastedFolder = new URL('../../fixtures/responses/pasted/', import.meta.url)

/** Pastes of all kinds, by name. */
export const pastes: ReadonlyMap<string, string> = new Map(
  readdirSync(pastedFolder)
    .filter(name => name.endsWith('.txt'))
    .map(name => [name, readFileSync(new URL(name, pastedFolder), 'utf8')]),
)

export interface ReportedCase {
  readonly id: string
  readonly given: {
    readonly paste?: string
    readonly operation?: string
    readonly claims?: Readonly<Record<string, unknown>>
  }
}

/** Reports of people, which stand beside the project where it is developed; none elsewhere. */
export function reportedCases(): ReportedCase[] {
  const file = new URL('../../../shared/cases/reports.jsonl', import.meta.url)
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))
}

/** A token that nobody signed, of a quarter of an hour around the time of the tests. */
export function tokenOf(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const { now } = lookUp
  const usual = {
    aud: 'https://graph.microsoft.com',
    iss: 'https://sts.windows.net/0c5b8f17-7d64-4a93-9a0e-b1d2c3e4f5a6/',
    ...{ iat: now - 300, nbf: now - 300, exp: now + 600, idtyp: 'app', ver: '1.0' },
    tid: '0c5b8f17-7d64-4a93-9a0e-b1d2c3e4f5a6',
    appid: '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11',
  }
  return [part({ typ: 'JWT', alg: 'RS256', kid: 'k1' }), part({ ...usual, ...claims }), 'A'.repeat(342)].join(
    '.',
  )
}
