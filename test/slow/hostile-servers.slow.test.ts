import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { httpClient } from '../../src/edges/http.ts'
import type { HttpClient } from '../../src/io.ts'
import { answering, settings, why403 } from '../cli/support.ts'
import { type Stage, stage } from '../emulator/support.ts'
import { type PlayName, plays, startHostile } from '../support/hostile-servers.ts'
import { loopbackOnly } from '../support/io.ts'
import { leaks, listening } from '../support/leaks.ts'

/**
 * Servers, proxies and portals at their worst, in the place of each server that the road asks: the rest of it is
 * the emulator. Every run ends by itself, in the short time that its requests are given here.
 */
const places = {
  token: /\/oauth2\/v2\.0\/token/,
  keys: /\/openid-configuration$|\/discovery\//,
  graph: /\/v1\.0\/(?:users|reports)/,
  records: /\/v1\.0\/(?:servicePrincipals|applications)/,
} as const
type Place = keyof typeof places

const timeoutMs = 150
const longest = 128 * 1024
/** Requests in turn that a run makes of one place: discovery and keys, or the directory. */
const bound = 3 * timeoutMs + 4000

let emulator: Stage
beforeAll(async () => {
  emulator = await stage()
  // What the first run loads takes longer than any answer may.
  await why403(['/users'], { env: settings(emulator, 'reporting') })
}, 60_000)
afterAll(() => emulator.stop())

interface Seen {
  readonly code: number
  readonly out: string
  readonly err: string
  readonly told: string
  readonly leaked: readonly unknown[]
}

const table: string[] = []

/** Runs the road with records, and a hostile server in one place. */
async function meet(place: Place, name: PlayName): Promise<Seen> {
  const hostile = await startHostile(plays[name])
  const rerouted: HttpClient = request => {
    if (!places[place].test(request.url)) return loopbackOnly(request)
    const { pathname, search } = new URL(request.url)
    return httpClient({ ...request, url: `${hostile.url}${pathname}${search}`, timeoutMs, longest })
  }
  const { http, heard } = listening(rerouted)
  const env = settings(emulator, 'reporting')
  const argv = ['--records', '--format', 'json', '/users']
  try {
    const json = await why403(argv, { env, http })
    const text = await why403(
      argv.filter(word => word !== '--format' && word !== 'json'),
      { env, http },
    )
    expect(text.code).toBe(json.code)
    expect(hostile.asked.length).toBeGreaterThan(0)
    const secrets = new Map([...heard, [env.CLIENT_SECRET!, 'client secret']])
    const all = [json.out, json.err, text.out, text.err].join('\n')
    return { ...json, told: told(place, json.out, json.err), leaked: leaks(all, secrets) }
  } finally {
    await hostile.stop()
  }
}

/** The sentence that says what happened. */
function told(place: Place, out: string, err: string): string {
  if (out === '') return anonymous(err.split('\n')[0]!)
  const { token, calls, notChecked } = JSON.parse(out)
  const records = notChecked.filter(({ id }: { id: string }) => id.startsWith('records/'))
  const said = {
    token: err,
    keys: token?.signature.reason,
    graph: calls[0]?.reason ?? `${calls[0]?.status}`,
    records: records.map(({ id, missing }: { id: string; missing: string[] }) => `${id}: ${missing}`)[0],
  }[place]
  return anonymous(String(said))
}

function anonymous(text: string): string {
  return text.replaceAll(/127\.0\.0\.1:\d+/g, 'HOST')
}

function note(place: Place, name: PlayName, { code, told }: Seen, startedAt: number): void {
  const took = `${Math.round(performance.now() - startedAt)} ms`
  table.push(`${place.padEnd(8)}${name.padEnd(43)}${code}  ${took.padStart(8)}  ${told.slice(0, 150)}`)
}

const names = Object.keys(plays) as PlayName[]

describe('a token endpoint that is out of reach or answers something else: exit 3, one message', () => {
  test.each(names)('it %s', { timeout: bound }, async name => {
    const startedAt = performance.now()
    const seen = await meet('token', name)
    note('token', name, seen, startedAt)
    expect({ code: seen.code, out: seen.out, leaked: seen.leaked }).toEqual({ code: 3, out: '', leaked: [] })
    expect(seen.err).toMatch(/^why403: [^\n]+\.\n(?: {2}[^\n]+\n)+$/)
    expect(seen.err).not.toContain('something went wrong')
  })
})

