import { readdirSync, readFileSync } from 'node:fs'
import { forms } from '../canary/forms.ts'
import { plant } from '../canary/plants.ts'
import type { Seed } from '../canary/seed.ts'
import { hostileTexts } from '../support/hostile.ts'

/** What a fuzzed text is, and so who reads it. */
export const families = ['claims', 'token', 'address', 'list', 'paste', 'body', 'dotenv', 'case'] as const

export type Family = (typeof families)[number]

/**
 * A text of a family. Of `claims` it is two lines, the header and the payload; of `token` the damage that is
 * done to a token in order: neither holds a token, so that what is found can be kept as it is.
 */
export interface Input {
  readonly family: Family
  readonly text: string
}

/** Longer ones find no more, and take the time of many. In characters. */
const longest = 24 * 1024

const responses = new URL('../../fixtures/responses/', import.meta.url)
const pasted = readdirSync(new URL('pasted/', responses))
  .filter(name => name.endsWith('.txt'))
  .sort()
  .map(name => readFileSync(new URL(`pasted/${name}`, responses), 'utf8'))

const bodies = ['entra.json', 'graph.json', 'scenarios.json'].flatMap(name =>
  objectsWithin(JSON.parse(readFileSync(new URL(name, responses), 'utf8'))).map(value =>
    JSON.stringify(value),
  ),
)

const addresses = [
  ...[
    '/users',
    '/users/{id}/messages?$select=id,subject&$top=10',
    "/users('a@b.example')/mailFolders('Inbox')",
  ],
  ...[
    '/sites/root:/a/b:/drive/items',
    '/groups/1/members/$ref',
    '/users/$count',
    "/reports/getX(period='D7')",
  ],
  ...[
    'https://graph.microsoft.com/beta/users/1',
    'https://graph.microsoft.com/v1.0/users#x',
    '/me',
    '/$batch',
  ],
  ...[
    '/users/../../../etc',
    '/x/%2e%2e/users',
    '/users\\..\\x',
    '/constructor/x',
    '/__proto__/x',
    '//users',
    '/users//1',
  ],
  ...[
    '/users/name_fabrikam.com#EXT#@contoso.onmicrosoft.com',
    "/users?$filter=startswith(name,'a''b')",
    '/users/%',
    '/users/%zz',
  ],
  ...[
    'GET /users',
    'POST https://graph.microsoft.com/v1.0/users/1/sendMail',
    'get  /users ',
    'PATCH /x HTTP/1.1',
    'users/{id}',
  ],
  ...[
    "curl -X DELETE 'https://graph.microsoft.com/v1.0/users/1' -H 'Accept: */*'",
    'Get-MgUser -UserId x',
    'graph.microsoft.com/v1.0/me',
  ],
]

const settings = [
  'TENANT_ID=contoso.example\nCLIENT_ID=6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11\nCLIENT_SECRET=make-believe-secret-value\n',
  'export TENANT_ID="contoso.example" # x\nCLIENT_ID: 6f1c2d9e\n$env:CLIENT_SECRET = "x"\n',
  '{"TENANT_ID":"contoso.example","CLIENT_ID":"1"}',
  "AZURE_TENANT_ID='a\nb'\nAZURE_CLIENT_ID=`x`\nAZURE_AUTHORITY_HOST=https://login.microsoftonline.us\n",
  'GRAPH_SCOPE=https://graph.microsoft.com/.default\nWHY403_TOKEN=x\nHTTPS_PROXY=http://a:b@127.0.0.1:1\n',
]

