import { type FlagName, flags } from '../../src/commands/flags.ts'
import { commands } from '../../src/commands/index.ts'
import { dotenv } from '../cli/support.ts'
import { type Form, forms } from './forms.ts'
import { type Kind, kinds, plant, shaped } from './plants.ts'
import type { Run } from './run.ts'
import type { Seed } from './seed.ts'

/** What the runs of a suite begin with: settings that work, tokens that are good. */
export interface Ground {
  readonly settings: Readonly<Record<string, string>>
  readonly token: string
  readonly claims: Readonly<Record<string, unknown>>
  sign(claims: object): Promise<string>
}

const settingNames = [
  ...['TENANT_ID', 'CLIENT_ID', 'CLIENT_SECRET', 'GRAPH_SCOPE', 'WHY403_TOKEN', 'WHY403_EMULATOR'],
  ...['AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET', 'AZURE_AUTHORITY_HOST'],
  ...['AZURE_CLIENT_CERTIFICATE_PATH', 'AZURE_CLIENT_CERTIFICATE_PASSWORD', 'AZURE_FEDERATED_TOKEN_FILE'],
  ...['AZURE_PASSWORD', 'HTTPS_PROXY'],
]

const roads = [[], ['check'], ['inspect'], ['--anyway'], ['check', '--records', '--anyway']]

/** A secret in each setting, in the environment and in .env; and the two that people swap. */
export function* inSettings({ settings }: Ground, seed: Seed): Generator<Run> {
  for (const name of settingNames) {
    for (const kind of kinds) {
      const value = plant(kind, seed.branch(`${name} ${kind}`))
      const argv = seed.pick(roads)
      const values = {
        ...settings,
        [name.replace('AZURE_', '')]: '',
        ...(name in settings ? {} : settings),
        [name]: value,
      }
      const run = { area: 'setting', argv, planted: new Map([[value, kind]]) } as const
      yield { ...run, place: `${name}, ${kind}`, options: { env: values } }
      yield {
        ...run,
        place: `${name} in .env, ${kind}`,
        options: { files: { '.env': dotenv(quoted(values)) }, modes: { '.env': 0o644 } },
      }
    }
  }
  for (const kind of kinds) {
    for (const name of ['CLIENT_ID', 'TENANT_ID', 'GRAPH_SCOPE']) {
      for (const argv of roads) {
        const value = plant(kind, seed.branch(`swapped ${name} ${kind}`))
        const env = {
          ...settings,
          [name]: value,
          CLIENT_SECRET: settings[name] ?? 'https://graph.microsoft.com/.default',
        }
        yield {
          area: 'setting',
          place: `${name} and CLIENT_SECRET swapped, ${kind}`,
          argv,
          options: { env },
          planted: new Map([[value, kind]]),
        }
      }
    }
  }
  for (const form of forms) {
    const value = plant(form.kind, seed.branch(`.env ${form.name}`))
    yield {
      area: 'setting',
      place: `.env with a line: ${form.name}`,
      argv: seed.pick(roads),
      options: { files: { '.env': `${dotenv(settings)}${form.text(value)}\n` } },
      planted: new Map([[value, form.kind]]),
    }
    yield {
      area: 'setting',
      place: `CLIENT_ID: ${form.name}`,
      argv: seed.pick(roads),
      options: { env: { ...settings, CLIENT_ID: form.text(value) } },
      planted: new Map([[value, form.kind]]),
    }
  }
}

function quoted(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, /[#\s]/.test(value) ? `"${value}"` : value]),
  )
}

