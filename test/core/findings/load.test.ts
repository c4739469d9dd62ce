import { describe, expect, test } from 'vitest'
import { deriveFacts } from '../../../src/core/derive-facts.ts'
import { diagnose } from '../../../src/core/diagnose.ts'
import type { Facts, ReadableToken } from '../../../src/core/facts.ts'
import { findingIds } from '../../../src/core/findings/ids.ts'
import { findings } from '../../../src/core/findings/index.ts'
import { findingsFor } from '../../../src/core/findings/load.ts'
import { nothingObserved, type Observed } from '../../../src/core/observed.ts'
import type { SignatureResult } from '../../../src/core/token/signature.ts'
import { type Case, factsOfCase } from '../../../tools/case.ts'
import { readCase, withClaims } from '../../support/cases.ts'
import { index } from '../committed-index.ts'

test.each(findingIds.flatMap(id => (['fires', 'near-miss'] as const).map(name => [id, name] as const)))(
  'what is loaded for the case of %s that %s finds all that there is to find',
  async (id, name) => {
    const facts = await factsOfCase(readCase(id, name), index)
    expect(diagnose(facts, index, await findingsFor(facts))).toEqual(diagnose(facts, index, findings))
  },
)

const signatures: readonly SignatureResult[] = (
  ['not-asked', 'out-of-reach', 'none-fits', 'unusable'] as const
).map(keys => ({ status: 'not-checked', keys, reason: 'a reason', kid: 'a-key', graphNonce: false }))

test.each([
  ...signatures.map(
    signature => [`a signature not checked (${signature.keys})`, { token: { signature } }] as const,
  ),
  ['a question about the token', { asked: 'token' }],
  ['an app expected', { expect: 'app-only' }],
  ['a user expected', { expect: 'delegated' }],
  ['a clock that is off', { clockOffset: -400 }],
  ['the built-in tenant', { emulator: 'http://127.0.0.1:1', asked: 'token' }],
] as const)('with %s the same holds for all cases', async (_, change: Changed) => {
  for (const id of findingIds) {
    const facts = changed(await factsOfCase(readCase(id, 'fires'), index), change)
    expect(diagnose(facts, index, await findingsFor(facts)), id).toEqual(diagnose(facts, index, findings))
  }
})

interface Changed extends Partial<Omit<Facts, 'token'>> {
  readonly token?: { readonly signature: SignatureResult }
}

function changed(facts: Facts, { token, ...others }: Changed): Facts {
  const isReadable = facts.token?.form === 'jwt'
  return {
    ...facts,
    ...others,
    ...(isReadable ? { token: { ...facts.token, ...token } as ReadableToken } : {}),
  }
}

test('for a token that nothing was asked of the findings of operations and consent are not read', async () => {
  const { operations: _, ...input } = readCase('token/expired', 'fires')
  const groups = new Set(
    (await findingsFor(await factsOfCase(input, index))).map(({ id }) => id.split('/')[0]),
  )
  expect(groups).toEqual(new Set(['token']))
})

test('nor is any for one that is in order, and whose keys were not asked for', async () => {
  const { operations: _, answers: __, ...input } = readCase('operation/silent-under-permission', 'near-miss')
  const facts = changed(await factsOfCase(input, index), {
    asked: 'token',
    token: { signature: signatures[0]! },
  })
  expect(await findingsFor(facts)).toEqual([])
  expect((await findingsFor({ ...facts, expect: 'app-only' })).map(({ id }) => id)).toContain(
    'token/unverified-signature',
  )
})

test('where nobody holds anything and nobody called, those alone are read that speak of what was asked', async () => {
  const { operations } = await factsOfCase(readCase('operation/basic-properties', 'fires'), index)
  const observed = { ...nothingObserved, operations: operations.map(({ operation }) => operation) }
  const facts = deriveFacts(observed as Observed, index)
  const found = (await findingsFor(facts)).map(({ id }) => id)
  expect(found).toContain('operation/basic-properties')
  expect(found).not.toContain('operation/refused')
  expect(diagnose(facts, index, await findingsFor(facts))).toEqual(diagnose(facts, index, findings))
})

describe('where Graph answered all that was asked, with a token that is in order', () => {
  const clear = readCase('operation/silent-under-permission', 'near-miss')

  async function loaded(input: Case): Promise<string[]> {
    const facts = await factsOfCase(input, index)
    const some = await findingsFor(facts)
    expect(diagnose(facts, index, some)).toEqual(diagnose(facts, index, findings))
    return some.map(({ id }) => id)
  }

  test('no finding about the token or about refusals is read', async () => {
    const ids = await loaded(clear)
    expect(ids).toContain('operation/silent-under-permission')
    expect(ids.filter(id => id.startsWith('token/'))).toEqual([])
    expect(ids).not.toContain('operation/missing-permission')
  })

  test.each([
    ['another kind of access was expected', { ...clear, expect: 'delegated' }],
    ['the clocks differ', { ...clear, clockOffset: 301 }],
    ['it is dated too late', withClaims(clear, { iat: 1795376460, nbf: 1795376460 })],
    ['it is for another audience', withClaims(clear, { aud: 'https://management.azure.com' })],
    ['it is of another tenant', withClaims(clear, { tid: '00000000-0000-4000-8000-000000000000' })],
    ['it is bound to a key', withClaims(clear, { cnf: { kid: 'make-believe-key' } })],
    ['it has expired', { ...clear, at: '2026-11-22T21:41:07Z' }],
    ['it was altered', { ...clear, token: { ...clear.token!, alteredAfterSigning: { roles: [] } } }],
    ['its signature is cut short', { ...clear, token: { ...clear.token!, signatureLength: 300 } }],
    ['it was signed by nobody known', { ...clear, token: { ...clear.token!, publishedKid: 'another' } }],
  ] as const)('but those about the token are where %s', async (_, input) => {
    expect(await loaded(input as Case)).toContain('token/expired')
  })

  test('and those about operations are where one of two was not sent', async () => {
    const ids = await loaded({ ...clear, operations: [...clear.operations!, 'GET /users'] })
    expect(ids).toContain('operation/missing-permission')
  })
})
