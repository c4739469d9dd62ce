import { describe, expect, test } from 'vitest'
import { KnownSecrets } from '../../../src/core/secret/known.ts'
import { Secret } from '../../../src/core/secret.ts'
import { kinds, plant } from '../../canary/plants.ts'
import { Seed } from '../../canary/seed.ts'
import { encoders } from '../../support/encoders.ts'
import { leaks } from '../../support/leaks.ts'

const seed = new Seed('known')

function knowing(...values: string[]): KnownSecrets {
  const known = new KnownSecrets()
  for (const value of values) known.add(new Secret('it', value))
  return known
}

describe('a secret that is known is taken out, whatever it stands in', () => {
  test.each(kinds.map(kind => ({ kind, value: plant(kind, seed.branch(kind)) })))('$kind', ({ value }) => {
    for (const [as, how, encode] of encoders) {
      const text = `before (${encode(value)}) after`
      const out = knowing(value).takeOutOf(text)
      expect({ as, how, leaks: leaks(out, new Map([[value, 'it']])) }).toEqual({ as, how, leaks: [] })
      expect(out).toMatch(/^before \(/)
      expect(out).toMatch(/\) after$/)
    }
  })
})

test('what cannot be encoded is no reason to fail', () => {
  const value = 'make\ud800believe\udc00-secret-\u00e9\ud83d\ude00'
  const known = knowing(value)
  expect(known.takeOutOf(`a ${value} b`)).not.toContain('believe')
  const form = new URLSearchParams({ client_secret: value }).toString()
  expect(known.takeOutOf(form)).not.toContain('believe')
})

test('what is short, a placeholder or an id is not looked for', () => {
  const text = 'tenant 6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11, <client-secret>'
  expect(knowing('tenant', '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11', '<client-secret>').takeOutOf(text)).toBe(
    text,
  )
})
