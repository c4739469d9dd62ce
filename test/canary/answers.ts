import type { Asked, Reply } from '../support/server.ts'
import { forms } from './forms.ts'
import type { Ground } from './places.ts'
import { plant } from './plants.ts'
import type { Fault, Part, Run } from './run.ts'
import type { Seed } from './seed.ts'

type Position = readonly [
  place: string,
  answer: (text: string, asked: Asked, own: () => Promise<Reply>) => Reply | Promise<Reply>,
]

const json = (value: unknown, status: number, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json', 'request-id': id, ...headers },
  body: JSON.stringify(value),
})
const id = '8c1d0a6e-0000-4000-8000-000000000001'

const refused = {
  error: 'invalid_client',
  error_description: 'AADSTS7000215: Invalid client secret provided.',
  error_codes: [7000215],
  trace_id: id,
}
const entra = (over: object, headers = {}): Reply => json({ ...refused, ...over }, 401, headers)
const denied = {
  code: 'Authorization_RequestDenied',
  message: 'Insufficient privileges to complete the operation.',
  innerError: { 'request-id': id },
}
const graph = (over: object, headers = {}): Reply => json({ error: { ...denied, ...over } }, 403, headers)
const html = (text: string): Reply => ({
  status: 502,
  headers: { 'content-type': 'text/html' },
  body: `<h1>502</h1><pre>${text}</pre>`,
})
/** A header takes no line ends and no letters beyond Latin-1. */
const line = (text: string): string => text.replaceAll(/[^\x20-\x7e]+/g, ' ')

/** What a server can do to any request. */
const anywhere: readonly Position[] = [
  ['an HTML page', text => html(text)],
  ['plain text', text => ({ status: 200, headers: { 'content-type': 'text/plain' }, body: text })],
  [
    'half a JSON',
    text => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: `{"access_token":"${text}`,
    }),
  ],
  ['a content type', text => ({ status: 502, headers: { 'content-type': line(text) }, body: '' })],
  ['a redirect', text => ({ status: 302, headers: { location: `https://portal.example/?${line(text)}` } })],
  ['a JSON of something else', text => json({ message: text, [text]: text }, 500)],
]

const positions: Readonly<Record<Part, readonly Position[]>> = {
  token: [
    ...anywhere,
    [
      'error_description',
      text =>
        entra({
          error_description: `AADSTS7000215: Invalid client secret provided: ${text}. Trace ID: ${id}`,
        }),
    ],
    [
      'error_description, unknown code',
      text => entra({ error_description: `AADSTS7999999: ${text}`, error_codes: [7999999] }),
    ],
    ['error_description, no code', text => entra({ error_description: text, error_codes: [] })],
    ['error', text => entra({ error: text })],
    ['suberror', text => entra({ suberror: text })],
    ['error_uri', text => entra({ error_uri: `https://login.microsoftonline.com/error?code=${text}` })],
    ['error_codes', text => entra({ error_codes: [text] })],
    ['trace_id', text => entra({ trace_id: text })],
    ['correlation_id', text => entra({ correlation_id: text })],
    ['timestamp', text => entra({ timestamp: text })],
    ['claims', text => entra({ claims: text })],
    ['a member that nobody knows', text => entra({ echoed: [text], [text]: 1 })],
    [
      'headers',
      text =>
        entra(
          {},
          {
            'x-ms-request-id': line(text),
            'x-ms-ests-server': line(text),
            'www-authenticate': line(text),
            'set-cookie': line(text),
            date: line(text),
          },
        ),
    ],
    ['token_type', text => json({ token_type: text, access_token: text, expires_in: text }, 200)],
  ],
  graph: [
    ...anywhere,
    ['code', text => graph({ code: text })],
    ['message', text => graph({ message: text })],
    ['message, unknown code', text => graph({ code: 'Whatever', message: text })],
    [
      'innerError',
      text =>
        graph({
          innerError: {
            code: text,
            message: text,
            'request-id': text,
            'client-request-id': text,
            date: text,
          },
        }),
    ],
    ['innererror, deep', text => graph({ innererror: { innererror: { code: text, message: text } } })],
    ['details', text => graph({ details: [{ code: text, message: text, target: text }], target: text })],
    ['request-id', text => graph({}, { 'request-id': line(text), 'client-request-id': line(text) })],
    [
      'www-authenticate',
      text =>
        json({ error: { code: 'InvalidAuthenticationToken', message: 'x' } }, 401, {
          'www-authenticate': `Bearer realm="${line(text)}", error="insufficient_claims", claims="${line(text)}"`,
        }),
    ],
    [
      'other headers',
      text =>
        graph(
          {},
          {
            'x-ms-ags-diagnostic': line(text),
            'retry-after': line(text),
            date: line(text),
            link: line(text),
            deprecation: line(text),
          },
        ),
    ],
    [
      'a row',
      text =>
        json(
          {
            '@odata.context': text,
            value: [{ id: text, displayName: text, [text]: text }],
            '@odata.nextLink': `https://graph.microsoft.com/v1.0/users?$skiptoken=${text}`,
          },
          200,
        ),
    ],
    ['a secret in a row', text => json({ value: [{ passwordCredentials: [{ secretText: text }] }] }, 200)],
    [
      'a throttle',
      text => json({ error: { code: 'TooManyRequests', message: text } }, 429, { 'retry-after': line(text) }),
    ],
  ],
  keys: [
    ...anywhere,
    [
      'the keys',
      async (text, asked, own) =>
        altered(asked, await own(), {
          keys: [{ kty: 'RSA', kid: text, x5t: text, n: text, e: 'AQAB', d: text, use: text, alg: text }],
        }),
    ],
    ['the issuer', async (text, asked, own) => altered(asked, await own(), { issuer: text })],
    [
      'the address of the keys',
      async (text, asked, own) => altered(asked, await own(), { jwks_uri: `https://keys.example/?${text}` }),
    ],
  ],
  records: [
    ...anywhere,
    ['the code of a refusal', text => graph({ code: text })],
    ['the message of a refusal', text => graph({ message: text })],
    ['request-id', text => graph({}, { 'request-id': line(text) })],
    [
      'a name',
      async (text, asked, own) => altered(asked, await own(), { displayName: text, appDisplayName: text }),
    ],
    ['an id', async (text, asked, own) => altered(asked, await own(), { id: text, appId: text })],
    [
      'what is declared',
      async (text, asked, own) =>
        altered(asked, await own(), {
          requiredResourceAccess: [{ resourceAppId: text, resourceAccess: [{ id: text, type: text }] }],
        }),
    ],
    [
      'what is granted',
      async (text, asked, own) =>
        altered(asked, await own(), {
          value: [
            { id: text, appRoleId: text, resourceId: text, resourceDisplayName: text, createdDateTime: text },
          ],
        }),
    ],
    [
      'the next page',
      async (text, asked, own) =>
        altered(asked, await own(), { '@odata.nextLink': `https://graph.microsoft.com/v1.0/x?${text}` }),
    ],
  ],
}