/** What readers stumble over: repeats that make a pattern go back, and signs that open and never close. */
const fragments = [
  ...Object.values(hostileTexts).filter(text => text.length < 200),
  ...[
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '\\',
    '\\"',
    '\\\\"',
    '{"',
    '":',
    ',',
    '(',
    ')',
    '%',
    '%25',
    '&',
    '=',
    ';',
    ' ',
    '\t',
    '\n',
    '\r\n',
  ],
  ...[
    'AADSTS',
    'AADSTS7000215: ',
    'Trace ID: ',
    'eyJ',
    'eyJ0',
    '.',
    '-----BEGIN ',
    'error',
    '"error":{"code":"',
    'Authorization: Bearer ',
  ],
  ...[
    'https://',
    'GET ',
    '/users',
    '../',
    '%2e%2e/',
    "('",
    "')",
    ':/',
    '$',
    '#',
    '@',
    '__proto__',
    'constructor',
    'toString',
    'null',
    '1e999',
    '-0',
  ],
  ...[
    '403',
    'Forbidden',
    'Code: ',
    'Message: ',
    'request-id: ',
    '=?',
    '<',
    '</',
    '&quot;',
    '\u001b[',
    '::',
    '##vso[',
    '\u0000',
    '\ud800',
  ],
]

/** Values that no claim should have, and some that it should. */
const oddities: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1e300,
    -1e300,
    1.5,
    2 ** 53,
    '',
    ' ',
    'x',
    '\u0000',
    '\u202e',
    '0',
    '1790000000',
    'NaN',
  ],
  ...[
    [],
    {},
    [[]],
    [null],
    [1, 'a', {}],
    { toString: 1 },
    { valueOf: null, toString: null },
    { length: 1e9 },
  ],
  ...[
    { __proto__: null, constructor: {} },
    ['User.Read.All'],
    'User.Read.All',
    ' User.Read ',
    'x'.repeat(9000),
  ],
]

const claimNames = [
  ...[
    'aud',
    'iss',
    'tid',
    'appid',
    'azp',
    'roles',
    'scp',
    'idtyp',
    'exp',
    'nbf',
    'iat',
    'ver',
    'wids',
    'sub',
    'oid',
    'upn',
  ],
  ...[
    'app_displayname',
    'xms_idrel',
    'xms_cc',
    'xms_tcdt',
    'appidacr',
    'acr',
    'acrs',
    'amr',
    'cnf',
    '_claim_names',
    '_claim_sources',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'then',
    '',
    '\u202e',
    'at',
    'scope',
    'client_id',
    'cid',
    'groups',
  ],
]

const goodHeader = { typ: 'JWT', alg: 'RS256', kid: 'make-believe' }
const goodClaims = {
  aud: 'https://graph.microsoft.com',
  iss: 'https://sts.windows.net/4b3e1f60-8a2d-4d0c-9e57-c0a1b2d3e4f5/',
  tid: '4b3e1f60-8a2d-4d0c-9e57-c0a1b2d3e4f5',
  appid: '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11',
  idtyp: 'app',
  roles: ['User.Read.All'],
  iat: 1795375867,
  nbf: 1795375867,
  exp: 1795379767,
  ver: '1.0',
}

