import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cleaned, secretsIn, withoutSecrets } from '../../../src/core/secret/gate.ts'
import { KnownSecrets } from '../../../src/core/secret/known.ts'
import { looksSecret } from '../../../src/core/secret/looks-secret.ts'
import { Secret } from '../../../src/core/secret.ts'
import fc, { runs } from '../../support/property.ts'
import { contexts } from './contexts.ts'

const root = new URL('../../../', import.meta.url).pathname

/** Letters and digits in the mix of keys, tokens and generated passwords. */
const secret = fc
  .array(fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'), {
    minLength: 24,
    maxLength: 80,
  })
  .map(letters => `x7K${letters.join('')}`)

/** Whether any run of so many characters of a value is left in a text. */
function leavesRun(text: string, value: string, length = 8): boolean {
  for (let at = 0; at + length <= value.length; at++)
    if (text.includes(value.slice(at, at + length))) return true
  return false
}

test('of texts that are looked at together each loses what it would lose alone', () => {
  const known = new KnownSecrets()
  known.add(new Secret('token', 'x7KtZ94hQpLm2vRb8NcYw5Js'))
  const harmless = fc.array(
    fc.constantFrom(
      ...contexts.map(context => context.replace('§', 'your-secret-here')),
      // What begins, and has no end of its own.
      ...[
        'password="',
        "secret='",
        'client_secret:',
        '{"pwd":"[token, not shown: 3 characters]',
        '--password',
      ],
      ...[
        '-----BEGIN PRIVATE KEY-----',
        'new ClientSecretCredential(',
        'ClientSecretCredential("a", "b", ',
        'token',
      ],
    ),
    { maxLength: 3 },
  )
  const holding = fc
    .tuple(fc.constantFrom(...contexts, '§'), fc.oneof(secret, fc.constant('x7KtZ94hQpLm2vRb8NcYw5Js')))
    .map(([context, value]) => context.replace('§', value))
  fc.assert(
    fc.property(harmless, fc.array(holding, { maxLength: 1 }), harmless, (before, planted, after) => {
      const texts = [...before, ...planted, ...after]
      expect(cleaned(texts, known)).toEqual(texts.map(text => withoutSecrets(text, known)))
    }),
    runs(2_000),
  )
})

describe('a secret never comes out', () => {
  test.each(contexts)('%j', context => {
    fc.assert(
      fc.property(secret, value => {
        const given = `before ${context.replace('§', value)} after`
        expect(leavesRun(withoutSecrets(given), value)).toBe(false)
      }),
      runs(40),
    )
  })

  test.each(contexts)('and not when it stands there more than once: %j', context => {
    const value = 'x7KtZ94hQpLm2vRb8NcYw5Js'
    const text = withoutSecrets(`${context}\n${context}\n`.replaceAll('§', value))
    expect(leavesRun(text, value)).toBe(false)
  })

  test.each([
    'client_secret=§',
    'password: §',
    '{"client_secret":"§"}',
    '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11:§',
    'Authorization: Bearer §',
    'abc8Q~§',
  ])('in base64 of %j, at the start of it or behind a slash', context => {
    fc.assert(
      fc.property(secret, value => {
        const bytes = Buffer.from(context.replace('§', value))
        for (const text of [bytes.toString('base64'), bytes.toString('base64url'), utf16(bytes.toString())]) {
          expect(withoutSecrets(`data ${text} end`)).not.toContain(text.slice(0, -4))
          expect(withoutSecrets(`/users/${text}/x`)).not.toContain(text.slice(0, -4))
        }
      }),
      runs(40),
    )
  })

  test('with blanks, quotes and escapes in it, where it is quoted', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12, maxLength: 40, unit: 'grapheme-ascii' }), value => {
        fc.pre(/\d/.test(value) && !/[<>[\]{}$%]/.test(value))
        const json = JSON.stringify({ client_secret: value, b: 1 })
        const twice = JSON.stringify({ message: json })
        for (const text of [json, twice]) {
          const out = withoutSecrets(text)
          expect(out).toMatch(/not shown: \d+ characters\]/)
          const escaped = JSON.stringify(value).slice(1, -1)
          expect(leavesRun(out, escaped, 10)).toBe(false)
        }
      }),
      runs(500),
    )
  })
})

function utf16(text: string): string {
  return Buffer.from(text, 'utf16le').toString('base64')
}