/** The service's own answer, with other members. */
function altered(_asked: Asked, own: Reply, over: object): Reply {
  try {
    return { ...own, body: JSON.stringify({ ...(JSON.parse(own.body ?? '') as object), ...over }) }
  } catch {
    return own
  }
}

/** How a server repeats what it was sent. */
const echoes: readonly (readonly [name: string, text: (value: string) => string])[] = [
  ['plain', v => v],
  ['in a sentence', v => `The value '${v}' was refused.`],
  ['percent-encoded', v => encodeURIComponent(v)],
  [
    'percent-encoded, all of it',
    v => [...Buffer.from(v)].map(byte => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  ],
  ['form-encoded', v => new URLSearchParams({ client_secret: v }).toString()],
  ['JSON-escaped', v => JSON.stringify(JSON.stringify({ v }))],
  ['HTML-escaped', v => v.replaceAll(/[^A-Za-z0-9]/g, sign => `&#x${sign.charCodeAt(0).toString(16)};`)],
  ['base64', v => Buffer.from(v).toString('base64')],
  ['base64, one byte on', v => Buffer.from(`:${v}`).toString('base64')],
  ['base64, two bytes on', v => Buffer.from(`a:${v}`).toString('base64')],
  ['base64url', v => Buffer.from(`id:${v}`).toString('base64url')],
  ['hex', v => Buffer.from(v).toString('hex')],
  ['its beginning', v => `${v.slice(0, Math.max(26, v.length - 60))}...`],
  ['its end', v => `...${v.slice(-26)}`],
  ['over two lines', v => `${v.slice(0, v.length / 2)}\n${v.slice(v.length / 2)}`],
]

const roads: Readonly<Record<Part, readonly (readonly string[])[]>> = {
  token: [[], ['check'], ['inspect'], ['--save-token', 'kept']],
  graph: [
    ['--token-file', 'token', '/users'],
    ['--token-file', 'token', '/users', '--rows'],
    ['--anyway', '--rows'],
  ],
  keys: [
    ['inspect', '--token-file', 'token'],
    ['check', '--token-file', 'token'],
  ],
  records: [['check', '--records'], ['check', '--directory-token-file', 'token'], ['--records']],
}

/** How many of the forms each position of an answer is given. All are given to each part. */
const formsEach = 12

/** A server that repeats the secret or the token that it was sent, or tells of others'. */
export function* inAnswers({ settings, token }: Ground, seed: Seed): Generator<Run> {
  let form = 0
  for (const part of Object.keys(positions) as Part[]) {
    for (const [place, answer] of positions[part]) {
      for (const [how, text] of echoes) {
        const kind = seed.pick(['client secret', 'old client secret', 'password', 'passphrase'] as const)
        // Without the prefix the emulator's address would not get it.
        const own = `MAKE-BELIEVE~${plant(kind, seed.branch(`${part} ${place} ${how}`))}`
        const secret = part === 'token' ? own : settings.CLIENT_SECRET!
        const run = {
          area: 'answer',
          argv: seed.pick(roads[part]),
          options: { env: { ...settings, CLIENT_SECRET: secret }, files: { token } },
          planted: new Map([[secret, 'client secret']]),
        } as const
        for (const [what, sent] of [
          ['what it was sent', sentTo],
          ['the client secret', () => null],
        ] as const) {
          const fault: Fault = {
            part,
            answer: (asked, own) => answer(text(sent(asked) ?? secret), asked, own),
          }
          yield { ...run, place: `${part}, ${place}: ${what}, ${how}`, fault }
        }
      }
      for (let count = 0; count < formsEach; count++) {
        const { name, kind, text } = forms[form++ % forms.length]!
        const value = plant(kind, seed.branch(`${part} ${place} ${name}`))
        yield {
          area: 'answer',
          place: `${part}, ${place}: ${name}`,
          argv: seed.pick(roads[part]),
          options: { env: settings, files: { token } },
          fault: { part, answer: (asked, own) => answer(text(value), asked, own) },
          planted: new Map([[value, kind]]),
        }
      }
    }
  }
}

/** The secret or token of a request; null where it carries none. */
function sentTo({ headers, body }: Asked): string | null {
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
  return bearer ?? new URLSearchParams(body).get('client_secret')
}