/** A case with one of everything that it can hold. */
export const goodCase = {
  case: 1,
  tool: { name: 'why403', version: '0.1.0' },
  data: { source: 'a/b', commit: '0'.repeat(40), date: '2026-08-07' },
  at: '2026-11-22T19:31:07Z',
  question: {
    ...{ asked: 'operations', cloud: 'global', emulator: null, tenant: 'contoso.example' },
    ...{ clientId: goodClaims.appid, expect: 'app-only', keysGiven: false, claimsOnly: false },
    oddities: [{ kind: 'quoted', name: 'CLIENT_SECRET', origin: '.env', shown: null }],
    line: {
      shell: 'posix',
      words: ['check', '--token-file', 't', '/users'],
      command: 'check',
      environmentToken: false,
    },
    clockOffset: 3,
  },
  acquisition: {
    ...{
      authority: 'https://login.microsoftonline.com/contoso.example',
      credential: 'secret',
      origin: '.env',
    },
    ...{ sentAt: 1795375867, status: 401 },
    refusal: { error: 'invalid_client', error_description: 'AADSTS7000215: no', error_codes: [7000215] },
  },
  token: {
    ...{
      form: 'jwt',
      origin: 't',
      header: goodHeader,
      claims: { ...goodClaims, upn: 'user-1' },
      flaws: ['x'],
    },
    signature: { status: 'verified-when-written', reason: 'signed by a key', kid: 'x', graphNonce: false },
  },
  operations: [
    { method: 'GET', url: '/users/user-1/messages', source: { file: 'list', line: 1 } },
    { text: 'GET /x/../y', unreadable: 'No.' },
    { method: 'GET', url: '/users?$select=id,mail' },
  ],
  calls: [
    {
      ...{
        operation: 0,
        sent: true,
        url: 'https://graph.microsoft.com/v1.0/users/user-1/messages',
        status: 403,
      },
      ...{ reason: null, requestId: 'x', clientRequestId: null, durationMs: 5 },
      refusal: {
        error: { code: 'ErrorAccessDenied', message: 'no', innerError: { code: 'x', details: [] } },
      },
      ...{ challenge: { error: 'insufficient_claims', claims: { access_token: {} } }, answered: null },
    },
    { operation: 1, sent: false, reason: 'No.', barred: true },
    {
      ...{
        operation: 2,
        sent: true,
        url: 'https://graph.microsoft.com/v1.0/users',
        status: 200,
        reason: null,
      },
      ...{ requestId: 'x', clientRequestId: 'x', durationMs: null, refusal: null, challenge: null },
      answered: { entities: 2, collection: true, bare: false, properties: ['id', 'mail'], empty: ['mail'] },
    },
  ],
  records: {
    refusals: [{ record: 'application', status: 403, code: 'x', requestId: null }],
    servicePrincipal: { id: goodClaims.tid, accountEnabled: false },
    appRoleAssignments: [{ appRoleId: goodClaims.tid, resourceId: 'x' }],
    resources: [{ id: 'x', appId: '00000003-0000-0000-c000-000000000000' }],
  },
  pasted: {
    refusals: [
      {
        ...{
          service: 'entra',
          status: 401,
          error: 'invalid_client',
          codes: [7000215],
          message: 'AADSTS7000215: no',
        },
        ...{ traceId: null, correlationId: 'x', timestamp: '2026-11-22 19:31:07Z' },
      },
      {
        ...{ service: 'graph', status: 403, code: 'ErrorAccessDenied', message: 'no', inner: ['x'] },
        ...{
          requiredByService: ['Mail.Read'],
          heldByService: null,
          known: 'exchange-access-denied',
          requestId: 'x',
        },
        call: { method: null, url: 'https://graph.microsoft.com/v1.0/users/user-1/messages', cut: true },
        challenge: { error: 'insufficient_claims', claims: {} },
      },
      {
        ...{ service: 'neighbour', status: 403, code: 'x', message: 'no', requestId: null, call: null },
        ...{ who: 'key-vault', known: null },
      },
    ],
    ...{ places: [null, 0, 7], presented: { audience: 'https://vault.azure.net', told: 'the token' } },
  },
  people: [{ name: 'user-1', is: 'address' }],
  said: {
    verdict: 'problem',
    operations: [{ verdict: 'undecided', certain: false }],
    findings: [{ id: 'operation/refused', about: 0, severity: 'error', certainty: 'certain' }],
  },
}

/** The next input of a family. */
export function drawn(family: Family, seed: Seed): Input {
  return { family, text: makers[family](seed).slice(0, longest) }
}

