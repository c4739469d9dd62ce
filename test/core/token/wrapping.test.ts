import { describe, expect, test } from 'vitest'
import { extractTokens } from '../../../src/core/token/extract.ts'
import { wrappingOf } from '../../../src/core/token/wrapping.ts'
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
    ['no blank', `Bearer${token}`, 'with Bearer before it and no space between'],
    ['an encoded quote', `%22${token}%22`, 'with an encoded quote or space beside it'],
    ['an escaped quote', `\\"${token}\\"`, 'with an escaped quote or line end beside it'],
    ['an escaped line end', `${token}\\n`, 'with an escaped quote or line end beside it'],
    ['line ends', lines, 'with line breaks or spaces inside it'],
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

describe('as far as it stands right beside the token', () => {
  test.each<[words: string | null, ...texts: string[]]>([
    [
      'with Bearer twice before it',
      'Bearer Bearer §',
      'bearer "Bearer   §',
      'BearerBearer §',
      ' bearer\n bearer § ',
    ],
    ['with Bearer before it and no space between', 'Bearer§', 'Authorization:bearer§'],
    [
      'with an encoded quote or space beside it',
      ...['%22§', '%20§', '§%22', '§%20', '§%0a', '§%0A', 'Bearer%20§', '%22§"'],
    ],
    [
      'with an escaped quote or line end beside it',
      ...['\\"§', "\\'§", '\\n§', '\\§', '§\\"', "§\\'", '§\\n', '§\\r\\n'],
    ],
    [
      'with quotes around it',
      ...[
        '"§"',
        "'§'",
        '`§`',
        '"§",',
        ' "§"\n',
        'bearer  "§"',
        'Authorization : Bearer "§"',
        'authorization:  "§"',
      ],
    ],
    ['with line breaks or spaces inside it', '§§', 'Bearer §§'],
    [
      null,
      '§',
      'Bearer §',
      '"§',
      '§"',
      'token="§"',
      '"Bearer" §',
      '"Bearer §"',
      '§ %22',
      '§ \\n',
      '%22: §',
      '§.%0A',
      '\\d §',
    ],
    [null, 'Bearer Bearer: §', `${'x'.repeat(40)}"Bearer§`, '"§", x: 1', 'Bearer "§", x: 1'],
  ])('%s', (words, ...texts) => {
    for (const text of texts) {
      const given = text.replace('§§', 'eyJ.ey  \n J.x').replace('§', 'eyJ.eyJ.x')
      expect([text, wrappingOf(given, 'eyJ.eyJ.x')]).toEqual([text, words])
    }
  })

  test('of forty characters before it, and four behind it', () => {
    const before = `${'x'.repeat(33)} Bearer`
    expect(wrappingOf(`${before}eyJ.eyJ.x`, 'eyJ.eyJ.x')).not.toBeNull()
    expect(wrappingOf(`x${before}eyJ.eyJ.x`, 'eyJ.eyJ.x')).toBeNull()
    expect(wrappingOf('eyJ.eyJ.x\\nab', 'eyJ.eyJ.x')).not.toBeNull()
    expect(wrappingOf('eyJ.eyJ.x\\nabc', 'eyJ.eyJ.x')).toBeNull()
  })
})
