import { beforeAll, describe, expect, test } from 'vitest'
import { extractToken, extractTokens } from '../../../src/core/token/extract.ts'
import { findTokens } from '../../../src/core/token/find.ts'
import { keyNamed, signToken } from '../../../tools/case.ts'
import fc, { runs } from '../../support/property.ts'
import { appClaims, header, part, unsigned } from './sample.ts'

/** Three signed tokens, as long as real ones. */
let tokens: readonly string[]

beforeAll(async () => {
  const key = await keyNamed('key-1')
  tokens = await Promise.all(['a', 'b', 'c'].map(uti => signToken(key, header, appClaims({ uti }))))
})

function readIn(text: string): string[] {
  return extractTokens(text).map(found => (found.form === 'jwt' ? found.token.reveal() : found.kind))
}

describe('two tokens in one text are two', () => {
  test.each<[string, (one: string, two: string) => string]>([
    ['a line each', (one, two) => `${one}\n${two}\n`],
    ['lines of Windows', (one, two) => `${one}\r\n${two}\r\n`],
    ['an empty line between them', (one, two) => `${one}\n\n${two}`],
    ['a blank between them', (one, two) => `${one} ${two}`],
    ['a tab between them', (one, two) => `${one}\t${two}`],
    ['a comma', (one, two) => `${one},${two}`],
    ['Bearer before each', (one, two) => `Bearer ${one}\nBearer ${two}`],
    ['names before them', (one, two) => `before: ${one}\nafter: ${two}`],
    ['words before and behind', (one, two) => `the old one ${one} was good\nthe new one ${two} is bad`],
    ['a word on the line between them', (one, two) => `${one}\nafter\n${two}`],
    ['a list in JSON', (one, two) => JSON.stringify([one, two])],
    ['answers in a list', (one, two) => JSON.stringify([{ access_token: one }, { access_token: two }])],
    [
      'JSON lines',
      (one, two) => `${JSON.stringify({ access_token: one })}\n${JSON.stringify({ accessToken: two })}`,
    ],
    ['two headers', (one, two) => `Authorization: Bearer ${one}\nAccept: */*\nAuthorization: Bearer ${two}`],
    [
      'two curl lines',
      (one, two) =>
        `curl -H "Authorization: Bearer ${one}" https://x\ncurl -H 'Authorization: Bearer ${two}' https://y`,
    ],
    ['assignments', (one, two) => `A=${one}\nB="${two}"`],
    ['a CSV', (one, two) => `name,token\none,${one}\ntwo,${two}\n`],
    ['line ends that were escaped', (one, two) => `"${one}\\n${two}\\n"`],
    ['an encoded form', (one, two) => `a%3D${one}%0A${two}`],
    ['broken lines, and an empty one between them', (one, two) => `${broken(one, 64)}\n\n${broken(two, 64)}`],
    ['broken lines, with nothing between them', (one, two) => `${broken(one, 76)}\n${broken(two, 76)}`],
    ['one broken, one whole', (one, two) => `${broken(one, 80)}\n${two}`],
  ])('%s', (_, textOf) => {
    const [one, two] = tokens
    expect(readIn(textOf(one!, two!))).toEqual([one, two])
    expect(extractToken(textOf(one!, two!))).toEqual({
      form: 'not-a-token',
      kind: '2 different tokens, where one is needed: why403 inspect reads each',
    })
  })

  test('with nothing at all between them nobody can tell where one ends', () => {
    expect(readIn(`${tokens[0]}${tokens[1]}`)).toEqual([
      'two tokens that run into one another: put each on a line of its own',
    ])
  })

  test('however they are broken, separated and surrounded', () => {
    const word = fc.constantFrom(
      '',
      'token',
      'Bearer',
      'the answer was',
      'x:',
      '>',
      '"',
      '403',
      '2026-11-22T19:31:07Z',
    )
    const piece = fc.record({
      which: fc.nat(2),
      width: fc.constantFrom(64, 72, 76, 80, 100, 120, 100_000),
      before: word,
      behind: fc.constantFrom('', ' expired', '"', ',', ';', ' |'),
      lineEnd: fc.constantFrom('\n', '\r\n', '\n\n'),
    })
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 4 }), pieces => {
        const text = pieces
          .map(({ which, width, before, behind, lineEnd }) => {
            const token = broken(tokens[which]!, width)
            return `${before === '' ? '' : `${before} `}${token}${behind}${lineEnd}`
          })
          .join('')
        expect(findTokens(text)).toEqual([...new Set(pieces.map(({ which }) => tokens[which]))])
      }),
      runs(500),
    )
  })
})

