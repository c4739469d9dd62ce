import { describe, expect, test } from 'vitest'
import { kinds, kindsNamedIn, namedIn, namesSecret } from '../../../src/core/secret/names.ts'
import fc, { runs } from '../../support/property.ts'
import { marked, unmarked } from './marked.ts'

/** What `«…»` encloses is a secret by the name before it, and what is outside of them is none. */
function expectMarks(text: string): void {
  const plain = unmarked(text)
  expect(marked(plain, namedIn(plain))).toBe(text)
}

const value = 'x7KtZ94hQpLm2vRb8NcY'

describe('a name', () => {
  test.each([
    [
      'client secret',
      ['client_secret', 'clientSecret', 'CLIENT-SECRET', 'client secret', 'AZURE_CLIENT_SECRET'],
    ],
    [
      'client secret',
      [
        'client_secret_value',
        'clientSecretText',
        'app_secret',
        'applicationSecret',
        'APP_SECRET_KEY',
        'ClientSecretKey',
      ],
    ],
    ['client secret', ['secret_text', 'SecretValue', 'secret-key', 'client_credential', 'X-IDENTITY-HEADER']],
    ['assertion', ['client_assertion', 'SAMLResponse', 'SAMLart', 'saml_assertion', 'assertion']],
    ['token', ['access_token', 'refreshToken', 'id_token', 'sasToken', 'AUTH_TOKEN', 'bearer-token']],
    [
      'token',
      ['session token', 'x-csrf-token', 'SecurityToken', 'accessTokenCredential', 'token', 'MY_TOKEN'],
    ],
    ['token', ['device_code', 'code_verifier']],
    ['key', ['AccessKey', 'AccountKey', 'x-api-key', 'subscription-key', 'storage_key', 'primaryKey']],
    [
      'key',
      ['secondary key', 'private_key', 'master-key', 'x-functions-key', 'functionKey', 'SharedAccessKey'],
    ],
    ['key', ['encryptionKey', 'signing_key']],
    ['signature', ['SharedAccessSignature', 'sig']],
    ['code', ['code']],
    ['password', ['password', 'passwd', 'passphrase', 'passcode', 'PGPASSWORD', 'Pwd', 'DB_PWD']],
    ['secret', ['secret', 'my_secret', 'mySecret', 'mySECRET', 'DBSecret', 'oauth2Secret']],
    ['credential', ['authorization', 'Proxy-Authorization']],
    ['cookie', ['ESTSAUTH', 'ESTSAUTHPERSISTENT', 'esctx-ab12', 'buid', 'fpc', 'rtFa', 'FedAuth']],
    ['cookie', ['SignInStateCookie', 'JSESSIONID', 'ASP.NET_SessionId', '.AspNet.Cookies']],
    ['cookie', ['x-ms-RefreshTokenCredential', 'x-ms-RefreshTokenCredential1']],
  ])('of a %s: %j', (what, names) => {
    for (const name of names) {
      const text = `${name}=${value}`
      const hits = namedIn(text)
      expect({ name, marked: marked(text, hits) }).toEqual({ name, marked: `${name}=«${value}»` })
      expect(hits.map(hit => hit.what)).toContain(what)
    }
  })

  test.each([
    ['token', '"at":"§"'],
    ['private key', '"d":"§"'],
    ['private key', "'dp': '§'"],
    ['private key', '"qi":"§"'],
    ['private key', '"k":"§"'],
  ])('of a %s, in quotes: %s', (what, context) => {
    expectMarks(context.replace('§', `«${value}»`))
    expect(namedIn(context.replace('§', value)).map(hit => hit.what)).toEqual([what])
  })

  test.each([
    'secretary=x7KtZ94hQpLm2vRb8NcY',
    'tokens=x7KtZ94hQpLm2vRb8NcY',
    'client_secret_id=x7KtZ94hQpLm2vRb8NcY',
    'client_secret-expires=x7KtZ94hQpLm2vRb8NcY',
    'topsecret=x7KtZ94hQpLm2vRb8NcY',
    '2token=x7KtZ94hQpLm2vRb8NcY',
    'TOPSECRET=x7KtZ94hQpLm2vRb8NcY',
    'topsEcret=x7KtZ94hQpLm2vRb8NcY',
    'postcode=x7KtZ94hQpLm2vRb8NcY',
    'config=x7KtZ94hQpLm2vRb8NcY',
    'keyId=x7KtZ94hQpLm2vRb8NcY',
    // Without its quotes a short name is a word, and so it is in great letters.
    'at=x7KtZ94hQpLm2vRb8NcY',
    'at: x7KtZ94hQpLm2vRb8NcY "quoted"',
    '"that":"x7KtZ94hQpLm2vRb8NcY"',
    "('d', 'x7KtZ94hQpLm2vRb8NcY')",
    'reassertion=x7KtZ94hQpLm2vRb8NcY',
    'brsig=x7KtZ94hQpLm2vRb8NcY',
    'nocookie: a=x7KtZ94hQpLm2vRb8NcY',
    'at: x7KtZ94hQpLm2vRb8NcY',
    'd: x7KtZ94hQpLm2vRb8NcY',
    '"D":"x7KtZ94hQpLm2vRb8NcY"',
    '"id":"x7KtZ94hQpLm2vRb8NcY"',
    '"at" x7KtZ94hQpLm2vRb8NcY',
    // Codes, signatures and those cookies are parts of addresses and headers: there stands `=`.
    'code: x7KtZ94hQpLm2vRb8NcY',
    'sig: x7KtZ94hQpLm2vRb8NcY',
    'buid: x7KtZ94hQpLm2vRb8NcY',
    '--code x7KtZ94hQpLm2vRb8NcY',
    'code => x7KtZ94hQpLm2vRb8NcY',
    'client_secret x7KtZ94hQpLm2vRb8NcY',
    // Of curl, which is found by its shape.
    '--cookie a=x7KtZ94hQpLm2vRb8NcY',
    '-H "Cookie: " -d a=x7KtZ94hQpLm2vRb8NcY',
  ])('near miss: %s', expectMarks)

  test('behind another word of the same name only what is the value', () => {
    expectMarks('client_secret=«password=token=secret=abc1»')
    expectMarks('token=«x7KtZ94hQpLm2vRb8NcY» secret=«hunter2»')
  })
})