describe('tokens', () => {
  const part = (length: number) =>
    fc
      .array(fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'), {
        minLength: length,
        maxLength: length,
      })
      .map(letters => letters.join(''))
  const token = fc
    .tuple(part(300), part(342))
    .map(([payload, signature]) => `eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQi${payload}.${signature}`)

  test('whole, cut anywhere, quoted, in a path, in a sentence', () => {
    fc.assert(
      fc.property(token, fc.integer({ min: 60, max: 690 }), (whole, length) => {
        for (const text of [whole, whole.slice(0, length)]) {
          for (const around of ['§', '"§"', '/users/§', "token '§'.", 'Bearer §', 'x=§&y=1', '(§)', '§…']) {
            expect(leavesRun(withoutSecrets(around.replace('§', text)), text.slice(40), 20)).toBe(false)
          }
        }
      }),
      runs(100),
    )
  })

  test('broken over lines', () => {
    fc.assert(
      fc.property(
        token,
        fc.integer({ min: 30, max: 120 }),
        fc.constantFrom('\n', '\r\n', '\n    ', '\\\n', '"\n  + "', '=\n> ', '\\n'),
        (text, width, end) => {
          const lines = text.match(new RegExp(`.{1,${width}}`, 'g'))!.join(end)
          expect(leavesRun(withoutSecrets(`token:\n${lines}\n`), text.slice(40), 20)).toBe(false)
        },
      ),
      runs(100),
    )
  })

  test('broken over lines, the last of them with words behind it', () => {
    fc.assert(
      fc.property(token, fc.integer({ min: 40, max: 120 }), (text, width) => {
        const lines = text.match(new RegExp(`.{1,${width}}`, 'g'))!
        fc.pre(lines.at(-1)!.length >= 16)
        const out = withoutSecrets(`AADSTS50013: ${lines.join('\n')} was refused`)
        expect(leavesRun(out, text.slice(40), 20)).toBe(false)
      }),
      runs(100),
    )
  })

  test('a signature alone', () => {
    fc.assert(
      fc.property(part(342), signature => {
        fc.pre(!signature.startsWith('AA'))
        expect(withoutSecrets(`sig ${signature} end`)).toBe(
          'sig [part of a token, not shown: 342 characters] end',
        )
      }),
      runs(100),
    )
  })
})

describe('keys without a name', () => {
  const bytes = (length: number) =>
    fc.uint8Array({ minLength: length, maxLength: length }).map(all => Buffer.from(all).toString('base64'))

  test("an account's, alone, in a path, and with its signs encoded", () => {
    fc.assert(
      fc.property(bytes(64), key => {
        for (const text of [key, `/users/${key}/x`, `key ${key}, y`, `/users/${encodeURIComponent(key)}`]) {
          expect(leavesRun(decodeURIComponent(withoutSecrets(text)), key.slice(0, 86), 20)).toBe(false)
        }
      }),
      runs(200),
    )
  })

  test('and not a path of that length, to an id of Exchange', () => {
    const id = 'AAMkAGI2TGtzMWU4L2I3YzQtNGU5Zi05YTBlLTJmNGYwZDliN2MxMQBGAAAAAAAiQ8W'
    const path = `/users/adele/mailFolders/${id}`
    for (let cut = 0; cut < 40; cut++) {
      const text = `${path.slice(0, path.length - cut)}==`
      expect(withoutSecrets(text)).toBe(text)
    }
  })

  test('lines out of the middle of a private one, whose beginning and end were left out', () => {
    fc.assert(
      fc.property(
        bytes(600),
        fc.constantFrom('\n', '\r\n', '\n    ', '\\n'),
        fc.integer({ min: 1, max: 63 }),
        (key, end, from) => {
          const lines = key.match(/.{64}/g)!.join(end).slice(from)
          expect(leavesRun(withoutSecrets(`key:\n${lines}\n`), lines, 20)).toBe(false)
        },
      ),
      runs(200),
    )
  })

  test('base64 of 32 bytes as a word of the command line', () => {
    fc.assert(
      fc.property(bytes(32), key => {
        expect(looksSecret(key)).toBe(true)
      }),
    )
  })
})

describe('each is told by its kind and length, and what stands around it stays', () => {
  test.each([
    ['client_secret=abc8Q~x, b', 'client_secret=[client secret, not shown: 7 characters], b'],
    ['a&client_secret=abcdef&b=1', 'a&client_secret=[client secret, not shown: 6 characters]&b=1'],
    ['--password hunter2 -t x', '--password [password, not shown: 7 characters] -t x'],
    ['Pwd=hunter2;Encrypt=true', 'Pwd=[password, not shown: 7 characters];Encrypt=true'],
    ['https://u:hunter2@h/p', 'https://u:[password, not shown: 7 characters]@h/p'],
    ['Cookie: a=b; c=d\nHost: x', 'Cookie: [cookie, not shown: 8 characters]\nHost: x'],
    ['{"password":"a b c","x":1}', '{"password":"[password, not shown: 5 characters]","x":1}'],
  ])('%j', (text, out) => {
    expect(withoutSecrets(text)).toBe(out)
  })

  test('and twice through the gate is once', () => {
    for (const context of contexts) {
      const once = withoutSecrets(context.replace('§', 'x7KtZ94hQpLm2vRb8NcYw5Js'))
      expect(withoutSecrets(once)).toBe(once)
    }
  })
})