/** A secret for a value of each flag; and flags that people believe in. */
export function* inFlags({ settings, token }: Ground, seed: Seed): Generator<Run> {
  const files = { token }
  for (const command of commands) {
    const words = command.name === 'call' ? [] : [command.name]
    for (const flag of command.flags) {
      if (flags[flag].type === 'boolean') continue
      for (const kind of kinds) {
        const value = plant(kind, seed.branch(`${command.name} ${flag} ${kind}`))
        const run = {
          area: 'flag',
          options: { env: settings, files },
          planted: new Map([[value, kind]]),
        } as const
        const place = `why403 ${command.name} --${flag}, ${kind}`
        yield { ...run, place, argv: [...words, ...beside(command.name, flag), `--${flag}`, value] }
        yield {
          ...run,
          place: `${place}, with =`,
          argv: [...words, ...beside(command.name, flag), `--${flag}=${value}`],
        }
      }
    }
    for (const kind of kinds) {
      const value = plant(kind, seed.branch(`${command.name} believed ${kind}`))
      const run = {
        area: 'flag',
        options: { env: settings, files },
        planted: new Map([[value, kind]]),
      } as const
      for (const flag of ['--client-secret', '--secret', '--password', '--token', '-p', '-H'])
        yield { ...run, place: `why403 ${command.name} ${flag}, ${kind}`, argv: [...words, flag, value] }
      for (const [name, text] of [
        ['--secret=', `--secret=${value}`],
        ['--VALUE', `--${value}`],
        ['-VALUE', `-${value}`],
      ])
        yield { ...run, place: `why403 ${command.name} ${name}, ${kind}`, argv: [...words, text!] }
    }
  }
}

/** What else a command line says, so that the flag is looked at. */
function beside(command: string, flag: FlagName): string[] {
  if (command === 'permissions' && flag !== 'of' && flag !== 'from') return ['GET /users']
  if (command === 'inspect' && ['against', 'issuer', 'jwks', 'at', 'expect'].includes(flag))
    return ['--token-file', 'token']
  if (flag === 'columns' || flag === 'max') return ['--rows', 'csv']
  return []
}

/** Operations with a secret in them. The kinds are those that are known where they stand. */
const operations: readonly (readonly [
  name: string,
  kinds: readonly Kind[],
  text: (value: string) => string,
])[] = [
  ['a path segment', shaped, v => `GET /users/${encodeURIComponent(v)}`],
  ['a path segment, not encoded', shaped, v => `GET /users/${v}/messages`],
  ['a key in quotes', shaped, v => `GET /users('${v}')`],
  [
    'access_token',
    ['access token', 'refresh token', 'API key'],
    v => `GET /users?access_token=${encodeURIComponent(v)}`,
  ],
  ['sig', ['SAS signature'], v => `GET /users?sig=${encodeURIComponent(v)}&$top=1`],
  ['client_secret', ['client secret', 'password'], v => `GET /users?client_secret=${encodeURIComponent(v)}`],
  ['password', ['password'], v => `GET /users?$top=1&password=${encodeURIComponent(v)}`],
  ['a filter', shaped, v => `GET /users?$filter=id eq '${v}'`],
  [
    'user and password',
    ['password', 'client secret'],
    v => `https://ada:${encodeURIComponent(v)}@graph.microsoft.com/v1.0/users`,
  ],
  [
    'user and password, GET',
    ['password'],
    v => `GET https://ada:${encodeURIComponent(v)}@graph.microsoft.com/v1.0/users`,
  ],
  ['a fragment', ['access token'], v => `https://graph.microsoft.com/v1.0/users#access_token=${v}`],
  [
    'another host',
    ['SAS signature'],
    v => `https://x.blob.core.windows.net/c?sp=r&sig=${encodeURIComponent(v)}`,
  ],
  ['a version', shaped, v => `https://graph.microsoft.com/${v}/users`],
  ['a host', shaped, v => `https://${v}/v1.0/users`],
  ['a method', shaped, v => `${v} /users`],
  ['a code', ['authorization code', 'session cookie'], v => `/me?code=${v}`],
  [
    'a nextLink',
    shaped,
    v => `https://graph.microsoft.com/v1.0/users?$skiptoken=x&token=${encodeURIComponent(v)}`,
  ],
  [
    'curl',
    ['access token', 'API key'],
    v => `curl -H 'Authorization: Bearer ${v}' https://graph.microsoft.com/v1.0/users`,
  ],
  ['curl, basic', ['password'], v => `curl -u 'ada:${v}' https://graph.microsoft.com/v1.0/users`],
  [
    'a request',
    ['access token'],
    v => `GET /v1.0/users HTTP/1.1\nHost: graph.microsoft.com\nAuthorization: Bearer ${v}`,
  ],
  [
    'Invoke-RestMethod',
    ['access token'],
    v =>
      `Invoke-RestMethod -Uri https://graph.microsoft.com/v1.0/users -Headers @{Authorization="Bearer ${v}"}`,
  ],
  ['a bearer', ['access token', 'refresh token'], v => `Bearer ${v}`],
  ['bare', shaped, v => v],
]

