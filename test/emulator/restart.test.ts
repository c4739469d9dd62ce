import { createHash } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { makeSigningKeys } from '../../src/emulator/signing.ts'
import { type Stage, stage } from './support.ts'

const stages: Stage[] = []
afterEach(async () => {
  for (const one of stages.splice(0)) await one.stop()
})

let drawn = 0

/** A start with keys and randomness of its own. */
async function begin(seed?: string, draw = 1): Promise<Stage> {
  const emulator = await stage(undefined, {
    keys: await makeSigningKeys(seed ?? null),
    randomBytes: count =>
      createHash('shake256', { outputLength: count }).update(`${draw} ${++drawn}`).digest(),
    ...(seed === undefined ? {} : { seed }),
  })
  stages.push(emulator)
  return emulator
}

const tokenWith = (emulator: Stage, clientId: string, secret: string) =>
  fetch(`${emulator.url}/${emulator.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: secret,
      scope: 'https://graph.microsoft.com/.default',
    }),
  }).then(answer => answer.json() as Promise<Record<string, unknown>>)

test('with a seed, secrets and tokens of before are taken', async () => {
  const before = await begin('class of May')
  const token = await before.token('reporting')
  const after = await begin('class of May', 2)
  expect(after.apps).toEqual(before.apps)
  expect((await after.send('GET', '/v1.0/users', { token })).status).toBe(200)
  const { clientId, secret } = before.apps.lab!
  expect(await tokenWith(after, clientId, secret)).toHaveProperty('access_token')
  const other = await begin('class of June')
  expect(other.apps.lab!.secret).not.toBe(secret)
})

test('without, both are told to be of an earlier start', async () => {
  const before = await begin()
  const token = await before.token('reporting')
  const after = await begin(undefined, 2)
  const { status, json } = await after.send('GET', '/v1.0/users', { token })
  expect([status, json.error.code, json.error.message]).toEqual([
    401,
    'InvalidAuthenticationToken',
    'Access token validation failure. The emulator adds: the token was signed by an earlier start of it.',
  ])
  const { clientId, secret } = before.apps.lab!
  const refused = await tokenWith(after, clientId, secret)
  expect(refused.error_codes).toEqual([7000215])
  expect(refused.error_description).toContain(
    'The emulator adds: the secret was made by an earlier start of it. Trace ID:',
  )
})

test('what is mistyped, or of another app, is not', async () => {
  const [before, after] = [await begin(), await begin(undefined, 2)]
  const { clientId, secret } = before.apps.lab!
  const own = after.apps.admin!.secret
  for (const wrong of [
    `${secret}x`,
    `${secret.slice(0, -1)}!`,
    secret.replace(/.$/, last => (last === 'A' ? 'B' : 'A')),
    own,
  ]) {
    const refused = await tokenWith(after, clientId, wrong)
    expect(refused.error_codes).toEqual([7000215])
    expect(refused.error_description).not.toContain('earlier')
  }
})