describe('what must survive', () => {
  const lines = readFileSync(join(root, 'fixtures/survive.txt'), 'utf8')
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))

  test('is a list to be proud of', () => {
    expect(lines.length).toBeGreaterThan(60)
  })

  test.each(lines)('%s', line => {
    expect(withoutSecrets(line)).toBe(line)
    expect(cleaned({ line: [line] })).toEqual({ line: [line] })
  })

  test('so does the page of every finding, table and command, and every case', () => {
    const changed = [
      ...filesIn('docs'),
      ...filesIn('fixtures'),
      'README.md',
      'SECURITY.md',
      'CONTRIBUTING.md',
    ]
      .flatMap(name =>
        readFileSync(join(root, name), 'utf8')
          .split('\n')
          .map(line => ({ name, line })),
      )
      .filter(({ line }) => withoutSecrets(line) !== line && !isMakeBelieve(line))
    expect(changed).toEqual([])
  })

  /** Fixtures that hold a secret, to show that it does not come out. */
  function isMakeBelieve(line: string): boolean {
    return /make.?believe|bWFrZS1iZWxpZXZl|"CLIENT_SECRET": "5ec2e71d-/i.test(line)
  }
})

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(name => statSync(join(root, name)).isFile())
}

test('a token that shares a run with a known one goes whole', () => {
  const known = new KnownSecrets()
  const made = (id: string) =>
    `eyJhbGciOiJSUzI1NiJ9.${Buffer.from(`{"aud":"https://graph.microsoft.com","jti":"${id}"}`).toString('base64url')}.${'aB3'.repeat(60)}`
  known.add(new Secret('access token', made('mine')))
  expect(withoutSecrets(`x ${made('theirs')} y`, known)).toMatch(/^x \[token, not shown: \d+ characters\] y$/)
})

describe('a short text with one sign of a secret', () => {
  test.each([
    ['az login -p hun2', 'az login -p [password, not shown: 4 characters]'],
    ['curl -u a:b', 'curl -u a:[password, not shown: 1 characters]'],
    ['--secret hunter', '--secret [secret, not shown: 6 characters]'],
    ['-Password hun2', '-Password [password, not shown: 4 characters]'],
    ['--pwd hun2', '--pwd [password, not shown: 4 characters]'],
    ['--api-key 12345678', '--api-key [key, not shown: 8 characters]'],
    ['pwd=hun2', 'pwd=[password, not shown: 4 characters]'],
    ['pwd: hun2', 'pwd: [password, not shown: 4 characters]'],
    ['pwd("hun2")', 'pwd("[password, not shown: 4 characters]")'],
    ['<pwd>hun2<', '<pwd>[password, not shown: 4 characters]<'],
  ])('%s', (text, out) => {
    expect(withoutSecrets(text)).toBe(out)
    expect(cleaned([text])).toEqual([out])
    expect(secretsIn(text)).toHaveLength(1)
  })

  test.each(['az login hun2', 'docker -v hun2', 'hunter2 hunter2'])('near miss: %s', text => {
    expect(withoutSecrets(text)).toBe(text)
    expect(secretsIn(text)).toEqual([])
  })

  test('and without any, what is known', () => {
    const known = new KnownSecrets()
    known.add(new Secret('it', 'hunter22'))
    expect(withoutSecrets('is hunter22 it', known)).toBe('is [it, not shown: 8 characters] it')
    expect(cleaned({ hunter22: ['a hunter22'], b: 'c' }, known)).toEqual({
      '[it, not shown: 8 characters]': ['a [it, not shown: 8 characters]'],
      b: 'c',
    })
    expect(cleaned({ a: 'is hunter22 it' })).toEqual({ a: 'is hunter22 it' })
    // Not from one text into the next.
    expect(cleaned(['hunt', 'er22'], known)).toEqual(['hunt', 'er22'])
  })

  test('also far down, and none below where nothing is read', () => {
    const nested = (levels: number) => JSON.parse(`${'{"a":'.repeat(levels)}"pwd=hun2"${'}'.repeat(levels)}`)
    expect(JSON.stringify(cleaned(nested(200)))).toContain('pwd=[password, not shown: 4 characters]')
    expect(JSON.stringify(cleaned(nested(201)))).not.toContain('hun2')
  })
})

