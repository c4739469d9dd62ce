import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { posixCommand, posixWord } from '../../src/core/shell.ts'

test.each([
  ['az', 'az'],
  ['--api-permissions', '--api-permissions'],
  ['https://graph.microsoft.com/.default', 'https://graph.microsoft.com/.default'],
  ['GET /users', "'GET /users'"],
  ['', "''"],
  ["it's", "'it'\\''s'"],
  ['<client-id>', "'<client-id>'"],
  ['$HOME', "'$HOME'"],
  ['a\n', "'a\n'"],
])('%j is written %s', (word, quoted) => {
  expect(posixWord(word)).toBe(quoted)
})

describe('a real shell', () => {
  // No shell can be handed a NUL, and lone surrogates are no UTF-8.
  const word = fc
    .oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom(...'\'"`$\\!*?[]{}()<>|&;#~=%^ \t\n\r-a', '$(id)', "'\\''") }),
    )
    .filter(text => !text.includes('\u0000'))

  test('gives each word back as it was', () => {
    const words = fc.sample(word, 400)
    // One shell for all of them; the separator is a control character that no word is allowed to hold.
    const clean = words.map(text => text.replaceAll('\u001e', ''))
    const script = `printf '%s\\036' ${posixCommand(...clean)}`
    const output = execFileSync('sh', ['-c', script], { encoding: 'utf8' })
    expect(output.split('\u001e').slice(0, -1)).toEqual(clean)
  })

  test('runs nothing that a word holds', () => {
    const words = ['$(echo ran)', '`echo ran`', "'; echo ran; '", '|| echo ran', '\necho ran\n', '$IFS']
    const output = execFileSync('sh', ['-c', `printf '%s|' ${posixCommand(...words)}`], { encoding: 'utf8' })
    expect(output).toBe(`${words.join('|')}|`)
  })
})
