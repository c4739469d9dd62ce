import { describe, expect, test } from 'vitest'
import { posixWords } from '../../src/core/posix-words.ts'

describe('words as a POSIX shell sees them', () => {
  test.each<[string, readonly string[]]>([
    ['az account get-access-token', ['az', 'account', 'get-access-token']],
    ["a 'b c' d", ['a', 'b c', 'd']],
    ['a "b \\"c\\" \\\\ \\x" d', ['a', 'b "c" \\ \\x', 'd']],
    ['a\\ b c\\\\d', ['a b', 'c\\d']],
    [`a"b"'c'd`, ['abcd']],
    [`'' ""`, ['', '']],
    ["'$HOME `x`' \\$HOME", ['$HOME `x`', '$HOME']],
    ['  a\t\nb ', ['a', 'b']],
    ['*.txt ~ {a,b} #', ['*.txt', '~', '{a,b}', '#']],
  ])('%s', (line, words) => {
    expect(posixWords(line)).toEqual(words)
  })

  test.each([
    ["a 'b", 'open-quote'],
    ['a "b', 'open-quote'],
    ['a \\', 'open-quote'],
    ['a | b', 'operator'],
    ['a > b', 'operator'],
    ['a; b', 'operator'],
    ['a && b', 'operator'],
    ['$HOME/a', 'expansion'],
    ['"$HOME"', 'expansion'],
    ['`a`', 'expansion'],
    ['a $(b)', 'expansion'],
    ['', 'empty'],
    ['  ', 'empty'],
  ])('what only a shell could do: %s', (line, fault) => {
    expect(posixWords(line)).toBe(fault)
  })
})