describe('values that JSON can hold', () => {
  test('stay what they are, but for their secrets; a member may name one, and a pair', () => {
    expect(
      cleaned({
        claims: [{ name: 'refresh_token', value: 'opaque-value' }],
        passwordProfile: { password: 'hunter22' },
        headers: { cookie: 'opaque1' },
        own: { at: 'opaque-value-000' },
        records: { at: '2026-08-07T10:04:00Z' },
        list: [1, null, true, 'client_secret=hunter22'],
        code: 'Authorization_RequestDenied',
      }),
    ).toEqual({
      claims: [{ name: 'refresh_token', value: '[token, not shown: 12 characters]' }],
      passwordProfile: { password: '[password, not shown: 8 characters]' },
      headers: { cookie: '[cookie, not shown: 7 characters]' },
      own: { at: '[token, not shown: 16 characters]' },
      records: { at: '2026-08-07T10:04:00Z' },
      list: [1, null, true, 'client_secret=[client secret, not shown: 8 characters]'],
      code: 'Authorization_RequestDenied',
    })
  })

  test('a pair names its value, and what it was and became; a name that is no text names nothing', () => {
    const changed = { name: 'refresh_token', from: 'opaque-value-1', to: 'opaque-value-2', note: 'opaque' }
    expect(cleaned(changed)).toEqual({
      name: 'refresh_token',
      from: '[token, not shown: 14 characters]',
      to: '[token, not shown: 14 characters]',
      note: 'opaque',
    })
    expect(cleaned({ name: 5, value: 'plain' })).toEqual({ name: 5, value: 'plain' })
    expect(cleaned({ name: 'displayName', value: 'plain' })).toEqual({ name: 'displayName', value: 'plain' })
  })

  test('a member that holds a secret by its shape says so, whatever its name', () => {
    expect(cleaned({ password: 'client_secret=hunter22' })).toEqual({
      password: 'client_secret=[client secret, not shown: 8 characters]',
    })
  })

  test('base64 is looked into twice, and no deeper', () => {
    const wrap = (text: string) => Buffer.from(text).toString('base64')
    const [once, twice, thrice] = [1, 2, 3].map(count =>
      Array.from({ length: count }).reduce<string>(wrap, 'client_secret=hunter2222222'),
    ) as [string, string, string]
    expect(withoutSecrets(once)).toMatch(/^\[secret in base64/)
    expect(withoutSecrets(twice)).toMatch(/^\[secret in base64/)
    expect(withoutSecrets(thrice)).toBe(thrice)
  })

  test('nesting is kept for two hundred levels', () => {
    const nested = (levels: number) => JSON.parse(`${'['.repeat(levels)}1${']'.repeat(levels)}`)
    expect(cleaned(nested(200))).toEqual(nested(200))
    expect(JSON.stringify(cleaned(nested(201)))).toContain('too deep')
  })

  test('what one text begins hides nothing in another: each is cleaned as it is alone', () => {
    const context = fc.constantFrom(...contexts, ...contexts.map(text => text.slice(0, text.indexOf('§'))))
    const value = fc.constantFrom(
      'x7KtZ94hQpLm2vRb8NcYw5JsD3fGa6Tu',
      '',
      'string',
      '$(',
      '[secret, not shown]',
    )
    const text = fc.tuple(context, value).map(([around, inside]) => around.replace('§', inside))
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 4 }), texts => {
        expect(cleaned(texts)).toEqual(texts.map(one => withoutSecrets(one)))
      }),
      runs(500),
    )
  })

  test('names of members are text too', () => {
    const out = JSON.stringify(cleaned({ 'Bearer x7KtZ94hQpLm2vRb8NcYw5Js': 1 }))
    expect(out).toBe('{"Bearer [credential, not shown: 24 characters]":1}')
  })

  test('nesting has an end', () => {
    const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`)
    expect(JSON.stringify(cleaned(deep))).toContain('too deep')
  })
})

describe('a word that looks like a secret', () => {
  test.each(['abc8Q~Ah3kLmNoPqRsTuVwXyZ0123456789abcde', 'eyJhbGciOiJub25lIn0.e30.', 'p@ssW0rd-with-Sign'])(
    '%s',
    word => {
      expect(looksSecret(word)).toBe(true)
    },
  )
  test.each([
    'usres',
    'users',
    '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11',
    'contoso.onmicrosoft.com',
    './calls-2026.txt',
    'User.Read.All',
  ])('unlike %s', word => {
    expect(looksSecret(word)).toBe(false)
  })
})

test('secrets are handed over to whoever is to remember them', () => {
  const [found] = secretsIn("curl -H 'Authorization: Bearer x7KtZ94hQpLm2vRb8NcYw5Js'")
  expect(found?.reveal()).toBe('x7KtZ94hQpLm2vRb8NcYw5Js')
})
