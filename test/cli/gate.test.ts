import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commands } from '../../src/commands/index.ts'
import { withoutSecrets } from '../../src/core/secret/gate.ts'
import { type Stage, stage } from '../emulator/support.ts'
import { settings, why403 } from './support.ts'

/** Of the shape of Entra ID's, and no secret of anybody. */
const secret = 'Zk38Q~GhIjKlMnOpQrStUvWxYz0123456789abcd'
const weak = 'hunter2hunter2'
const id = '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11'

let emulator: Stage
let token: string
beforeAll(async () => {
  emulator = await stage()
  token = await emulator.token('reporting')
})
afterAll(() => emulator.stop())

describe('a secret in the wrong setting', () => {
  const right = { TENANT_ID: 'contoso.example', CLIENT_ID: id, CLIENT_SECRET: secret }

  test.each([secret, weak])('CLIENT_ID and CLIENT_SECRET are swapped: %s', async value => {
    const ran = await why403([], { env: { ...right, CLIENT_ID: value, CLIENT_SECRET: id } })
    expect(ran.code).toBe(2)
    expect(ran.err).toContain('CLIENT_ID holds a client secret and CLIENT_SECRET an id: they are swapped.')
    expect(ran.out + ran.err).not.toContain(value)
  })

  test.each(['TENANT_ID', 'CLIENT_ID', 'GRAPH_SCOPE'])(
    '%s holds one: it is neither shown nor sent',
    async name => {
      for (const value of [secret, token]) {
        const ran = await why403(['--anyway'], { env: { ...right, [name]: value } })
        expect(ran.code).toBe(2)
        expect(ran.err).toContain(`${name} (environment) looks like a secret or a token`)
        expect(ran.out + ran.err).not.toContain(value.slice(-30))
      }
    },
  )

  test.each(['TENANT_ID', 'CLIENT_ID', 'GRAPH_SCOPE'])(
    '%s holds a word that may be one: its length is told',
    async name => {
      const ran = await why403([], { env: { ...right, [name]: weak } })
      expect(ran.code).toBe(1)
      expect(ran.out + ran.err).not.toContain(weak)
      expect(ran.out).toContain('not shown: 14')
    },
  )

  test('an id that lost a character is shown: it is no secret', async () => {
    const ran = await why403([], { env: { ...right, CLIENT_ID: id.slice(0, -1) } })
    expect(ran.out).toContain(id.slice(0, -1))
  })
})

describe('a secret in the place of its file', () => {
  test.each([
    ['--client-secret-file', ['check'], 'secret'],
    ['--token-file', ['check'], 'token'],
    ['--directory-token-file', ['check'], 'token'],
    ['--against', ['inspect'], 'token'],
    ['--from', ['permissions'], 'secret'],
    ['--dotenv', ['check'], 'secret'],
  ] as const)('%s says so', async (flag, command, kind) => {
    for (const value of [secret, token]) {
      const env = settings(emulator)
      const ran = await why403([...command, flag, value], {
        env,
        ...(flag === '--against' ? { stdin: token } : {}),
      })
      expect(ran.code).toBe(3)
      expect(ran.err).toContain(`${flag} takes a file, and this looks like the ${kind} itself.`)
      expect(ran.err).toContain("Replace it: it is in your shell's history now.")
      expect(ran.out + ran.err).not.toContain(value.slice(-30))
    }
  })

  test('a weak one is not shown either, and a path is', async () => {
    const env = settings(emulator)
    const one = await why403(['check', '--token-file', 'Hunter2,hunter'], { env })
    expect(one.err).toContain('The file of --token-file cannot be read.')
    const other = await why403(['check', '--token-file', './tokens/lab.txt'], { env })
    expect(other.err).toContain('./tokens/lab.txt cannot be read.')
  })
})

describe('an operation that carries one', () => {
  const urls = (): [string, string][] => [
    ['as a path', `/users/${token}`],
    ['in the query', `/users?access_token=${token}`],
    ['as a signature', '/users?sv=2024&sig=x7KtZ94hQpLm2vRb8NcYw5Js'],
    ['as a login', 'https://app:x7KtZ94hQpLm2vRb8NcYw5Js@graph.microsoft.com/v1.0/users'],
    ['as curl', `curl -H "Authorization: Bearer ${token}" https://graph.microsoft.com/v1.0/users`],
    ['in base64', `/users/${Buffer.from(`client_secret=${secret}`).toString('base64url')}`],
  ]
  test.each([
    ['text', []],
    ['json', ['--format', 'json']],
    ['jsonl', ['--format', 'jsonl']],
  ] as const)('%s shows its kind and length', async (_, format) => {
    for (const [how, url] of urls()) {
      for (const [argv, stdin] of [[[url]], [['--from', '-'], `GET ${url}\n`]] as const) {
        const ran = await why403(['permissions', ...format, ...argv], stdin === undefined ? {} : { stdin })
        const all = ran.out + ran.err
        expect({
          how,
          leaks: [token.slice(-40), 'x7KtZ94hQp', secret].filter(part => all.includes(part)),
        }).toEqual({
          how,
          leaks: [],
        })
      }
    }
  })
})

test.each(['', ...commands.map(({ name }) => name)])(
  'the gate changes nothing in why403 %s --help',
  async name => {
    const { out } = await why403([name, '--help'].filter(word => word !== ''))
    expect(out.length).toBeGreaterThan(200)
    for (const line of out.split('\n')) expect(withoutSecrets(line)).toBe(line)
  },
)