describe('one token is one', () => {
  test('that stands twice', () => {
    expect(readIn(`${tokens[0]}\n${tokens[0]}`)).toEqual([tokens[0]])
    expect(extractToken(`Bearer ${tokens[0]}\n${tokens[0]}`).form).toBe('jwt')
  })

  test.each([20, 64, 76, 77, 78, 79, 80, 100, 132])('broken after every %i characters', width => {
    for (const end of ['', '\n', '\nexpired\n', ' expired', '\n\nHTTP/1.1 403\n']) {
      expect(readIn(broken(tokens[0]!, width) + end)).toEqual([tokens[0]])
    }
  })

  test.each([
    ['RS256', 512],
    ['PS256', 683],
    ['ES256', 86],
    ['ES384', 128],
    ['ES512', 176],
    ['EdDSA', 86],
    ['Ed25519', 86],
    ['HS256', 43],
    ['HS384', 64],
    ['HS512', 86],
  ])('of %s, whose signature has %i characters: a word on the next line is none of it', (alg, length) => {
    const token = `${part({ ...header, alg })}.${part(appClaims())}.${'s'.repeat(length)}`
    expect(readIn(`${token}\nexpired\n`)).toEqual([token])
    expect(readIn(`${broken(token, 64)}\nexpired\n`)).toEqual([token])
  })

  test.each(['token', 'jwt', 'Bearer:', 'The token is'])('behind the word %s', word => {
    expect(readIn(`${word} ${tokens[0]}`)).toEqual([tokens[0]])
    expect(readIn(`${tokens[0]} ${word}`)).toEqual([tokens[0]])
    expect(readIn(`${word}\n${tokens[0]}\n${word}`)).toEqual([tokens[0]])
  })

  test.each([
    ...['id_token', 'idToken', 'id_token_hint', 'refresh_token', 'refreshToken'],
    ...['client_assertion', 'clientAssertion', 'assertion'],
  ])('beside one that is called %s', name => {
    const [access, other] = tokens as [string, string]
    for (const text of [
      `${name}=${other}&access_token=${access}`,
      `${name}%3D${other}%26access_token%3D${access}`,
      `"${name}": "${other}",\n"access_token": "${access}"`,
      `{\\"${name}\\":\\"${other}\\",\\"access_token\\":\\"${access}\\"}`,
      `${name} : ${other}\nAuthorization: Bearer ${access}`,
      `${name}: '${other}'\nAuthorization: Bearer ${access}`,
      JSON.stringify({ [name]: other, access_token: access }),
    ]) {
      expect(readIn(text)).toEqual([access])
    }
    expect(readIn(`${name}=${other}`)).toEqual([other])
    expect(readIn(`${name}=${access}\nBearer ${access}`)).toEqual([access])
  })

  test('behind one that was cut, and behind a per cent sign', () => {
    const [token] = tokens as [string]
    for (const before of ['eyJhbGciOi\n', 'eyJhbGciOi.,', '100%', '\\n', '%0A'])
      expect(findTokens(`${before}${token}`)).toEqual([token])
  })

  test('with an ellipsis or two dots behind it', () => {
    for (const behind of ['..', '...']) expect(findTokens(`${tokens[0]}${behind}`)).toEqual([tokens[0]])
  })

  test('broken right before its claims, and with blanks at the ends of its lines', () => {
    const [token] = tokens as [string]
    expect(findTokens(token.replace('.', '.\n'))).toEqual([token])
    for (const end of ['', ' ', '"', '  ,'])
      expect(findTokens(broken(token, 64).replaceAll('\n', ' \n') + end)).toEqual([token])
  })

  test('whose header was indented before it was encoded', () => {
    const token = `${part('{\n  "alg": "RS256"\n}')}.${part('{ "aud": "x" }')}.${'s'.repeat(342)}`
    expect(readIn(`curl -H "Authorization: Bearer ${token}"`)).toEqual([token])
  })
})

test.each(['eyJ', 'eyJ.eyJ.', 'eyJ ', 'eyJ.\n', 'ey.', '.', 'a.b.c ', 'eyJ.eyJ.x\n', 'Bearer ', 'id_token='])(
  '%j a hundred thousand times is read once, and quickly',
  fragment => {
    const text = fragment.repeat(100_000 / fragment.length)
    expect(findTokens(text).length).toBeLessThan(2)
    expect(findTokens(`${text}\n\n"${tokens[0]}"`)).toContain(tokens[0])
  },
)

test('a token that is no real one is found by its form', () => {
  const token = unsigned(appClaims())
  expect(readIn(`x ${token} y`)).toEqual([token])
})

/** As a terminal or a mail program breaks a long line. */
function broken(text: string, width: number): string {
  return text.match(new RegExp(`.{1,${width}}`, 'g'))!.join('\n')
}