describe('a value', () => {
  test.each([
    ['client_secret=«ab1d»', 'client_secret=ab1'],
    ['client_assertion=«ab1d5678»', 'client_assertion=ab1d567'],
    ['assertion=«ab1d567890123456»', 'assertion=ab1d56789012345'],
    ['access_token=«ab1d5678»', 'access_token=ab1d567'],
    ['token=«ab1d567890123456»', 'token=ab1d56789012345'],
    ['account_key=«ab1d5678»', 'account_key=ab1d567'],
    ['SharedAccessSignature=«ab1d5678»', 'SharedAccessSignature=ab1d567'],
    ['sig=«ab1d5678»', 'sig=ab1d567'],
    ['code=«ab1d5678901234567890»', 'code=ab1d567890123456789'],
    ['password=«ab1d»', 'password=ab1'],
    ['pwd=«ab1d»', 'pwd=ab1'],
    ['secret=«ab1d56»', 'secret=ab1d5'],
    ['authorization=«ab1d5678»', 'authorization=ab1d567'],
    ['buid=«ab1d5678»', 'buid=ab1d567'],
    ['"at":"«ab1d56789012»"', '"at":"ab1d5678901"'],
    ['"d":"«ab1d5678901234567890»"', '"d":"ab1d567890123456789"'],
  ])('is not too short: %s', (long, short) => {
    expectMarks(long)
    expectMarks(short)
  })

  test.each([
    // Error codes are words, the working directory is a path, a scheme is looked at by its shape, a time is a time.
    'code=Authorization_RequestDenied',
    'PWD=/home/adele/work1',
    'pwd: ~/work1',
    'Pwd=C:\\work1',
    'pwd=\\\\share1\\work',
    'Authorization: Bearer x7KtZ94hQpLm2vRb8NcY',
    'Authorization: SharedKeyLite app:x7KtZ94hQpLm2vRb8NcY',
    'authorization=negotiate x7KtZ94hQpLm2vRb8NcY',
    'Cookie: none that was kept',
    '"at":"2026-08-07T10:04:00.000Z"',
    '"d":"fifty words and a blank"',
    '"p":"https://x.example/a1b2c3d4"',
    // Types, members, calls and placeholders.
    'client_secret: string',
    'clientSecret?: string;',
    'client_secret=null',
    'client_secret: undefined,',
    'client_secret=****',
    'clientSecret: securestring',
    'client_secret=required.',
    'clientSecret = process.env.CLIENT_SECRET;',
    'clientSecret: settings.secret()',
    'client_secret=$CLIENT_SECRET',
    'client_secret=$env:CLIENT_SECRET',
    'client_secret=$config.secret',
    'client_secret=$(cat secret.txt)',
    `client_secret=\${CLIENT_SECRET}`,
    'client_secret=<the secret>',
    'client_secret=changeme',
    'client_secret="your-client-secret"',
    'client_secret="<your 1st secret>"',
    // What was hidden before, also where it was cut.
    'client_secret=[client secret, not shown: 40 characters]',
    'client_secret="[client secret, not shown: 40 characters]"',
    "{'client_secret': '[client secret, not shown]'}",
    // Sentences.
    'password: the one that you chose',
    'secret: expired. Make a new one',
    'password: wrong.',
    'password: Adele’s was wrong',
    "password: it's old",
    'password: they’re both old',
    'password: wrong  and old',
    'token: expired!',
    '--password --verbose',
    'The password is wrong1.',
  ])('is not %s', expectMarks)

  test.each([
    'code=«Authorization_Request1»',
    'pwd=«hunter~2»',
    'Authorization: «BearerlikeButNone1»',
    'Cookie: «a=none that was kept»',
    '"at":"«26-08-07T10:04»"',
    'client_secret=«string1»',
    'client_secret=«a.b1.c»',
    'client_secret=«nullify»',
    'client_secret=«your-1st-secret»',
    'client_secret=«p**word»',
    'password: «wrong»',
    'password: «Wr0ng» again',
    'password: «hunter2.» Again',
    'password: «wrong», user: adele',
    'password="«wrong.»"',
    'password=«wrong.»',
    'x password =«wrong» again',
    '"password": «wrong» again',
    '--password «wrong» again',
    'x client_secret=«x-null»',
    'Authorization: «abc1-Basic»',
    '"at":"«x-2026-08-07-abcd»"',
  ])('is %s', expectMarks)
})

