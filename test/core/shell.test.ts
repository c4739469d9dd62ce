import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { inTurn, shellCommand, shellWord, withVariable } from '../../src/core/shell.ts'
import fc from '../support/property.ts'

test.each([
  ['az', 'az'],
  ['--api-permissions', '--api-permissions'],
  ['https://graph.microsoft.com/.default', 'https://graph.microsoft.com/.default'],
  ['GET /users', '"GET /users"'],
  ['', "''"],
  ["it's", '"it\'s"'],
  ['<client-id>', "'<client-id>'"],
  ['$HOME', "'$HOME'"],
  ['a\n', "'a\n'"],
])('%j is written %s', (word, quoted) => {
  expect(shellWord('posix', word)).toBe(quoted)
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
    const script = shellCommand('posix', 'printf', '%s\\036', ...clean)
    const output = execFileSync('sh', ['-c', script], { encoding: 'utf8' })
    expect(output.split('\u001e').slice(0, -1)).toEqual(clean)
  })

  test('runs nothing that a word holds', () => {
    const words = ['$(echo ran)', '`echo ran`', "'; echo ran; '", '|| echo ran', '\necho ran\n', '$IFS']
    const output = execFileSync('sh', ['-c', shellCommand('posix', 'printf', '%s|', ...words)], {
      encoding: 'utf8',
    })
    expect(output).toBe(`${words.join('|')}|`)
  })
})

describe('PowerShell', () => {
  test.each([
    ['https://graph.microsoft.com/v1.0/users', 'https://graph.microsoft.com/v1.0/users'],
    ['--id', '--id'],
    ['GET /users', "'GET /users'"],
    ['/users?$top=3', "'/users?$top=3'"],
    ['@cert.pem', "'@cert.pem'"],
    ['a,b', "'a,b'"],
    ["it's", "'it''s'"],
    ['it\u2019s', "'it\u2019\u2019s'"],
    ['{"a":"b"}', `'{\\"a\\":\\"b\\"}'`],
    ['a\\"b', `'a\\\\\\"b'`],
    ['-a.b', "'-a.b'"],
    ['', "''"],
  ])('%j is written %s', (word, quoted) => {
    expect(shellWord('powershell', word)).toBe(quoted)
  })

  test('has another curl of its own, and no &&', () => {
    expect(shellCommand('powershell', 'curl', '--silent')).toBe('curl.exe --silent')
    expect(inTurn('powershell', ['a', 'b'])).toBe('a; b')
    expect(inTurn('posix', ['a', 'b'])).toBe('a && b')
  })

  test('sets and takes away variables', () => {
    expect(withVariable('powershell', 'GRAPH_SCOPE', "it's", 'why403')).toBe(
      "$env:GRAPH_SCOPE = 'it''s'; why403",
    )
    expect(withVariable('powershell', 'X', null, 'why403')).toBe('$env:X = $null; why403')
    expect(withVariable('posix', 'X', 'a b', 'why403')).toBe('X="a b" why403')
  })
})
