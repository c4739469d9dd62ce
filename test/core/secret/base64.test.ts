import { describe, expect, test } from 'vitest'
import { base64Inside, base64Of, printableIn } from '../../../src/core/secret/base64.ts'
import fc from '../../support/property.ts'

test('base64 of UTF-8, as Node makes it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      expect(base64Of(text)).toBe(Buffer.from(text).toString('base64'))
    }),
  )
})

describe('inside a longer text', () => {
  test('a value stands there in one of its forms, at whatever place, in either alphabet', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 8, maxLength: 40, unit: 'binary-ascii' }),
        fc.string({ maxLength: 5 }),
        fc.string({ maxLength: 5 }),
        (value, before, behind) => {
          const bytes = Buffer.from(before + value + behind)
          for (const text of [bytes.toString('base64'), bytes.toString('base64url')])
            expect(base64Inside(value).some(inside => text.includes(inside))).toBe(true)
        },
      ),
    )
  })

  test('its forms hold no digit that a neighbour shares, and all that are its own', () => {
    // 8 bytes are 64 bits, of which 60 fill digits of their own.
    expect(base64Inside('????????').map(({ length }) => length)).toEqual([10, 10, 10, 10, 10, 10])
    expect(base64Inside('???>>>???')[0]).toBe('Pz8/Pj4+Pz8/')
    expect(base64Inside('???>>>???')[1]).toBe('Pz8_Pj4-Pz8_')
  })
})

describe('the text that base64 holds', () => {
  test.each([
    ['plain', Buffer.from('client_secret=x').toString('base64'), 'client_secret=x'],
    ['with padding', Buffer.from('a secret').toString('base64'), 'a secret'],
    ['base64url', Buffer.from('a?>b~~~?>').toString('base64url'), 'a?>b~~~?>'],
    [
      'of more than its beginning',
      Buffer.from('twelve digits and more').toString('base64'),
      'twelve digits and more',
    ],
    ['UTF-16', Buffer.from('client_secret', 'utf16le').toString('base64'), 'client_secret'],
    ['lines and tabs', Buffer.from('a\tb\r\nc').toString('base64'), 'a\tb\r\nc'],
    ['cut behind a digit', `${Buffer.from('client').toString('base64')}Q`, 'client'],
  ])('%s', (_, digits, text) => {
    expect(printableIn(digits)).toBe(text)
  })

  test('whatever it begins with', () => {
    const codes = [9, 10, 13, ...Array.from({ length: 95 }, (_, at) => 32 + at)]
    for (const text of codes.map(code => `${String.fromCharCode(code)}bc`))
      expect(printableIn(Buffer.from(text).toString('base64'))).toBe(text)
  })

  test.each([
    ['bytes', Buffer.from([0xff, 0xfe, 0x01, 0x02]).toString('base64')],
    ['bytes behind a printable beginning', Buffer.from('plain words \u0001\u0002').toString('base64')],
    ['UTF-16 of other letters', Buffer.from('привет мир', 'utf16le').toString('base64')],
    ['zeros', Buffer.alloc(9).toString('base64')],
    ['zeros before their letters', Buffer.from('\0a\0b\0c').toString('base64')],
    ['what is no base64', '!!!!'],
  ])('none of %s', (_, digits) => {
    expect(printableIn(digits)).toBeNull()
  })
})