describe('between name and value', () => {
  test.each([
    'client_secret=§',
    'client_secret:§',
    'client_secret => §',
    'client_secret := §',
    'client_secret%3D§',
    'client_secret%3d§',
    'client_secret%253D§',
    'client_secret%3A§',
    'client_secret%20=%20§',
    'client_secret\\t=\\n§',
    'client_secret   :   §',
    '\u001b[36mclient_secret\u001b[0m=\u001b[33m§\u001b[0m',
    '\\u001b[1;36mclient_secret\\u001b[0m: \\u001b[33m§',
    '"client_secret": §',
    '`client_secret`: `§`',
    '%22client_secret%22:%22§%22',
    '%2522client_secret%2522:%2522§%2522',
    '&#39;client_secret&#39;: &#39;§&#39;',
    '&#039;client_secret&#039;: &#039;§&#039;',
    '&#34;client_secret&#34;: &#34;§&#34;',
    '&apos;client_secret&apos;: &apos;§&apos;',
    '{\\u0022client_secret\\u0022:\\u0022§\\u0022}',
    '{"name":"client_secret","value":"§"}',
    'name="client_secret" value="§"',
    "name='client_secret', value='§'",
    'client_secret value: §',
    'Content-Disposition: form-data; name="client_secret"\r\n\r\n§\r\n--x',
    'name="client_secret"\n\n§\n--x',
    'name="client_secret"; filename="x"\r\n\r\n§',
    'name="client_secret"\\r\\n\\r\\n§\\r\\n--x',
    'name="client_secret"\\n\\n§\\n--x',
    '.WithClientSecret("§")',
    ".client_secret( '§' )",
    "('client_secret', '§')",
    '( "client_secret" , "§")',
    "(b'client_secret', '§')",
    '<client_secret>§</client_secret>',
    '<a:ClientSecret> §',
    '--client-secret § -v',
    '-ClientSecret § -v',
    '["--client-secret § "]',
    '--az-client-secret  §',
    'ENV AZURE_CLIENT_SECRET §',
    'setx CLIENT_SECRET §',
    'setx  CLIENT_SECRET  §',
    'ARG client_secret §',
    'export client_secret §',
    'set -gx CLIENT_SECRET §',
    'client_secret: |\n  §',
    'client_secret: |  \n§',
    'client_secret = (  ConvertTo-SecureString  -String  "§" -AsPlainText)',
    'client_secret: >-\n    §',
    'client_secret = b"§"',
    "client_secret: @'§'",
    'client_secret: ["§"]',
    'client_secret: [b"§"]',
    'Connect -ClientSecret §',
    'client_secret: [ §]',
    'client_secret = (ConvertTo-SecureString "§" -AsPlainText)',
    'client_secret = (ConvertTo-SecureString -String "§" -AsPlainText)',
    'client_secret = @("§")',
    'client_secret=("§"',
    "clientSecret: ( '§' )",
    'Authorization:["§"]',
  ])('%j', context => {
    expectMarks(context.replace('§', `«${value}»`))
  })

  test.each([
    'client_secret, x7KtZ94hQpLm2vRb8NcY',
    'client_secret|x7KtZ94hQpLm2vRb8NcY',
    'client_secret(x7KtZ94hQpLm2vRb8NcY)',
    "('client_secret' is not 'x', 'x7KtZ94hQpLm2vRb8NcY')",
    "f('client_secret'); x7KtZ94hQpLm2vRb8NcY",
    "the 'client_secret', 'x7KtZ94hQpLm2vRb8NcY'",
    'name="client_secret"\nx7KtZ94hQpLm2vRb8NcY',
    'a client_secret> x7KtZ94hQpLm2vRb8NcY',
    'of client_secret x7KtZ94hQpLm2vRb8NcY',
    'environment client_secret x7KtZ94hQpLm2vRb8NcY',
    'a-client_secret x7KtZ94hQpLm2vRb8NcY',
    '--client-secret',
  ])('not %j', expectMarks)
})