const operationForms: readonly Form[] = operations.flatMap(([name, kinds, text]) =>
  kinds.map(kind => ({ name: `${name}, ${kind}`, kind, text })),
)

/** A secret as a word, in an operation, or in a line that was pasted as words. */
export function* inWords({ settings, token }: Ground, seed: Seed): Generator<Run> {
  for (const command of commands) {
    if (command.words === null) continue
    const name = command.name === 'call' ? [] : [command.name]
    for (const form of [...operationForms, ...forms]) {
      const value = plant(form.kind, seed.branch(`${command.name} ${form.name}`))
      const text = form.text(value)
      const run = {
        area: 'word',
        options: { env: settings, files: { token } },
        planted: new Map([[value, form.kind]]),
      } as const
      const place = `why403 ${command.name} WORD: ${form.name}`
      yield { ...run, place, argv: [...name, ...(text.startsWith('-') ? ['--'] : []), text] }
      if (/\s/.test(text))
        yield { ...run, place: `${place}, as words`, argv: [...name, '--', ...text.split(/\s+/)] }
    }
  }
}

const listShapes: readonly (readonly [name: string, text: (operation: string) => string])[] = [
  ['a line', operation => `GET /users\n${operation}\n# done\n`],
  ['JSON lines', operation => `${JSON.stringify(taken(operation))}\n{"method":"GET","url":"/users"}\n`],
  ['a batch', operation => JSON.stringify({ requests: [{ id: '1', ...taken(operation) }] })],
  ['a comma', operation => `${operation.replace(' ', ',')}\n`],
]

function taken(operation: string) {
  const [, method = 'GET', url = operation] = /^([A-Z]+) (\S+)$/.exec(operation) ?? []
  return { method, url, headers: { Authorization: operation } }
}

/** A secret in a list of operations, as a file and on standard input. */
export function* inLists({ settings, token }: Ground, seed: Seed): Generator<Run> {
  for (const form of [...operationForms, ...forms]) {
    const value = plant(form.kind, seed.branch(`list ${form.name}`))
    const planted = new Map([[value, form.kind]])
    for (const [shape, list] of listShapes) {
      const text = list(form.text(value))
      for (const command of ['check', 'permissions']) {
        const place = `why403 ${command} --from: ${form.name}, ${shape}`
        const words = command === 'check' ? ['check', '--token-file', 'token'] : ['permissions']
        const options = { env: settings, files: { token, list: text } }
        yield { area: 'list', place, argv: [...words, '--from', 'list'], options, planted }
        if (command === 'permissions')
          yield {
            area: 'list',
            place,
            argv: [...words, '--from', '-'],
            options: { ...options, stdin: text },
            planted,
          }
      }
    }
  }
}

