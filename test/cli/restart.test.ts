import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeSigningKeys } from '../../src/emulator/signing.ts'
import { type Stage, stage } from '../emulator/support.ts'
import { report, settings, why403 } from './support.ts'

/** Two starts of the emulator: what the first one made is taken to the second. */
let before: Stage
let after: Stage
let token: string
beforeAll(async () => {
  const begin = async (): Promise<Stage> => stage(undefined, { keys: await makeSigningKeys(), randomBytes })
  before = await begin()
  after = await begin()
  token = await before.token('reporting')
})
afterAll(() => Promise.all([before.stop(), after.stop()]))

test('a secret of before: why403 says so, and nothing that it might have been otherwise', async () => {
  const env = { ...settings(before), WHY403_EMULATOR: after.url }
  const { findings } = await report([], { env })
  const shown = findings.filter(({ becauseOf }: { becauseOf: string | null }) => becauseOf === null)
  expect(shown[0]).toMatchObject({ id: 'acquire/secret-of-earlier-start', certainty: 'certain' })
  const { code, out } = await why403([], { env })
  expect(code).toBe(1)
  expect(out).toContain('The client secret is of an earlier start of the emulator.')
  expect(out).not.toContain('spread yet')
})

test('a token of before: it is not sent, and why403 says whose it is', async () => {
  const env = { WHY403_EMULATOR: after.url }
  const { findings, verdict } = await report(['--token-file', 'kept'], { env, files: { kept: token } })
  expect(verdict).toBe('problem')
  expect(findings[0]).toMatchObject({ id: 'token/signed-by-earlier-start', certainty: 'likely' })
  const own = await report(['--token-file', 'kept'], {
    env: { WHY403_EMULATOR: before.url },
    files: { kept: token },
  })
  expect(own.findings.map(({ id }: { id: string }) => id)).not.toContain('token/signed-by-earlier-start')
})

test('what another client was answered, pasted', async () => {
  const { text } = await after.send('GET', '/v1.0/users', { token })
  const { code, out } = await why403(['explain'], { stdin: text })
  expect(code).toBe(1)
  expect(out).toContain('an earlier start of it did')
  expect(out).not.toContain('cut when it was copied')
})
