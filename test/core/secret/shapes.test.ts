import { describe, expect, test } from 'vitest'
import { base64In, holdsWords, shapes, shapesIn } from '../../../src/core/secret/shapes.ts'
import fc, { runs } from '../../support/property.ts'
import { marked, unmarked } from './marked.ts'

/** What `«…»` encloses has the shape of a credential, and what is outside of them has none. */
function expectMarks(text: string): void {
  const plain = unmarked(text)
  expect(marked(plain, shapesIn(plain))).toBe(text)
}

function kindsIn(text: string): string[] {
  return [...new Set(shapesIn(unmarked(text)).map(({ what }) => what))]
}

/** Digits of base64 as chance mixes them. */
function digits(length: number): string {
  return 'x7KtZ94hQpLm2vRb8NcYw5JsD3fGa6Tu'.repeat(500).slice(0, length)
}

const header = 'eyJhbGciOiJub25lIn0'

describe('a token', () => {
  test.each([
    `«${header}»`,
    `«${header}.eyJhIjoxfQ»`,
    `«${header}.eyJhIjoxfQ.»`,
    `«${header}.eyJhIjoxfQ.${digits(40)}»`,
    `«${header}.a.b.c.d».e`,
    `a «${header}», b`,
    `x-«${header}»`,
    '«eyJabcdefgh»',
    // Over lines, as shells, mail, code, logs and people break them.
    `«${header}\n.eyJhIjoxfQ${digits(20)}»`,
    `«${header}.\r\n    ${digits(40)}\r\n    ${digits(16)}»\r\n`,
    `«${header}.\\n${digits(40)}»`,
    `«${header}.\\r\\n${digits(40)}»`,
    `«${header}." \n  + "${digits(40)}»"`,
    `«${header}.=\n> ${digits(40)}»`,
    `«${header}.\\\n\t| ${digits(40)}»`,
    `«${header}.\n${digits(40)}» was refused`,
    `«${header}.\n${digits(40)}.${digits(20)}» was refused`,
    `«${header}.\n${digits(40)}.»\nNext`,
  ])('%j', text => {
    expectMarks(text)
    expect(kindsIn(text)).toEqual(['token'])
  })

  test.each([
    'eyJabcdefg',
    // A short run behind a letter is part of another word; a long one is none.
    'keyJabcdefghij',
    `keyJ${digits(37)}`,
    'EYJabcdefghij',
    `«${header}»\nauthentication was refused`,
    `«${header}»\nAuthenticationFailed`.replace('Failed', 'Failed: x'),
    `«${header}»\nhttps://graph.microsoft.com/v1.0`,
    `«${header}»\nscp=User.Read.All.Groups`,
    `«${header}»\nadele.vance1234@contoso.example`,
    `«${header}»\n${digits(15)}`,
    `«${header}»\n\n${digits(40)}`,
    `«${header}»\n${digits(20).toLowerCase()} words`,
    `«${header}»\n${digits(20).replaceAll(/\d/g, 'Q')} words`,
  ])('ends where something else begins: %j', expectMarks)

  test('goes whole behind a letter when it is long', () => {
    expectMarks(`k«${header}.eyJhIjoxfQ.${digits(12)}»`)
    expectMarks(`k«eyJ${digits(38)}»`)
  })

  test('is no challenge, which is base64 of JSON too', () => {
    const challenge = Buffer.from('{"access_token":{"nbf":{"essential":true,"value":"1763840400"}}}')
    expectMarks(`claims="${challenge.toString('base64url')}"`)
    // With more behind it, or with bytes in it, it is one.
    expectMarks(`claims="«${challenge.toString('base64url')}.${digits(20)}»"`)
    const bytes = Buffer.concat([challenge, Buffer.from([0, 1, 2, 255])])
    expectMarks(`claims="«${bytes.toString('base64url')}»"`)
  })
})

