import { describe, expect, test } from 'vitest'
import { hidden, hiddenForm, matchesOf, withoutHits } from '../../../src/core/secret/hidden.ts'
import { Secret } from '../../../src/core/secret.ts'
import fc from '../../support/property.ts'

const at = (start: number, end: number, what = 'key') => ({ start, end, what })

describe('what is hit is replaced', () => {
  test.each([
    ['nothing', [], 'abcdefghij'],
    ['the beginning', [at(0, 3)], '[key, not shown: 3 characters]defghij'],
    ['the end', [at(7, 10)], 'abcdefg[key, not shown: 3 characters]'],
    [
      'two apart',
      [at(1, 2), at(4, 6)],
      'a[key, not shown: 1 characters]cd[key, not shown: 2 characters]ghij',
    ],
    [
      'two side by side',
      [at(1, 3), at(3, 5)],
      'a[key, not shown: 2 characters][key, not shown: 2 characters]fghij',
    ],
    [
      'two that overlap, under the name of the first',
      [at(3, 6, 'pin'), at(1, 4)],
      'a[key, not shown: 5 characters]ghij',
    ],
    ['one in another', [at(2, 4, 'pin'), at(1, 6)], 'a[key, not shown: 5 characters]ghij'],
    [
      'two that begin together: the longer names it',
      [at(1, 3, 'pin'), at(1, 6)],
      'a[key, not shown: 5 characters]ghij',
    ],
    ['two that end together', [at(1, 6), at(3, 6, 'pin')], 'a[key, not shown: 5 characters]ghij'],
  ])('%s', (_, hits, out) => {
    expect(withoutHits('abcdefghij', hits)).toBe(out)
  })

  test('and nothing else, whatever the order', () => {
    const text = 'abcdefghijklmnopqrstuvwxyz'
    const hit = fc
      .tuple(fc.nat(25), fc.nat(25))
      .map(([one, other]) => at(Math.min(one, other), Math.max(one, other) + 1))
    fc.assert(
      fc.property(fc.array(hit, { maxLength: 6 }), hits => {
        const rest = [...text].filter(
          (_, place) => !hits.some(({ start, end }) => start <= place && place < end),
        )
        const shown = withoutHits(text, hits)
        expect(shown.replaceAll(/\[key, not shown: \d+ characters\]/g, '')).toBe(rest.join(''))
        expect(withoutHits(text, hits.toReversed())).toBe(shown)
      }),
    )
  })
})

test('what was hidden is known again', () => {
  for (const text of [hidden('client secret', 40), hidden('key', 1), String(new Secret('access token', 'x'))])
    expect(hiddenForm.exec(text)?.[0]).toBe(text)
  for (const text of ['[key, shown: 3 characters]', '[Key, not shown: 3 characters]', 'key, not shown'])
    expect(hiddenForm.test(text)).toBe(false)
})

test('all matches are found, again and again', () => {
  const pattern = /a(\d)/g
  for (let turn = 0; turn < 2; turn++)
    expect(matchesOf(pattern, 'a1 b a2').map(({ 1: digit, index }) => [digit, index])).toEqual([
      ['1', 0],
      ['2', 5],
    ])
  expect(matchesOf(pattern, 'b')).toEqual([])
})