/** A secret in a file that is read for something else. */
export function* inFiles({ settings, token }: Ground, seed: Seed): Generator<Run> {
  for (const form of forms) {
    const value = plant(form.kind, seed.branch(`file ${form.name}`))
    const text = form.text(value)
    const run = { area: 'file', planted: new Map([[value, form.kind]]) } as const
    const options = { env: settings, files: { paste: text, token } }
    const readers: readonly string[][] = [
      ['--token-file', 'paste', '/users'],
      ['check', '--token-file', 'paste'],
      ['inspect', '--token-file', 'paste'],
      ['inspect', 'paste'],
      ['inspect', '--token-file', 'token', '--against', 'paste'],
      ['inspect', '--token-file', 'token', '--jwks', 'paste'],
      ['check', '--directory-token-file', 'paste'],
      ['check', '--client-secret-file', 'paste'],
      ['check', '--dotenv', 'paste'],
    ]
    for (const argv of readers)
      yield { ...run, place: `why403 ${argv.join(' ')}: ${form.name}`, argv, options }
    yield {
      ...run,
      place: `why403 inspect, standard input: ${form.name}`,
      argv: ['inspect'],
      options: { ...options, stdin: text },
    }
  }
}

const claimNames = [
  ...['at', 'refresh_token', 'access_token', 'id_token', 'client_secret', 'password', 'cookie', 'api_key'],
]

/** Claims that are shown as they are, or compared with something. */
const shownClaims = [
  ...[
    'app_displayname',
    'aud',
    'iss',
    'tid',
    'appid',
    'azp',
    'sub',
    'oid',
    'upn',
    'name',
    'scp',
    'idtyp',
    'ver',
  ],
  ...['exp', 'nbf', 'roles', 'wids', 'xms_idrel', 'xms_cc', 'nonce', 'groups', 'acct', 'cnf', 'act', 'uti'],
]

/** A secret in the claims of a token that is in order otherwise: by value, by name, within others. */
export async function* inClaims({ settings, claims, sign }: Ground, seed: Seed): AsyncGenerator<Run> {
  const planted: (readonly [place: string, kind: Kind, over: (value: string) => object])[] = [
    ...shownClaims.flatMap(claim =>
      shaped.map(
        kind =>
          [claim, kind, (v: string) => ({ [claim]: claim === 'roles' ? ['User.Read.All', v] : v })] as const,
      ),
    ),
    ...claimNames.flatMap(claim =>
      kinds.map(kind => [claim, kind, (v: string) => ({ [claim]: v })] as const),
    ),
    ...shaped.flatMap(
      kind =>
        [
          ['the name of a claim', kind, (v: string) => ({ [v]: true })],
          ['the name of a claim within', kind, (v: string) => ({ cnf: { [v]: 1 } })],
          ['a list', kind, (v: string) => ({ groups: ['x', [v]] })],
          ['a claim within', kind, (v: string) => ({ custom: { deep: { deeper: [{ value: v }] } } })],
          [
            'a distributed claim',
            kind,
            (v: string) => ({
              _claim_names: { groups: 'src1' },
              _claim_sources: {
                src1: { endpoint: `https://graph.windows.net/x?access_token=${v}`, access_token: v },
              },
            }),
          ],
          [
            'JSON in a claim',
            kind,
            (v: string) => ({ 'http://schemas.example/ctx': JSON.stringify({ token: v }) }),
          ],
          ['the audience, in an address', kind, (v: string) => ({ aud: `https://api.example/${v}` })],
          ['the issuer, in an address', kind, (v: string) => ({ iss: `https://sts.windows.net/${v}/` })],
        ] as const,
    ),
  ]
  const ways = [['inspect'], ['inspect', '--reach'], ['check'], ['check', '--records'], ['/users']]
  for (const [place, kind, over] of planted) {
    const value = plant(kind, seed.branch(`claim ${place} ${kind}`))
    const token = await sign({ ...claims, ...over(value) })
    const way = seed.pick(ways)
    const files = { token, other: await sign({ ...claims, jti: 'x' }) }
    const run = { area: 'claim', planted: new Map([[value, kind]]) } as const
    const argv = [...way, '--token-file', 'token']
    yield {
      ...run,
      place: `why403 ${way.join(' ')}: ${place}, ${kind}`,
      argv,
      options: { env: settings, files },
    }
    const compare = ['inspect', '--token-file', 'other', '--against', 'token']
    yield {
      ...run,
      place: `why403 inspect --against: ${place}, ${kind}`,
      argv: compare,
      options: { env: settings, files },
    }
  }
}