describe('what a header carries', () => {
  test.each([
    'Bearer «abc12345»',
    'bearer  «abc12345»',
    'Basic «YXBwOmh1bnRlcjI=»',
    'PoP «abc.12345»',
    'Negotiate «abc12345»',
    'NTLM «abc12345»',
    'Digest «abc~12345»',
    'SharedKey «app:ab12/34=»',
    'SharedKeyLite «app:ab12/34=»',
    'SharedAccessSignature «sr=x1&sig=y»',
    'Bearer%20«abc12345»',
    'Bearer+«abc12345»',
    'Bearer\\t«abc12345»',
    'Bearer "«abc12345»"',
    '"Bearer «abc12345»"',
    'x_Bearer «abc12345»',
    '\u212aBearer «abc12345»',
    'Bearer «UPPER1AND»',
    'Bearer «two-Words-Mixed»',
    'Bearer «$TOKEN/and-more»',
    'Bearer «realm1=abc»',
    'Bearer «abc=defgh»',
    'Bearer «abcdefgh=»',
    'Bearer «abc1$TOKEN»',
    'Bearer "«AB12nonce=»"',
    'Bearer «abc1&scope=x»',
  ])('%s', text => {
    expectMarks(text)
    expect(kindsIn(text)).toEqual(['credential'])
  })

  test.each([
    'Bearer abc1234',
    'Bearer authentication',
    'Basic Authentication.',
    'Bearer TOKEN_HERE',
    'bearer token-validation/middleware',
    'Bearer $TOKENVALUE',
    `Bearer \${TOKEN_VALUE}`,
    'Bearer $env:ADMIN_TOKEN',
    'forBearer abc12345',
    'Bearer: abc12345',
    'Bearer [credential, not shown: 24 characters]',
    // What a challenge says.
    'Bearer nonce_of_it="a1"',
    'Bearer realm="contoso"',
    "Bearer nonce_of_it='a1'",
    'Bearer nonce_of_it=%22a1%22',
    'Bearer authorization_uri=https://x.example',
    'Digest algorithm=MD5,qop=auth',
    'Bearer scope=User.Read1',
    'Bearer error=invalid_token1',
  ])('near miss: %s', expectMarks)
})

describe('credentials that tell themselves', () => {
  test.each([
    ['client secret', `«abc8Q~${digits(34)}»`],
    ['client secret', `"«.~-8Q%7E${digits(34)}»"`],
    ['client secret', '«abc8Q~1234567890»'],
    ['refresh token', `«1.A${digits(20)}.${digits(40)}.${digits(30)}»`],
    ['refresh token', `«1.A${digits(20)}.${digits(57)}»`],
    ['refresh token', `«0.A${digits(80)}»`],
    ['refresh token', `«M.C512_${digits(16)}»`],
    ['refresh token', `«M.R3_BAY.${digits(16)}!*$»`],
    ['refresh token', `«EwB${digits(40)}»`],
    ['account key', `«${digits(86)}==»`],
    ['account key', `%22«${digits(86)}%3D%3D»%22`],
    ['account key', `AccountKey%3D«${digits(86)}%3D%3d»`],
    ['account key', `«${digits(40)}%2B%2f${digits(44)}==»`],
    ['private key', `«MIIEvgIBADANBgkqhkiG${digits(20)}»`],
    ['private key', `«MHcCAQEEI${digits(20)}\n${digits(20)}»`],
    ['private key', `«MIGkAgEBBDD${digits(20)}»`],
    ['private key', `«MIGHAgEAMBMGByqG${digits(20)}»`],
    ['private key', `«MIIEpAIBAAKCAQEA${digits(20)}»`],
    ['private key', `«MC4CAQAwBQYDK2VwBCIE${digits(20)}»`],
    ['token', `«ghp_${digits(20)}»`],
    ['token', `«github_pat_${digits(22)}»`],
    ['token', `«glpat-${digits(20)}»`],
    ['token', `«xoxb-${digits(20)}»`],
    ['token', `«sk-${digits(20)}»`],
    ['token', `«sk_live_${digits(20)}»`],
  ])('a %s: %s', (what, text) => {
    expectMarks(text)
    expectMarks(`a ${text}, b`)
    expect(kindsIn(text)).toEqual([what])
  })

  test.each([
    'abcQ~1234567890',
    'abc8Q~123456789',
    'abc8q~1234567890',
    // rh of a token, and versions.
    '1.AXgAQ9kF2mB5Zk6Hq3vT8sL1rAMAAAAAAAAAwAAAAAAAAAB4AAB4AA.',
    `0.A${digits(79)}`,
    `1.A${digits(20)}.${digits(56)}`,
    `2.A${digits(90)}`,
    `11.A${digits(90)}`,
    `1.B${digits(90)}`,
    `M.C5_${digits(15)}`,
    `MM.C5_${digits(16)}`,
    `M.5_${digits(16)}`,
    `EwB${digits(39)}`,
    `NewB${digits(40)}`,
    `Ewb${digits(40)}`,
    `${digits(85)}==`,
    `${digits(86)}=`,
    `+${digits(86)}==`,
    `${'aB'.repeat(43)}==`,
    `${'A1'.repeat(43)}==`,
    `${'a1'.repeat(43)}==`,
    encodeURIComponent(
      Buffer.from('plain??>>> words, of 64 characters: Abc 12, and no more than tha').toString('base64'),
    ),
    `${Buffer.from('plain words, as a note in base64 has: Abc 12, and no more than that').toString('base64').slice(0, 86)}==`,
    'MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQsw',
    `xMIIEvgIBADANBgkqhkiG${digits(20)}`,
    `ghp_${digits(19)}`,
    `xghp_${digits(20)}`,
    'risk-assessment-of-the-year-2026',
  ])('near miss: %s', expectMarks)
})

