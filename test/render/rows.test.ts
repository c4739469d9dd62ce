import { expect, test } from 'vitest'
import { csvWriter, ndjsonWriter, picked } from '../../src/render/rows.ts'

/** The pages of one operation after the other, as csv. */
function csv(operations: readonly object[][][], columns: readonly string[] | null = null): string {
  const writer = csvWriter(columns)
  return operations
    .map(pages => writer.begin() + pages.map(rows => writer.page(rows as Record<string, unknown>[])).join(''))
    .join('')
}

test.each([
  ['=1+1', "'=1+1"],
  ['+49 30', "'+49 30"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\\u{9}=1"],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  [' blank', '" blank"'],
  ['two\nlines', 'two\\u{a}lines'],
  ['plain', 'plain'],
  [null, ''],
  [true, 'true'],
  [{ a: 1 }, '"{""a"":1}"'],
])('a cell %j is written %s', (cell, written) => {
  expect(csv([[[{ x: cell }]]])).toBe(`x\n${written}\n`)
})

test('columns are the members of all entities, in the order they come', () => {
  expect(csv([[[{ a: 1 }, { b: 2, a: 3 }]]])).toBe('a,b\n1,\n3,2\n')
  expect(csv([[[{ a: 1 }]], [[{ b: 2 }]]])).toBe('a\n1\n\nb\n2\n')
  expect(csv([[[JSON.parse('{"__proto__":"x","constructor":"y"}')]]])).toBe('__proto__,constructor\nx,y\n')
})

test('an entity a line, harmless and whole', () => {
  expect(ndjsonWriter().page([{ a: '\u009b' }, { b: [1] }])).toBe('{"a":"\\u009b"}\n{"b":[1]}\n')
})

test('pages share the columns of the first, or those that were asked for', () => {
  expect(csv([[[{ a: 1 }], [{ a: 2, b: 3 }]]])).toBe('a\n1\n2\n')
  expect(csv([[[{ a: 1 }], [{ b: 3 }]], [[]]], ['b', 'a'])).toBe('b,a\n,1\n3,\n\nb,a\n')
  const writer = csvWriter(null)
  writer.begin()
  writer.page([{ a: 1 }])
  expect(writer.hasMissed()).toBe(false)
  writer.page([{ b: 1 }])
  expect(writer.hasMissed()).toBe(true)
})

test('a column is a member, or a way into one', () => {
  const entity = { id: 'x', '@odata.type': '#user', status: { errorCode: 50126, more: [1] } }
  expect(
    picked(entity, ['status.errorCode', 'status/more', '@odata.type', 'none', 'id.length', 'constructor']),
  ).toEqual({
    'status.errorCode': 50126,
    'status/more': [1],
    '@odata.type': '#user',
    none: null,
    'id.length': null,
    constructor: null,
  })
})
