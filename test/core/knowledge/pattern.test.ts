import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { changeRows } from '../../../src/core/knowledge/changes.ts'
import { gateRows } from '../../../src/core/knowledge/gates.ts'
import { narrowerRows } from '../../../src/core/knowledge/narrower.ts'
import { Pattern } from '../../../src/core/knowledge/pattern.ts'
import fc, { runs } from '../../support/property.ts'
import { index } from '../committed-index.ts'

test.each([
  ['/^\\/users\\/\\{id\\}$/', '/users/{id}', true],
  ['/^\\/users\\/\\{id\\}$/', '/groups/{id}', false],
  ['/^\\/users?$/', '/user', true],
  ['/^ab*c/', 'ac', true],
  ['/^a{2}b/', 'aab', true],
  ['/b\\.c/', 'abxcb.c', true],
  ['/(?:^one|two)/', 'x two', true],
  ['/(?:^one|two)/', 'x one', false],
  ['/^one(s|d)/', 'oned', true],
  ['/^\\/(a|b(c|d)?)\\//', '/bd/', true],
  ['/^\\/(a|b)(c|d)/', '/ad', true],
  ['/^\\/(?:a|b)/', '/c', false],
  ['/(?:[(|]a|b)/', 'b', true],
  ['/(a[)]b|c)/', 'c', true],
  ['/^\\/(x\\/(y|z)|(u|v)w)/', '/vw', true],
  ['/^\\/(x\\/(y|z)|(u|v)w)/', '/x/w', false],
  ['/^[ab]c/', 'bc', true],
  ['/^\\d+x/', '12x', true],
  ['/^One/i', 'oNE', true],
  ['/the token is {list} only/', 'the token is A.Read, B.Read only', true],
  ['/(?!x)y/', 'y', true],
  ['/^/', '', true],
])('%s fits %j: %s', (pattern, text, fits) => {
  expect(new Pattern(pattern).exec(text) !== null).toBe(fits)
})

test('what is not compiled would not have fitted', () => {
  const patterns = [...gateRows(), ...changeRows(), ...narrowerRows()].flatMap(({ path }) => path ?? [])
  expect(patterns.length).toBeGreaterThan(60)
  const templates = [...index.templates()].map(template => template.toLowerCase())
  for (const pattern of patterns) {
    const { compiled } = pattern
    const wrong = templates.filter(template => (pattern.exec(template) !== null) !== compiled.test(template))
    expect(wrong).toEqual([])
  }
})

test('no pattern of a table has alternatives outside of a group, unless it is compiled whatever it begins with', () => {
  const folder = new URL('../../../data/', import.meta.url)
  const patterns = readdirSync(folder)
    .filter(name => name.endsWith('.txt') && name !== 'permission-index.txt')
    .flatMap(name => readFileSync(new URL(name, folder), 'utf8').split('\n'))
    .flatMap(line => /^[\w-]+: \/(.+)\/(?!\w*i)\w*$/.exec(line)?.[1] ?? [])
  expect(patterns.length).toBeGreaterThan(90)
  const outside = (source: string): string => {
    const flat = source.replace(/\\.|\[(?:\\.|[^\]\\])*\]/g, 'x')
    const less = flat.replace(/\([^()]*\)/g, 'x')
    return less === flat ? flat : outside(less)
  }
  expect(patterns.filter(source => outside(source).includes('|'))).toEqual([])
})

test('of any pattern of letters, quantifiers and groups', () => {
  const part = fc.constantFrom(
    'a',
    'b',
    'ab',
    '\\/',
    '\\.',
    'a?',
    'b*',
    '(a|b)',
    '(?:ab|b)',
    '(a|(b|\\/))',
    '(b|a[)b])',
    '((a|b)\\/|ab)',
    '(a|b)?',
    '(a|b)+',
    '[ab]',
    '(?!a)',
    'a{0,2}',
    '\\w',
    '.',
  )
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      fc.string({ unit: fc.constantFrom('a', 'b', '/', '.'), maxLength: 8 }),
      (parts, anchored, text) => {
        const source = `${anchored ? '^' : ''}${parts.join('')}`
        const plain = new RegExp(source).exec(text)?.[0]
        expect(new Pattern(`/${source}/`).exec(text)?.[0]).toBe(plain)
      },
    ),
    runs(5_000),
  )
})