describe('a private key', () => {
  const lines = (end: string) => [digits(64), digits(64), digits(64), `${digits(20)}==`].join(end)

  test.each([
    `«-----BEGIN PRIVATE KEY-----\n${lines('\n')}\n-----END PRIVATE KEY-----»`,
    `«-----BEGIN RSA PRIVATE KEY-----\n${lines('\n')}»`,
    `«-----BEGIN ENCRYPTED PRIVATE KEY-----»`,
    `«-----BEGIN EC PRIVATE KEY-----\\n${digits(64)}\\n-----END EC PRIVATE KEY-----»\\n`,
    `«-----BEGIN PRIVATE KEY-----\nabc\n»-----BEGIN CERTIFICATE-----`,
    `«${lines('\n')}»`,
    `a: «${lines('\n')}»`,
    `«${digits(10)}\n${digits(64)}\n${digits(64)}»\n`,
    `«\n  ${digits(64)}\n  ${digits(64)}»`,
    `«${lines('\\n')}»`,
    `«${lines('\\r\\n')}»`,
    `«${lines('\r\n    ')}»`,
    `«${digits(64)}\n${digits(64)}\n-----END PRIVATE KEY-----»`,
  ])('%j', text => {
    expectMarks(text)
    expect(kindsIn(text)).toEqual(['private key'])
  })

  test.each([
    `-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----`,
    `-----BEGIN PUBLIC KEY-----\nabc\n-----END PUBLIC KEY-----`,
    `${digits(64)}\n${digits(63)}\n${digits(65)}`,
    `${digits(64)}\n${digits(64)}`,
    // Sums of 64 digits, one a line.
    `${'a1'.repeat(32)}\n${'a1'.repeat(32)}\n${'a1'.repeat(32)}`,
  ])('near miss: %j', expectMarks)
})

