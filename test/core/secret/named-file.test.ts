import { describe, expect, test } from 'vitest'
import { cannotRead, fileOf, isPlainlyFile } from '../../../src/core/secret/named-file.ts'

const secret = 'abc8Q~Ah3kLmNoPqRsTuVwXyZ0123456789abcde'

describe('what is plainly a file', () => {
  test.each([
    'token.txt',
    'REPORT2026.txt',
    'calls-2026.txt',
    'token',
    './Token',
    '../keys/set',
    '/run/secrets/why403',
    '~/tokens/admin',
    'C:\\Users\\adele\\token',
    'D:/tokens/a b.txt',
    'tokens/admin.json',
    '.\\token.txt',
    `/${'a'.repeat(40)}`,
    `./${'abc/'.repeat(24)}ab`,
  ])('%s', value => {
    expect(isPlainlyFile(value)).toBe(true)
  })

  test.each([
    secret,
    'Hunter',
    'hunter2',
    'hunterhunterh',
    'Hunter2x.txt',
    'a/Hunter2x/token.txt',
    'a$b.txt',
    'x~/token.txt',
    'tokens/admin',
    'a.b1',
    'token.averylongending',
    `/${'a'.repeat(41)}`,
    `./${'abcd/'.repeat(40)}`,
    'CC:/token',
  ])('and what is not: %s', value => {
    expect(isPlainlyFile(value)).toBe(false)
  })
})

test('a file is told by its name where that is one, else by its flag', () => {
  expect(fileOf('--from', 'calls.txt')).toBe('calls.txt')
  expect(fileOf('--from', 'Hunter2x')).toBe('The file of --from')
  expect(fileOf('--from', '-')).toBe('Standard input')
})

describe('a file that cannot be read', () => {
  const failing = (code: string) => Object.assign(new Error('failed'), { code })

  test.each([
    ['--token-file', failing('EISDIR'), 'a.txt is a folder.'],
    ['--token-file', failing('EFBIG'), 'a.txt is too long for a token.'],
    ['--client-secret-file', failing('EFBIG'), 'a.txt is too long for a secret.'],
    ['--directory-token-file', failing('EFBIG'), 'a.txt is too long for a token.'],
    ['--against', failing('EFBIG'), 'a.txt is too long for a token.'],
    ['--from', failing('EFBIG'), 'a.txt is too long for a list that is read at once.'],
    ['--jwks', failing('EFBIG'), 'a.txt is too long for a key set.'],
    ['--log', failing('EFBIG'), 'a.txt is too long for a token.'],
    ['--jwks', failing('ENOENT'), 'a.txt cannot be read.'],
    ['--jwks', new Error('failed'), 'a.txt cannot be read.'],
    ['--jwks', undefined, 'a.txt cannot be read.'],
  ])('%s: %s', (flag, cause, message) => {
    const error = cannotRead(flag, 'a.txt', 'Give it a file.', cause)
    expect(error).toMatchObject({ code: 'unreadable-input', message, hints: ['Give it a file.'], cause })
  })

  test.each([
    ['--token-file', 'token'],
    ['--against', 'token'],
    ['--directory-token-file', 'token'],
    ['--client-secret-file', 'secret'],
    ['--from', 'secret'],
  ])('%s with what it should hold in the place of its name', (flag, what) => {
    const cause = failing('ENOENT')
    const error = cannotRead(flag, secret, 'Give it a file.', cause)
    expect(error).toMatchObject({
      code: 'unreadable-input',
      message: `${flag} takes a file, and this looks like the ${what} itself.`,
      hints: ["Replace it: it is in your shell's history now.", 'Give it a file.'],
      cause,
    })
  })
})
