import { describe, expect, test } from 'vitest'
import { looksSecret } from '../../../src/core/secret/looks-secret.ts'

describe('a word that may be a secret', () => {
  test.each([
    ['a token', 'eyJhbGciOiJub25lIn0'],
    ['one in great letters', 'EYJhbGc'],
    ['one behind Bearer', 'Bearer eyJhbGc'],
    ['one behind bearer and blanks', 'bearer   eyJhbGc'],
    ['what the gate takes out', 'client_secret=hunter22'],
    ['quoted', '"abc8Q~Ah3kLmNoPqRsTuVwXyZ0123456789abcde"'],
    ['with blanks around it', '  p@ssW0rd-with-Sign  '],
    ['three kinds of signs, sixteen of them', 'abcdefghABCDEF12'],
    ['letters and a sign', 'abcdefgh!ABCDEFG'],
    ['base64 of 32 bytes', `${'A'.repeat(43)}=`],
    ['base64 of 31 bytes', `${'a'.repeat(42)}==`],
    ['more than a hundred letters', 'a'.repeat(101)],
  ])('%s', (_, word) => {
    expect(looksSecret(word)).toBe(true)
  })

  test.each([
    ['a GUID', '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11'],
    ['a GUID in quotes', '"6F1C2D9E-0B7A-4C55-9A0E-2F4F0D9B7C11"'],
    ['a hundred letters', 'a'.repeat(100)],
    ['a long path', `/users/${'a/'.repeat(60)}`],
    ['three kinds of signs, fifteen of them', 'abcdefgABCDEF12'],
    ['two kinds', 'abcdefghABCDEFGH'],
    ['small letters and digits', 'abcdefgh12345678'],
    ['a name with dots and hyphens', 'my-tenant.onmicrosoft.com'],
    ['three kinds, with a blank', 'Abcdefgh 12345678'],
    ['three kinds, in a path', 'Folder1/abcdefghijk'],
    ['three kinds, in a path of Windows', 'Folder1\\abcdefghijk'],
    ['a path to an id of Exchange', '/users/adele/mailFolders/AAMkAGI2TAAAAAAAEMAAA='],
    ['one without its slash', 'backupRestore/restorePoints/AAMkAGI2TAAAAAAAEMAAA='],
    ['a word with eyj in it', 'keyjar'],
    ['39 digits of base64 and a sign', `${'a'.repeat(39)}=`],
    ['base64 with words behind', `${'a'.repeat(43)}= x`],
    ['a quote in the middle', `ab"cd`],
  ])('unlike %s', (_, word) => {
    expect(looksSecret(word)).toBe(false)
  })
})