describe('a password at its place', () => {
  test.each([
    'az login -u app -p «hunter2»',
    'az login -p "«hunter2»" -u app',
    "az  login --service-principal -u a -p '«hunter2»'",
    'az%20login%20-p%20«hunter2»',
    'sqlcmd -S x -P «hunter2»',
    'sqlcmd -S x -P«hunter2»',
    'docker  login -p «hunter2»',
    'smbclient //x/y -p «hunter2»',
    'https://adele:«hunter2»@x.example',
    'https://:«hunter2»@x.example',
    'https://adele:«12345»@x.example',
    'https://«x7KtZ94hQpLm2vRb8NcY»@x.example',
    'curl -u adele:«hunter2» https://x.example',
    'curl -u  adele:«hunter2»',
    'curl --user "adele:«hunter2»"',
    'curl --proxy-user=adele:«h»',
  ])('%s', text => {
    expectMarks(text)
    expect(kindsIn(text)).toEqual(['password'])
  })

  test.each([
    'az login -p "hun"',
    'az login --pretty hunter2',
    'az login -p -u app',
    'az login\nmkdir -p hunter2',
    'az account -p hunter2',
    'blaz login -p hunter2',
    'az login -p [password, not shown: 7 characters]',
    'mkdir -p hunter2',
    'http://localhost:4030/a@b',
    'http://x.example:8080?mail=a@b',
    'https://adele@x.example',
    'https://adele.vance.of.contoso@x.example',
    'https://x7KtZ94hQpLm2vRb8Nc@x.example',
    'https://x.example/a:b@c',
    'curl -u adele https://x.example',
    'curl -u adele:[password, not shown: 7 characters]',
    'run --unuser adele:hunter2',
    'run a-u adele:hunter2',
  ])('near miss: %s', expectMarks)

  test.each([
    'curl -b «session=ab12» https://x.example',
    `curl --cookie "«a=b»" https://x.example`,
    `curl --cookie=«a=b» https://x.example`,
    `curl --cookie='«a=b»'`,
    `curl -sSb '«a=b; c="d"; e=f»' -v`,
    `curl -b«a=b»`,
    `curl https://x.example \\\n  -H 'accept: */*' \\\n  -b $'«a=\\'b; c=d»' \\\n  --compressed`,
    // As Windows, JSON and a broken paste write the quotes.
    `curl ^"https://x.example^" -b ^"«a=b; c=d»^" -v`,
    `{"run":"curl -b \\"«a=b; c=d»\\" -v"}`,
    `curl -b "«a=b; c=d»`,
    `curl -b "«a=\\"b\\"; c=d»" -v`,
    // Not a variable alone.
    `curl -b "«a=$A; c=d1»"`,
    `sqlmap --cookie "«a=b»"`,
  ])('a cookie for curl: %s', text => {
    expectMarks(text)
    expect(kindsIn(text)).toEqual(['cookie'])
  })

  test.each([
    'curl -b cookies.txt https://x.example/?a=b',
    'curl -b "cookies.txt" -d "a=b"',
    "curl --cookie jar -d 'a=b'",
    'curl --cookie-jar a=b.txt',
    'curl --bearer a=b',
    'curl a-b c=d',
    'curl -b "session=$SESSION"',
    `curl -b "session=\${SESSION}; other=<value>"`,
    'curl -b "session="',
    'curl -b [cookie, not shown: 9 characters] -d a=b',
    'git checkout -b fix=1',
  ])('near miss: %s', expectMarks)

  test.each([
    ['client secret', 'new ClientSecretCredential("contoso.example", "6f1c", "«hunter2»")'],
    [
      'client secret',
      "ClientSecretCredential('contoso.example', '6f1c',\n  client_secret='«hunter2»')".replace(',\n', ', '),
    ],
    ['secret', 'ConvertTo-SecureString «"hunter2"» -AsPlainText'],
    ['secret', "ConvertTo-SecureString  -String  «'hunter2'»"],
    ['secret', "convertto-securestring -String «'hunter2'»"],
    ['secret', 'ConvertTo-SecureString «hunter2» -AsPlainText'],
  ])('a %s: %s', (what, text) => {
    expectMarks(text)
    expect(kindsIn(text)).toEqual([what])
  })

  test.each([
    'new ClientSecretCredential("contoso.example", "6f1c")',
    'new ClientSecretCredential(tenant, id, "hunter2")',
    'ConvertTo-SecureString $secret -AsPlainText',
    'ConvertTo-SecureString (Get-Content secret.txt)',
    'ConvertTo-SecureString -AsPlainText',
    'ConvertTo-SecureString hun',
    'ConvertTo-SecureString "[secret, not shown: 7 characters]"',
    'ClientSecretCredential("a", "b", "[client secret, not shown: 7 characters]")',
  ])('near miss: %s', expectMarks)
})

