import { afterAll, beforeAll, expect, test } from 'vitest'
import { restExamples, restFaults } from '../../tools/docs/rest-examples.ts'
import { type Stage, stage } from '../emulator/support.ts'

let emulator: Stage
beforeAll(async () => {
  emulator = await stage()
})
afterAll(() => emulator.stop())

test('each page about a credential that is set up in the directory has a request for it', () => {
  const pages = new Set(restExamples('.').map(({ page }) => page.slice('docs/credentials/'.length)))
  expect([...pages]).toEqual([
    'certificate.md',
    'client-secret.md',
    'federated-token.md',
    'managed-identity.md',
  ])
})

test('and the emulator takes them all', async () => {
  expect(await restFaults('.', emulator)).toEqual([])
})
