import { describe, expect, test } from 'vitest'
import { judgeCase, Why403Error } from '../../../src/index.ts'
import { index } from '../committed-index.ts'

describe('a text that is no case', () => {
  test.each([
    ['it is not JSON', 'hello'],
    ['it does not say that it is one', '{}'],
    ['a newer why403 wrote it', '{"case":2}'],
    ['tool', '{"case":1}'],
  ])('%s', (why, text) => {
    const judge = () => judgeCase(index, text)
    expect(judge).toThrow(Why403Error)
    expect(judge).toThrow(why)
  })
})

test('arguments of another type are named', () => {
  expect(() => judgeCase(null as never, '{}')).toThrow(TypeError)
  expect(() => judgeCase(index, {} as never)).toThrow('The case must be a string.')
  expect(() => judgeCase(index, '{}', { shell: 'tcsh' as never })).toThrow(TypeError)
})