describe('a run of base64', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  const found = (text: string) =>
    base64In(text, held => held.includes('secret=')).map(
      ({ start, end, what }) => `${what}: ${text.slice(start, end)}`,
    )

  test.each([
    ['text that holds a secret', base64('a secret=x1 b'), 'secret in base64'],
    ['a login', base64('6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11:hunter2'), 'secret in base64'],
    [
      'a login, with its line end',
      base64('6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11:hunter2\n'),
      'secret in base64',
    ],
    ['sixteen digits', base64('secret=x1234'), 'secret in base64'],
    ['sixteen, of which two are padding', base64('secret=abc'), 'secret in base64'],
    ['random digits with two A', `${digits(40)}AA${digits(40)}`, 'part of a token'],
    ['sixteen random digits between hyphens', `${digits(16)}-`.repeat(5), 'part of a token'],
    ['80 random digits', digits(80), 'part of a token'],
    ['random digits with hyphens', `${digits(60)}-_${digits(30)}`, 'part of a token'],
    ['a key with slashes', `${digits(30)}/+${digits(54)}==`, 'key'],
    ['a line of a key, alone', digits(64), 'private key'],
  ])('%s', (_, run, what) => {
    expect(found(run)).toEqual([`${what}: ${run}`])
    if (what === 'private key') expect(found(`a\n${run}\r\nb`)).toEqual([`${what}: ${run}`])
    else expect(found(`a (${run}) b`)).toEqual([`${what}: ${run}`])
  })

  test('between the slashes of a path, each part by itself', () => {
    const [one, other] = [base64('a secret=x1 b?'), base64('b secret=y2 c!')]
    expect(found(`/users/${one}/and/${other}/x`)).toEqual([
      `secret in base64: ${one}`,
      `secret in base64: ${other}`,
    ])
  })

  test.each([
    ['text without one', base64('plain words, and no more')],
    ['fifteen digits', base64('secret=x1').slice(0, 15)],
    ['a GUID and words', base64('to 6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11: in June')],
    ['a GUID and a colon', base64('6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11:abc')],
    ['79 random digits', digits(79)],
    ['letters alone', 'a'.repeat(100)],
    ['an id of Exchange', `AAMkAGI2${digits(100)}`],
    ['a certificate', `MIID${digits(100)}`],
    ['GUIDs joined', '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11_2D2244C3-251a-49ea-93a8-39e1c3a060fe_x-y-zA1'],
    ['words joined by hyphens', 'Abcdefgh1-'.repeat(12)],
    ['a line of a key among words', `sum ${digits(64)}`],
    ['and before words', `${digits(64)} sum`],
    ['63 digits alone', digits(63)],
    ['a sum of 64 digits', 'a1'.repeat(32)],
    ['a path with an id', `${digits(40)}/items/AAM${digits(41)}==`],
    ['a path that fills no group', `${digits(40)}/${digits(44)}=`],
    ['a path without padding', `${digits(40)}/${digits(43)}`],
  ])('not %s', (_, text) => {
    expect(found(text)).toEqual([])
  })
})

test('a slash parts a path where words stand between two', () => {
  for (const path of ['users/x7K', '9a/mailFolders', '9a%2Fusers%2f1', 'user'])
    expect([path, holdsWords(path)]).toEqual([path, true])
  for (const key of ['x7K/tZ9', 'abc/def', 'Users/Abcd', 'user1/2abcd', 'x7users'])
    expect([key, holdsWords(key)]).toEqual([key, false])
})

test('what is looked at behind a sign hides nothing that the pattern would find', () => {
  const looked = shapes.filter(({ behind }) => behind !== undefined)
  const signs = looked.flatMap(({ signs }) => signs)
  const between = [
    ' ',
    '  ',
    '\n',
    '\\n',
    '\t',
    '%20',
    '+',
    '"',
    "'",
    '=',
    ':',
    '-',
    '/',
    '.',
    '\0',
    '\u0130',
  ]
  const words = [
    'Bearer',
    'PoP',
    'SharedKeyLite',
    'properties',
    '$TOKEN',
    'name:word1234',
    'x7KtZ94h',
    digits(43),
  ]
  const lines = [
    digits(64),
    `${digits(64)}\n${digits(64)}\n${digits(20)}`,
    '-----END PRIVATE KEY-----',
    `${header}.x`,
  ]
  let found = 0
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...signs, ...between, ...between, ...words, ...lines), { maxLength: 8 }),
      pieces => {
        const text = pieces.join('')
        const hits = shapesIn(text)
        for (const { pattern, accepts } of looked) {
          for (const match of text.matchAll(pattern) as Iterable<RegExpExecArray>) {
            if (accepts?.(match) === false) continue
            const secret = match.groups?.secret ?? match[0]
            const start = match.index + match[0].lastIndexOf(secret)
            expect(hits).toContainEqual(expect.objectContaining({ start, end: start + secret.length }))
            found++
          }
        }
      },
    ),
    runs(20_000),
  )
  expect(found).toBeGreaterThan(500)
})
