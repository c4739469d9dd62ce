import { describe, expect, test } from 'vitest'
import { extractTokens } from '../../../src/core/token/extract.ts'
import { appClaims, unsigned } from './sample.ts'

const token = `${unsigned(appClaims()).split('.').slice(0, 2).join('.')}.${'aB3'.repeat(114)}`
const lines = token.match(/.{1,64}/g)!.join('\n')

/** What is said to have been taken off the one token of a text. */
function wrapping(text: string): string | null {
  const found = extractTokens(text)
  expect(found).toHaveLength(1)
  expect(found[0]!.form).toBe('jwt')
  return found[0]!.form === 'jwt' ? found[0]!.wrapping : null
}

describe('what must not be sent is told', () => {
  test.each([
    ['quotes', `"${token}"`, 'with quotes around it'],
    ['single ones', `'${token}'\n`, 'with quotes around it'],
    ['quotes behind Bearer', `Bearer "${token}"`, 'with quotes around it'],
    ['Bearer twice', `Authorization: Bearer Bearer ${token}`, 'with Bearer twice before it'],
    ['Bearer twice, in small letters', `bearer bearer ${token}`, 'with Bearer twice before it'],
    ['no blank', `Bearer${token}`, 'with Bearer before it and no blank between'],
    ['an encoded quote', `%22${token}%22`, 'with an encoded quote or blank beside it'],
    ['an escaped quote', `\\"${token}\\"`, 'with an escaped quote or line end beside it'],
    ['an escaped line end', `${token}\\n`, 'with an escaped quote or line end beside it'],
    ['line ends', lines, 'with line ends or blanks inside it'],
  ])('%s', (_, text, words) => {
    expect(wrapping(text)).toBe(words)
  })
})

describe('what stands around it rightly is not', () => {
  test.each([
    ['nothing', token],
    ['a line end behind it', `${token}\r\n`],
    ['Bearer', `Bearer ${token}`],
    ['a header', `Authorization: Bearer ${token}`],
    ["a token endpoint's answer", JSON.stringify({ token_type: 'Bearer', access_token: token })],
    ['a curl line', `curl -H "Authorization: Bearer ${token}" https://graph.microsoft.com/v1.0/users`],
    ['a log', `2026-11-22 20:00:00 INFO got a token for the nightly job: "${token}" and went on`],
  ])('%s', (_, text) => {
    expect(wrapping(text)).toBeNull()
  })
})