describe('keys that are out of reach or something else: a report that says so', () => {
  test.each(names)('it %s', { timeout: bound }, async name => {
    const startedAt = performance.now()
    const seen = await meet('keys', name)
    note('keys', name, seen, startedAt)
    expect({ err: seen.err, leaked: seen.leaked }).toEqual({ err: '', leaked: [] })
    const { token, calls, verdict } = JSON.parse(seen.out)
    expect(seen.code).toBe(verdict === 'clear' ? 0 : 1)
    expect(token.signature.status).toBe('not-checked')
    expect(token.signature.reason).toMatch(/\S/)
    // The built-in tenant is shown tokens of its own only, and without keys nobody knows whose this is.
    expect(calls[0]).toMatchObject({ sent: false, reason: expect.stringMatching(/\S/) })
  })
})

describe('a Graph that is out of reach or somebody else: undetermined, exit 1', () => {
  test.each(names)('it %s', { timeout: bound }, async name => {
    const startedAt = performance.now()
    const seen = await meet('graph', name)
    note('graph', name, seen, startedAt)
    expect({ code: seen.code, err: seen.err, leaked: seen.leaked }).toEqual({ code: 1, err: '', leaked: [] })
    const { verdict, calls } = JSON.parse(seen.out)
    expect({ verdict, status: calls[0].status }).toEqual({ verdict: 'undetermined', status: null })
    expect(calls[0].reason).toMatch(/\S/)
  })
})

describe('records that are out of reach or something else: named, and no exit code changes', () => {
  test.each(names)('it %s', { timeout: bound }, async name => {
    const startedAt = performance.now()
    const seen = await meet('records', name)
    note('records', name, seen, startedAt)
    expect({ code: seen.code, err: seen.err, leaked: seen.leaked }).toEqual({ code: 0, err: '', leaked: [] })
    const { verdict, findings, notChecked } = JSON.parse(seen.out)
    expect(verdict).toBe('clear')
    const ids = notChecked.map(({ id }: { id: string }) => id)
    expect(ids).toEqual(expect.arrayContaining(['records/service principal', 'records/application']))
    expect(
      findings.map(({ id }: { id: string }) => id).filter((id: string) => id.startsWith('consent/')),
    ).toEqual([])
  })
})

describe('an answer of Graph itself', () => {
  const graphs = { 'content-type': 'application/json', 'request-id': '0f8fad5b-d9cb-469f-a165-70867728950e' }

  test.each([
    ['text', []],
    ['a table', ['--rows', 'table']],
    ['lines', ['--rows', 'ndjson']],
    ['csv', ['--rows', 'csv']],
    ['json', ['--format', 'json']],
  ])('with rows ten thousand deep ends nothing: %s', async (_, flags) => {
    const body = `{"value":[{"id":"a","deep":${'[{"a":'.repeat(5000)}1${'}]'.repeat(5000)}}]}`
    const env = settings(emulator, 'reporting')
    const http = answering(places.graph, { headers: graphs, body })
    const { code, err } = await why403(['/users', ...flags], { env, http })
    expect(code).toBe(0)
    expect(err).not.toContain('why403: ')
  })

  test.each(['text', 'json'])(
    'by a link is a pass, and of the link the host alone is told: %s',
    async format => {
      const location = 'https://reports.office.example/data?sig=0f8fad5bd9cb469fa16570867728950e'
      const env = settings(emulator, 'reporting')
      const http = answering(places.graph, { status: 302, headers: { ...graphs, location }, body: location })
      const argv = ['/users/a1b2c3d4-0000-4000-8000-000000000001', '--format', format]
      const { code, out } = await why403(argv, { env, http })
      expect(code).toBe(0)
      expect(out.replaceAll(/\s+/g, ' ')).toContain(
        'answered by a link to reports.office.example, not followed',
      )
      expect(out).not.toMatch(/sig=|0f8fad5bd9cb/)
    },
  )
})

test('the table', () => {
  console.log(
    ['place   it                                         exit     time  what is told', ...table].join('\n'),
  )
  expect(table).toHaveLength(4 * names.length)
})