const makers: Readonly<Record<Family, (seed: Seed) => string>> = {
  claims: seed => {
    const header: Record<string, unknown> = { ...goodHeader }
    const payload: Record<string, unknown> = { ...goodClaims }
    for (let count = 1 + seed.below(4); count > 0; count--) put(payload, seed.pick(claimNames), value(seed))
    if (seed.below(3) === 0)
      put(header, seed.pick(['alg', 'kid', 'typ', 'nonce', 'crit', 'x5t', 'jku', 'x5c', 'b64']), value(seed))
    const texts = [JSON.stringify(header), JSON.stringify(payload)]
    return (seed.below(4) === 0 ? texts.map(text => mangled(text, seed, 1)) : texts)
      .join('\n')
      .replaceAll('\r', '')
  },
  token: seed => Array.from({ length: 1 + seed.below(4) }, () => seed.pick(damages)(seed)).join(' '),
  address: seed => mangled(seed.pick(addresses), seed, 3),
  list: seed => {
    const lines = Array.from({ length: 1 + seed.below(30) }, () => seed.pick(addresses))
    const shapes = [
      () => lines.join(seed.pick(['\n', '\r\n', '\n\n', ','])),
      () => lines.map(url => JSON.stringify({ method: 'GET', url })).join('\n'),
      () =>
        JSON.stringify({ requests: lines.map((url, id) => ({ id, method: 'GET', url, body: value(seed) })) }),
    ]
    return mangled(seed.pick(shapes)(), seed, 4)
  },
  paste: seed => {
    const form = seed.pick(forms)
    const text = seed.pick([
      () => seed.pick(pasted),
      () => `${seed.pick(pasted)}\n${seed.pick(pasted)}`,
      () => `${form.text(plant(form.kind, seed))}\n${seed.pick(bodies)}`,
      () => JSON.stringify(JSON.stringify(seed.pick(pasted))),
    ])()
    return mangled(text, seed, 6)
  },
  body: seed =>
    mangled(
      seed.pick([
        () => seed.pick(bodies),
        () => JSON.stringify(value(seed)),
        () => JSON.stringify({ error: value(seed), value: [value(seed)] }),
      ])(),
      seed,
      3,
    ),
  dotenv: seed => mangled(seed.pick(settings), seed, 4),
  case: seed => {
    const { pasted: _, ...ofRun } = goodCase
    let found: unknown = seed.below(2) === 0 ? goodCase : ofRun
    for (let count = seed.below(4); count > 0; count--) found = replacedSomewhere(found, seed)
    const text = JSON.stringify(found)
    return seed.below(4) === 0 ? mangled(text, seed, 2) : text
  },
}

/** The same value with another one, or another name, somewhere inside. */
function replacedSomewhere(whole: unknown, seed: Seed): unknown {
  if (typeof whole !== 'object' || whole === null || seed.below(6) === 0) return value(seed)
  if (Array.isArray(whole)) {
    if (whole.length === 0) return [value(seed)]
    const at = seed.below(whole.length)
    return whole.map((item, position) => (position === at ? replacedSomewhere(item, seed) : item))
  }
  const copy: Record<string, unknown> = { ...whole }
  const name = seed.pick([...Object.keys(copy), 'x'])
  const member = replacedSomewhere(copy[name], seed)
  if (seed.below(8) === 0) delete copy[name]
  put(copy, seed.below(8) === 0 ? seed.pick(claimNames) : name, member)
  return copy
}

function put(object: Record<string, unknown>, name: string, member: unknown): void {
  Object.defineProperty(object, name, { value: member, enumerable: true, configurable: true, writable: true })
}

function value(seed: Seed): unknown {
  const deep = seed.below(12)
  if (deep > 1) return seed.pick(oddities)
  let nested: unknown = seed.pick(oddities)
  for (let depth = seed.below(2000); depth > 0; depth--) nested = deep === 0 ? [nested] : { a: nested }
  return nested
}

/** A text after so many accidents at most, perhaps none. */
function mangled(text: string, seed: Seed, most: number): string {
  let found = text
  for (let count = seed.below(most + 1); count > 0; count--)
    found = seed.pick(accidents)(found, seed).slice(0, longest)
  return found
}