describe('a value ends', () => {
  test.each([
    'x client_secret=«abc12» tail',
    'x client_secret="«ab1%26c»',
    '--client-secret «abc%26x1» -v',
    '{\\"client_secret\\":\\"«ab1c»"',
    '{\\"client_secret\\":\\"«a b1c»"',
    '{\\"client_secret\\":\\"«a b1\\\\\\\\»\\",\\"tail\\":1}',
    'client_secret="«a b1»" and [client secret, not shown: 3 characters]',
    // Where texts that are looked at together are parted.
    'client_secret="«a b1»"\n\0\nnext',
    'client_secret="«ab1%26c»\n\0\n"next"',
    'client_secret=«abc12»,tail : 1',
    'name="client_secret"\r\n\r\n«a b"1»\r\n--x',
    '<client_secret>«a b"1»</client_secret>',
    'client_secret=«abc12»"tail',
    'client_secret=«abc12»<tail',
    'client_secret=«abc12»\\ntail',
    'client_secret=«abc12»\\"tail',
    'client_secret=«abc1\\2tail»',
    'client_secret=«abc12»&tail=1',
    'client_secret=«abc1&2»',
    'client_secret=«abc12»&amp;tail=1',
    'client_secret=«abc12»&quot;tail',
    'client_secret=«abc12»&#39;tail',
    'client_secret=«abc12»&',
    'client_secret=«abc12», tail',
    'client_secret=«abc1,2»',
    'client_secret=«abc12»,tail: 1',
    'client_secret=«abc12»;',
    'Pwd=«abc12»;Encrypt=true',
    'Pwd=«abc;12»',
    'f(client_secret=«abc12»)',
    'f(client_secret=«abc(1)2»)',
    '{client_secret: «abc12»}',
    '[client_secret: «abc]12»]',
    'client_secret%3D«abc12»%26tail%3D1',
    'client_secret%253D«abc12»%2526tail',
    'client_secret%3D«abc12»%22tail',
    'client_secret%3D«abc12»%0Atail',
    'client_secret%3D«abc12»%7D',
    'x client_secret=«abc12%26tail»',
    'client_secret%3D«abc%2F12»',
    '"client_secret":"«a b, c&d=1»","tail":1',
    '"client_secret":"«a\\"b1c»","tail":1',
    '"client_secret":"«a b1\\\\»","tail":1',
    '{\\"client_secret\\":\\"«ab1c»\\",\\"tail\\":1}',
    '{\\"client_secret\\":\\"«a\\\\\\"b1c»\\",\\"tail\\":1}',
    "client_secret='«a\"b1c»' tail",
    'client_secret="«ab1c» tail',
    '%22client_secret%22:%22«a b1c»%22,tail',
    '&quot;client_secret&quot;:&quot;«a b1c»&quot;,tail',
  ])('%j', expectMarks)

  test.each([
    'Cookie: «a=1; b=2»',
    'Cookie: «a=1; b="2"; c=3»\nHost: x',
    'Set-Cookie: «a=1; path=/»\r\nHost: x',
    'Cookie: «a=1; b=2»\\r\\nHost: x',
    'Cookie: «"a"=1; b=2»',
    "-H 'Cookie: «a=1; b=2»' https://x.example",
    '-H "Cookie: «a=1; b=2»" https://x.example',
    '"Cookie": "«a=1; b=2»", "x": 1',
    'a note on cookie policy=1',
  ])("a header's: %j", expectMarks)

  test.each([
    'CLIENT_SECRET=«two words 12»',
    'a=1\nCLIENT_SECRET = «two words 12»  \nb=2',
    '  export CLIENT_SECRET=«two words 12»',
    'set AZURE_CLIENT_SECRET=«two words 12»\r\nx',
    // Of more than a value, its first word.
    'CLIENT_SECRET=«two1» words=12',
    'CLIENT_SECRET=«two1» "words"',
    'CLIENT_SECRET=«two1» words; x',
    'run CLIENT_SECRET=«two1» words',
    'CLIENT_SECRET: «two1» words',
    'CLIENT_SECRET => «two1» words',
  ])('in a settings file: %j', expectMarks)
})

