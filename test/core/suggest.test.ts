import { describe, expect, test } from 'vitest'
import { suggest } from '../../src/core/suggest.ts'
import fc from '../support/property.ts'

const commands = ['call', 'check', 'inspect', 'permissions', 'explain', 'demo', 'emulator']

describe('the nearest names', () => {
  test.each([
    ['chekc', 'check'],
    ['inpsect', 'inspect'],
    ['permision', 'permissions'],
    ['EXPLAIN', 'explain'],
    ['dmo', 'demo'],
  ])('%s is taken for %s', (word, name) => {
    expect(suggest(word, commands, 1)).toEqual([name])
  })

  test('neighbouring letters swapped count as one slip', () => {
    expect(suggest('ab', ['ba', 'xa'], 2)).toEqual(['ba', 'xa'])
    expect(suggest('User.Raed.All', ['User.Reed.All', 'User.Read.All'], 1)).toEqual(['User.Read.All'])
  })

  test('what is far from all of them gets none', () => {
    expect(suggest('synchronise', commands)).toEqual([])
    expect(suggest('anything', [])).toEqual([])
  })

  test('the nearest come first, ties by name, and never more than asked for', () => {
    expect(suggest('aaa', ['aac', 'aab', 'aaa', 'abb'])).toEqual(['aaa', 'aab', 'aac'])
    expect(suggest('aaa', ['aac', 'aab'], 1)).toEqual(['aab'])
  })
})

test('a name is always the nearest to itself', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 }), names => {
      for (const name of names) expect(suggest(name, names, names.length)).toContain(name)
    }),
  )
})