const accidents: readonly ((text: string, seed: Seed) => string)[] = [
  (text, seed) => text.slice(0, seed.below(text.length + 1)),
  (text, seed) => text.slice(seed.below(text.length + 1)),
  (text, seed) => inserted(text, seed.pick(fragments), seed),
  (text, seed) => inserted(text, seed.pick(fragments) + seed.pick(fragments), seed),
  (text, seed) => inserted(text, seed.pick(fragments).repeat(1 + seed.below(3000)), seed),
  (text, seed) =>
    inserted(text, (seed.pick(fragments) + seed.pick(fragments)).repeat(1 + seed.below(1500)), seed),
  (text, seed) => inserted(text, String.fromCharCode(seed.below(0x10000)), seed),
  (text, seed) => {
    const at = seed.below(text.length + 1)
    return text.slice(0, at) + text.slice(at + seed.below(20))
  },
  (text, seed) => {
    const at = seed.below(text.length + 1)
    return inserted(text, text.slice(at, at + seed.below(400)), seed)
  },
  (text, seed) => text.replaceAll(seed.pick([' ', '"', '\n', ':', '/', '=']), seed.pick(fragments)),
  text => text.toUpperCase(),
  (text, seed) => text.replaceAll('\n', seed.pick(['\r\n', '\r', '', '\n\n', '\\n', '\u2028'])),
]

function inserted(text: string, piece: string, seed: Seed): string {
  const at = seed.below(text.length + 1)
  return text.slice(0, at) + piece + text.slice(at)
}

/** What is done to a token, as words that `damaged` obeys. */
const damages: readonly ((seed: Seed) => string)[] = [
  seed => `flip:${seed.below(4000)}`,
  seed => `cut:${seed.below(700)}`,
  seed => `behead:${seed.below(700)}`,
  seed => `drop:${seed.below(600)}:${1 + seed.below(80)}`,
  seed => `glue:${seed.below(3)}`,
  seed => `wrap:${20 + seed.below(80)}`,
  seed => `dots:${seed.below(6)}`,
  seed => `put:${seed.below(600)}:${seed.below(fragments.length)}:${1 + seed.below(200)}`,
  seed => `swap:${seed.below(3)}:${seed.below(3)}`,
]

/** A token of header and payload texts, with a signature that nobody made. */
export function tokenOf(header: string, payload: string): string {
  const encoded = (text: string): string => Buffer.from(text).toString('base64url')
  return `${encoded(header)}.${encoded(payload)}.${encoded('make-believe-signature'.repeat(12))}`
}

/** The token that the input describes; of other families their text. */
export function built({ family, text }: Input): string {
  if (family === 'claims') {
    const [header = '', ...payload] = text.split('\n')
    return tokenOf(header, payload.join('\n'))
  }
  if (family !== 'token') return text
  return text.split(' ').reduce(damaged, tokenOf(JSON.stringify(goodHeader), JSON.stringify(goodClaims)))
}

function damaged(token: string, damage: string): string {
  const [what, ...numbers] = damage.split(':')
  const [first = 0, second = 0, third = 1] = numbers.map(Number)
  const parts = token.split('.')
  switch (what) {
    case 'flip': {
      const at = Math.floor(first / 6) % Math.max(1, token.length)
      return (
        token.slice(0, at) +
        String.fromCharCode(token.charCodeAt(at) ^ (1 << (first % 6))) +
        token.slice(at + 1)
      )
    }
    case 'cut':
      return token.slice(0, -first || undefined)
    case 'behead':
      return token.slice(first)
    case 'drop':
      return token.slice(0, first) + token.slice(first + second)
    case 'glue':
      return token + ['', '\n', ' Bearer '][first]! + token
    case 'wrap':
      return token.replaceAll(new RegExp(`(.{${first}})`, 'g'), '$1\n')
    case 'dots':
      return token.replace(/\./g, '.'.repeat(first))
    case 'put':
      return token.slice(0, first) + fragments[second % fragments.length]!.repeat(third) + token.slice(first)
    default:
      return [parts[first] ?? '', parts[second] ?? '', parts[2] ?? ''].join('.')
  }
}

function objectsWithin(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return []
  return [...(Array.isArray(value) ? [] : [value]), ...Object.values(value).flatMap(objectsWithin)]
}
