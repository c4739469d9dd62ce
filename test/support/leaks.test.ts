import { describe, expect, test } from 'vitest'
import { type Kind, kinds, pem, plant } from '../canary/plants.ts'
import { Seed } from '../canary/seed.ts'
import { encoders } from './encoders.ts'
import { type Leak, leaks } from './leaks.ts'

// A search that finds nothing proves nothing, unless it is shown to find.

const seed = new Seed('scanner')
/** With characters that each encoding treats in its own way. */
const secret = `Qk38Q~a+b%c&d/e"f.${seed.text('abcdefghij+%/&"<~', 24)}`
const token = plant('access token', seed)

const found = (text: string, value: string): Leak[] => leaks(`before ${text} after`, new Map([[value, 'it']]))
const clothes = (text: string, value: string): string[] => found(text, value).map(({ as }) => as)

describe('the scanner finds a planted leak', () => {
  test.each(encoders)('a secret, %s, %s', (as, _, encode) => {
    const worn = clothes(encode(secret), secret)
    // The two base64s differ in two signs: a run may have neither.
    if (as === 'base64url') expect(worn).toEqual(expect.arrayContaining([expect.stringMatching(/^base64/)]))
    else expect(worn).toContain(as)
  })

  test.each(kinds)('of each kind, in every encoding: %s', kind => {
    const value = plant(kind, seed.branch(kind))
    for (const [as, how, encode] of encoders) {
      // A part of a short one is none of it, and a cut may take the header of a token alone.
      if (how === 'without its ends' || how === 'twenty characters of it') continue
      expect({ as, how, found: found(encode(value), value).length > 0 }).toEqual({ as, how, found: true })
    }
  })

  test("a token's payload and signature, on their own, and whole", () => {
    const [, payload, signature] = token.split('.')
    expect(clothes(`claims ${payload}`, token)).toContain('payload')
    expect(clothes(`signed ${signature}`, token)).toContain('signature')
    expect(clothes(`signed ${signature!.slice(40, 60)}`, token)).toEqual(['signature'])
    expect(clothes(token, token)).toEqual(expect.arrayContaining(['plain', 'payload', 'signature']))
    expect(clothes(Buffer.from(token).toString('base64'), token)).toContain('base64')
  })

  test('a key within its file', () => {
    const key = plant('private key', seed)
    expect(clothes(pem(key), key)).toContain('split over lines')
    expect(clothes(key.slice(900, 920), key)).toEqual(['plain'])
  })
})

describe('and nothing where there is nothing', () => {
  test('words, and less than twenty characters', () => {
    expect(found('Qk38Q~ and other words of the emulator, MAKE-BELIEVE', secret)).toEqual([])
    expect(found(secret.slice(0, 19), secret)).toEqual([])
    expect(found(plant('password', seed).slice(0, -1), plant('password', seed))).toEqual([])
  })

  test('the header of a token, with which they all begin', () => {
    expect(found(token.split('.')[0]!, token)).toEqual([])
  })

  test('a value of under eight characters', () => {
    expect(found('tenant', 'tenant')).toEqual([])
  })

  test('one secret is not the other', () => {
    const all = new Map(kinds.map((kind: Kind) => [plant(kind, seed.branch('one')), kind]))
    const others = kinds.map(kind => plant(kind, seed.branch('another')))
    // Tokens of one service begin alike in the payload too.
    const withoutTokens = others.filter(text => !text.startsWith('eyJ'))
    expect(leaks(withoutTokens.join('\n'), all)).toEqual([])
  })
})