test('a value is read for 8,192 characters, and what follows is told by its shape', () => {
  const longest = 'a 1 '.repeat(2048)
  expectMarks(`client_secret="«${longest}»"`)
  const longer = 'ab1-'.repeat(2049)
  expectMarks(`client_secret="«${longer.slice(0, 8192)}»${longer.slice(8192)}"`)
  expectMarks(`x client_secret=«${longer.slice(0, 8192)}»${longer.slice(8192)}`)
})

describe('a member that is named like a secret', () => {
  test.each([
    ['client_secret', 'hunter2', 'client secret'],
    ['AzureAd:ClientSecret', 'hunter2', 'client secret'],
    ['MY_TOKEN', value, 'token'],
    ['cookie', 'opaque1', 'cookie'],
    ['Set-Cookie', 'opaque1', 'cookie'],
    ['at', value, 'token'],
    ['d', value, 'private key'],
    ['Authorization', 'opaque12', 'credential'],
    ['PWD', 'hunter2', 'password'],
    ['mySecret', 'hunter2', 'secret'],
  ])('%s', (name, member, what) => {
    expect(namesSecret(name, member)).toBe(what)
  })

  test.each([
    ['client_secret', 'hun'],
    ['client_secret', 'string'],
    ['client_secret_id', value],
    ['clientSecrets', value],
    ['secret', 'hunte'],
    ['topsecret', value],
    ['code', value],
    ['sig', value],
    ['fpc', value],
    ['at', '2026-08-07T10:04:00Z'],
    ['that', value],
    ['x-at', value],
    ['item_k', value],
    ['TOPSECRET', value],
    ['kid', value],
    ['PWD', '/home/adele'],
    ['Authorization', 'Bearer x7KtZ94hQpLm2vRb8NcY'],
    ['cookie', 'a=1'],
    ['displayName', value],
  ])('unlike %s: %s', (name, member) => {
    expect(namesSecret(name, member)).toBeNull()
  })
})

test.each(kinds.map(kind => [kind.names[0]!, kind] as const))(
  '%s: a stem stands in every such name',
  (_, kind) => {
    const names = new RegExp(`^(?:${kind.names.join('|')})$`.replaceAll(' ', '[ _-]?'))
    fc.assert(
      fc.property(
        fc.stringMatching(names),
        fc.boolean(),
        fc.constantFrom('', 'x', ' ', '{"'),
        (name, isGreat, before) => {
          const written = isGreat && kind.quoted !== true ? name.toUpperCase() : name
          for (const end of kind.quoted === true ? ['"', '\\\\"', '%22', '&quot;', ''] : ['', '=', ' is '])
            expect(kindsNamedIn(`${before}${written}${end}`)).toContain(kind)
        },
      ),
      runs(200),
    )
  },
)
