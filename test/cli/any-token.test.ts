import { expect, test } from 'vitest'
import { longestText } from '../../src/core/token/extract.ts'
import { hostileClaims, hostileJson, tokenOf } from '../support/hostile-json.ts'
import fc from '../support/property.ts'
import { type Ran, why403 } from './support.ts'

/** Runs that the property takes; more when it is searched with. */
const numRuns = Number(process.env.RUNS ?? 60)
const timeout = 60_000 + numRuns * 1000

const commandLines = [
  ['inspect'],
  ['inspect', '--verbose'],
  ['inspect', '--format', 'json'],
  ['inspect', '--reach'],
  ['inspect', '--reach', '--format', 'json'],
  ['inspect', '--against', 'plain'],
  ['inspect', '--against', 'plain', '--format', 'json'],
  ['inspect', '--expect', 'app-only'],
  ['inspect', '--at', '2026-11-22T20:00:00Z'],
  ['check', '/users', '/me', '/sites/{id}'],
  ['check', '/users', '--format', 'json'],
]

/** What a failure of ours says, with its place. */
const failure = /^why403: .*(?:\n {2}.*){0,8}/m

/** What once ended the program. */
const once = commandLines.map((argv): [string, string[]] => [
  `{"xms_cc":[{"toString":1}],"amr":{"toString":1,"valueOf":1},"wids":[{"toString":1},[]],"exp":1e300,
    "xms_tnt_fct":{"toString":1},"nbf":-1e300,"iat":-1,"roles":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
  argv,
])

const plain = tokenOf('{"aud":"https://graph.microsoft.com","roles":["User.Read.All"],"exp":1795377600}')

async function look(argv: readonly string[], token: string): Promise<Ran> {
  fc.pre(token.length < longestText)
  return why403([...argv, '--token-file', 't', '--offline'], {
    files: { t: token, plain },
    env: { WHY403_DEBUG: '1' },
  })
}

test(
  'whatever the claims hold, there is a report, exit 0 or 1',
  async () => {
    await fc.assert(
      fc.asyncProperty(hostileClaims, fc.constantFrom(...commandLines), async (claims, argv) => {
        const { code, out, err } = await look(argv, tokenOf(claims))
        expect({ failure: err.match(failure)?.[0], code: [0, 1].includes(code) }).toEqual({ code: true })
        if (argv.includes('json')) JSON.parse(out)
      }),
      { numRuns, examples: once },
    )
  },
  timeout,
)

test(
  'whatever the header holds, too',
  async () => {
    const header = hostileJson.map(value => `{"alg":"RS256","kid":${value},"nonce":${value},"x":${value}}`)
    await fc.assert(
      fc.asyncProperty(header, fc.constantFrom(...commandLines), async (text, argv) => {
        const { code, err } = await look(argv, tokenOf('{"aud":"https://graph.microsoft.com"}', text))
        expect({ failure: err.match(failure)?.[0], code: [0, 1].includes(code) }).toEqual({ code: true })
      }),
      { numRuns: numRuns / 2 },
    )
  },
  timeout,
)

test(
  'whatever is pasted into explain, there is an answer, or one that it cannot be read',
  async () => {
    const paste = fc.oneof(
      fc.string({ unit: 'binary' }),
      hostileJson,
      hostileJson.map(json => `HTTP/1.1 403 Forbidden\r\nrequest-id: x\r\n\r\n{"error":${json}}`),
      hostileJson.map(json => `{"error":"invalid_client","error_codes":${json},"error_description":${json}}`),
      hostileJson.map(
        json => `{"error":{"code":"UnknownError","message":${JSON.stringify(json)},"innerError":${json}}}`,
      ),
      hostileJson.map(
        json =>
          `www-authenticate: Bearer error="insufficient_claims", claims="${btoa(`{"a":${ascii(json)}}`)}"`,
      ),
    )
    await fc.assert(
      fc.asyncProperty(paste, fc.constantFrom('text', 'json'), async (stdin, format) => {
        const { err } = await why403(['explain', '--format', format], { stdin, env: { WHY403_DEBUG: '1' } })
        expect(err).not.toContain('something went wrong')
      }),
      { numRuns },
    )
  },
  timeout,
)

function ascii(json: string): string {
  return json.replace(/[^ -~]/g, '?')
}
