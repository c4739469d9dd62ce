import { describe, expect, test } from 'vitest'
import type { TokenCheck } from '../../../src/core/token/checks.ts'
import type { KeyFate, SignatureResult } from '../../../src/core/token/signature.ts'
import { asksAboutToken, doubtOf, isProven, type Question } from '../../../src/core/token/standing.ts'

const names = [
  'form',
  'alg',
  'signature',
  'issuer',
  'tid',
  'tenant',
  'audience',
  'lifetime',
  'client',
] as const

function examined(
  over: Partial<Record<TokenCheck['check'], TokenCheck['status']>>,
  keys?: KeyFate | 'mismatch',
) {
  const status = keys === undefined ? 'verified' : keys === 'mismatch' ? keys : 'not-checked'
  const signature: SignatureResult = {
    status,
    ...(status === 'not-checked' ? { keys: keys as KeyFate } : {}),
    reason: 'why',
    kid: null,
    graphNonce: false,
  }
  const checks = names.map((check): TokenCheck => ({ check, status: over[check] ?? 'passed', reason: '' }))
  return { checks, signature }
}

const inspect: Question = { asked: 'token', expect: null, keysGiven: false, claimsOnly: false, tenant: null }
const road: Question = { ...inspect, asked: 'operations' }
const gate: Question = { ...inspect, expect: 'app-only' }
const fates = ['not-asked', 'out-of-reach', 'none-fits', 'unusable'] as const

test('what asks about the token', () => {
  expect([inspect, road].map(asksAboutToken)).toEqual([true, false])
  expect(asksAboutToken({ ...road, expect: 'delegated' })).toBe(true)
  expect(asksAboutToken({ ...road, keysGiven: true })).toBe(true)
  expect(asksAboutToken({ ...road, claimsOnly: true, tenant: 'x' })).toBe(false)
})

describe('proven', () => {
  test('is what was verified and passed; what nothing was configured for may be left out', () => {
    expect(isProven(examined({}))).toBe(true)
    expect(isProven(examined({ tenant: 'not-checked', client: 'not-checked', tid: 'not-checked' }))).toBe(
      true,
    )
    expect(isProven(examined({ lifetime: 'not-checked' }))).toBe(false)
  })

  test.each(names)('is nothing whose %s failed', check => {
    expect(isProven(examined({ [check]: 'failed' }))).toBe(false)
  })

  test.each([...fates, 'mismatch'] as const)('is nothing whose signature is %s', keys => {
    expect(isProven(examined({}, keys))).toBe(false)
  })
})

describe('doubt', () => {
  const [of, reason] = [
    (question: Question) => fates.map(keys => doubtOf(examined({}, keys), question)),
    {
      'not-asked': 'its signature is not verified, since its keys were not asked for',
      'out-of-reach': 'its signature is not verified, since its keys are out of reach',
      'none-fits': 'no key that was had signed it',
      unusable: 'its signature is not verified: why',
    },
  ]
  const all = fates.map(keys => reason[keys])

  test('of a signature, by what was asked', () => {
    expect(of(inspect)).toEqual([null, ...all.slice(1)])
    expect(of(road)).toEqual([null, null, null, null])
    for (const question of [gate, { ...road, expect: 'app-only' as const }]) expect(of(question)).toEqual(all)
    for (const question of [inspect, road]) expect(of({ ...question, keysGiven: true })).toEqual(all)
    for (const question of [inspect, road, gate]) {
      expect(of({ ...question, claimsOnly: true })).toEqual([null, null, null, null])
    }
  })

  test('none, where the signature was decided', () => {
    for (const question of [inspect, road, gate]) {
      expect(doubtOf(examined({}), question)).toBeNull()
      expect(doubtOf(examined({}, 'mismatch'), question)).toBeNull()
    }
  })

  test('of a damaged form on the road, where nobody verified it', () => {
    expect(doubtOf(examined({ form: 'failed' }, 'not-asked'), road)).toBe('its form is damaged')
    expect(doubtOf(examined({ alg: 'failed' }, 'not-asked'), road)).toBeNull()
    expect(doubtOf(examined({ form: 'failed' }), road)).toBeNull()
  })

  test('of a lifetime and a tenant that could not be compared, at a gate only', () => {
    const noEnd = examined({ lifetime: 'not-checked' })
    expect(doubtOf(noEnd, gate)).toBe('it does not say when it expires')
    expect(doubtOf(noEnd, inspect)).toBeNull()
    expect(doubtOf(examined({ lifetime: 'failed' }), gate)).toBeNull()
    const domain = examined({ tenant: 'not-checked' })
    const named = { ...gate, tenant: 'contoso.example' }
    expect(doubtOf(domain, named)).toBe(
      'its tenant could not be compared: a token carries an id, and a domain name is configured',
    )
    expect(doubtOf(domain, gate)).toBeNull()
    expect(doubtOf(domain, { ...named, expect: null })).toBeNull()
    expect(doubtOf(examined({ tenant: 'failed' }), named)).toBeNull()
    expect(doubtOf(examined({ client: 'not-checked', audience: 'not-checked' }), named)).toBeNull()
  })
})
