import { expect, test } from 'vitest'
// @ts-expect-error: plain JavaScript
import { asciiOnly } from '../../tools/ascii-only.js'
// @ts-expect-error: plain JavaScript
import jsonwebtoken from '../../tools/jsonwebtoken.js'

test('a chunk in ASCII means what it meant', () => {
  const code = "['✔ \u00e4', `…\ud83d\ude00`, /^[✔✖]$/.test('✖'), /^\ud83d\ude00$/u.test('\ud83d\ude00')]"
  const bundle = { a: { type: 'chunk', code }, b: { type: 'asset', source: '✔' } }
  asciiOnly().generateBundle({}, bundle)
  expect(bundle.a.code).toMatch(/^[\x20-\x7e]+$/)
  // biome-ignore lint/security/noGlobalEval: what it means is what is asked
  expect(eval(bundle.a.code)).toEqual(['✔ ä', '…😀', true, true])
  expect(bundle.b.source).toBe('✔')
})

test('what is left out of the bundle says so where it is missed', () => {
  expect(() => jsonwebtoken.sign()).toThrow(/left out of the bundle/)
})
