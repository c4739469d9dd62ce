import { expect, test } from 'vitest'
import type { Report } from '../../src/core/report/report.ts'
import { renderCsv, renderNdjson } from '../../src/render/rows.ts'

const answered = (...values: object[][]): Report =>
  ({ calls: values.map(value => ({ value })) }) as unknown as Report

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
  expect(renderCsv(answered([{ x: cell }]))).toBe(`x\n${written}\n`)
})

test('columns are the members of all entities, in the order they come', () => {
  expect(renderCsv(answered([{ a: 1 }, { b: 2, a: 3 }]))).toBe('a,b\n1,\n3,2\n')
  expect(renderCsv(answered([{ a: 1 }], [{ b: 2 }]))).toBe('a\n1\n\nb\n2\n')
  expect(renderCsv(answered([JSON.parse('{"__proto__":"x","constructor":"y"}')]))).toBe(
    '__proto__,constructor\nx,y\n',
  )
})

test('an entity a line, harmless and whole', () => {
  expect(renderNdjson(answered([{ a: '\u009b' }, { b: [1] }]))).toBe('{"a":"\\u009b"}\n{"b":[1]}\n')
})
