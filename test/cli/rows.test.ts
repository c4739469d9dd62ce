import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import contoso from '../../fixtures/tenants/contoso.json' with { type: 'json' }
import { fault } from '../../src/emulator/faults/spelling.ts'
import type { HttpClient } from '../../src/io.ts'
import { main } from '../../src/main.ts'
import { type Stage, stage } from '../emulator/support.ts'
import { loopbackOnly, testIo } from '../support/io.ts'
import { report, settings, why403 } from './support.ts'

let emulator: Stage
let env: Record<string, string>
beforeAll(async () => {
  emulator = await stage()
  env = settings(emulator, 'reporting')
})
beforeEach(() => emulator.setFaults([]))
afterAll(() => emulator.stop())

const users = contoso.users
const ids = users.map(({ id }) => id)
const idsIn = (ndjson: string): string[] =>
  ndjson
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line).id)

/** However it was wrapped. */
const flat = (text: string): string => text.replace(/\s+/g, ' ')

/** The network, with another link to the next page in the answers of Graph. */
function linking(link: (own: string) => string): { http: HttpClient; asked: string[] } {
  const asked: string[] = []
  const http: HttpClient = async request => {
    asked.push(request.url)
    const answer = await loopbackOnly(request)
    if (!request.url.includes('/v1.0/users')) return answer
    const body = JSON.parse(answer.body)
    if (body['@odata.nextLink'] !== undefined) body['@odata.nextLink'] = link(body['@odata.nextLink'])
    return { ...answer, body: JSON.stringify(body) }
  }
  return { http, asked }
}

describe('a list of several pages', () => {
  test('is read to its end, in order, and the report tells of how much', async () => {
    const { code, out, err } = await why403(['/users?$top=5', '--rows', 'ndjson', '--all'], { env })
    expect([code, idsIn(out)]).toEqual([0, ids])
    expect(flat(err)).toContain('200, 13 rows on 3 pages ')
    const one = await why403(['/users?$top=5', '--rows', 'ndjson'], { env })
    expect(idsIn(one.out)).toEqual(ids.slice(0, 5))
    expect(flat(one.err)).toContain('200, 5 rows, and there are more')
  })

  test('ends after as many rows as were asked for', async () => {
    for (const [max, pages] of [
      [7, 2],
      [5, 1],
      [1, 1],
    ] as const) {
      const { code, out, err } = await why403(['/users?$top=5', '--rows', 'ndjson', '--max', `${max}`], {
        env,
      })
      expect([code, idsIn(out)]).toEqual([0, ids.slice(0, max)])
      const where = pages === 1 ? '' : ` on ${pages} pages`
      expect(flat(err)).toContain(`200, ${max} row${max === 1 ? '' : 's'}${where}, and there are more`)
    }
    const last = await why403(['/users?$top=5', '--rows', 'ndjson', '--max', '12'], { env })
    expect(flat(last.err)).toContain('200, 12 rows on 3 pages, and there are more')
    const whole = await why403(['/users?$top=5', '--rows', 'ndjson', '--max', '13'], { env })
    expect(flat(whole.err)).toContain('200, 13 rows on 3 pages ')
  })

  test('of several operations, one after the other', async () => {
    const { out } = await why403(
      ['/users?$top=5', '/groups?$top=3', '--rows', 'csv', '--all', '--columns', 'displayName'],
      { env },
    )
    const names = (list: { displayName: string }[]) =>
      list.map(({ displayName }) => `${displayName}\n`).join('')
    expect(out).toBe(`displayName\n${names(users)}\ndisplayName\n${names(contoso.groups)}`)
  })

  test('goes into json and into a table as a whole', async () => {
    const { calls } = await report(['/users?$top=5', '--rows', 'table', '--all', '--columns', 'id,mail'], {
      env,
    })
    expect(calls).toMatchObject([{ rows: 13, pages: 3, isWhole: true, columns: ['id', 'mail'] }])
    expect(calls[0].value.map(({ id }: { id: string }) => id)).toEqual(ids)
    expect(Object.keys(calls[0].value[0])).toEqual(['id', 'mail'])
    const { out } = await why403(['/users?$top=5', '--rows', 'table', '--all', '--columns', 'surname,mail'], {
      env,
    })
    expect(out).toMatch(/\n {2}surname +\| mail\n/)
    expect(out).toContain('  Marchetti | leo.marchetti@contoso.example\n')
  })

  test('goes into a file, whole or not at all', async () => {
    const argv = ['/users?$top=5', '--rows', 'csv', '--all', '--columns', 'id', '--output', 'users.csv']
    const { code, out, files } = await why403(argv, { env })
    expect([code, out, files['users.csv']]).toEqual([0, '', `id\n${ids.join('\n')}\n`])
    const lost = await why403(argv, {
      env: { ...env, WHY403_EMULATOR: 'http://127.0.0.1:9' },
      sleep: async () => {},
    })
    expect([lost.code, Object.keys(lost.files)]).toEqual([3, []])
  })

  test('is left where nobody takes any more', async () => {
    const { http, asked } = linking(own => own)
    const { io } = testIo({ env, http, now: () => Date.UTC(2026, 10, 22, 19, 31, 7) })
    const stdout = { ...io.stdout, taken: async () => false }
    expect(await main(['/users?$top=5', '--rows', 'ndjson', '--all'], { ...io, stdout })).toBe(0)
    expect(asked.filter(url => url.includes('/users'))).toHaveLength(1)
  })
})

describe('a list that breaks off', () => {
  test('by a refusal: what came is written, and the refusal explained', async () => {
    emulator.setFaults([fault('/users 403 after=2')])
    const { code, out, err } = await why403(['/users?$top=5', '--rows', 'ndjson', '--all'], { env })
    expect([code, idsIn(out)]).toEqual([1, ids.slice(0, 10)])
    expect(flat(err)).toContain('403 Authorization_RequestDenied, after 10 rows on 2 pages ')
  })

  test('by a token that ran out: it goes on with a new one, and no row comes twice', async () => {
    emulator.setFaults([fault('token lifetime=90s'), fault('/users delay=100s after=1 times=1')])
    const { code, out, err } = await why403(['/users?$top=5', '--rows', 'ndjson', '--all'], { env })
    expect([code, idsIn(out)]).toEqual([0, ids])
    expect(flat(err)).toContain('200, 13 rows on 3 pages with a new token, since the first had expired (401)')
  })

  test.each([
    ['another host', () => 'https://elsewhere.example/v1.0/users?$skiptoken=x', 'leads elsewhere'],
    ['another port', (own: string) => own.replace(/:\d+/, ':9'), 'leads elsewhere'],
    ['another version', (own: string) => own.replace('/v1.0/', '/beta/'), 'leads elsewhere'],
    ['a path out of it', (own: string) => own.replace('/v1.0/', '/v1.0/../'), 'leads elsewhere'],
    ['nowhere', () => 'not an address', 'leads elsewhere'],
    [
      'itself',
      (own: string) => own.replace(/\$skiptoken=.*/, '$skiptoken=ZW11bGF0b3I6NQ'),
      'leads back to one',
    ],
  ])('by a link to %s', async (_, link, words) => {
    const { http, asked } = linking(link)
    const { code, out, err } = await why403(['/users?$top=5', '--rows', 'ndjson', '--all'], { env, http })
    expect(code).toBe(1)
    expect(flat(err)).toMatch(/no answer of Graph's after \d+ rows on \d pages?: the link to the next page /)
    expect(flat(err)).toContain(`the link to the next page ${words}`)
    expect(idsIn(out).slice(0, 5)).toEqual(ids.slice(0, 5))
    expect(new Set(idsIn(out)).size).toBe(idsIn(out).length)
    expect(asked.every(url => url.startsWith(emulator.url))).toBe(true)
  })
})

describe('columns', () => {
  test('reach into members, and one that nobody has is told', async () => {
    const { out, err } = await why403(
      ['/auditLogs/signIns?$top=1', '--rows', 'csv', '--columns', 'userPrincipalName, status.errorCode,nope'],
      { env },
    )
    expect(out).toBe('userPrincipalName,status.errorCode,nope\nadele.vance@contoso.example,0,\n')
    expect(err).toContain('note: no row has a member for column 3 of --columns\n')
  })

  test('of csv are those of the first page, and more is told', async () => {
    const http: HttpClient = async request => {
      const answer = await loopbackOnly(request)
      return request.url.includes('skiptoken')
        ? { ...answer, body: answer.body.replaceAll('"displayName"', '"more":1,"displayName"') }
        : answer
    }
    const { err } = await why403(['/users?$top=9&$select=id,displayName', '--rows', 'csv', '--all'], {
      env,
      http,
    })
    expect(err).toContain(
      'note: later pages hold members that the first did not; --columns names those to write\n',
    )
  })

  test.each([
    [['--all'], '--all is about rows, and none are asked for.'],
    [['--max', '5'], '--max is about rows, and none are asked for.'],
    [['--columns', 'id'], '--columns is about rows, and none are asked for.'],
    [['--rows', 'csv', '--max', '0'], '--max takes a number of rows, from 1.'],
    [['--rows', 'csv', '--max', '1.5'], '--max takes a number of rows, from 1.'],
    [
      ['--rows', 'csv', '--columns', 'id,,mail'],
      '--columns takes names of members, with commas between them.',
    ],
    [['--rows', 'csv', '--columns', 'x'.repeat(300)], '--columns takes names of members'],
  ])('%j is one complaint', async (flags, complaint) => {
    const { code, out, err } = await why403(['/users', ...flags], { env })
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(`why403: ${complaint}`)
  })
})

test('how far it is stands on a terminal, and not among rows on the same one', async () => {
  const argv = ['/users?$top=5', '--rows', 'ndjson', '--all']
  const watched = await why403(argv, { env, watched: true, sleep: async () => {} })
  expect(watched.err).toContain('10 rows')
  const seen = await why403(argv, { env, watched: true, terminal: true, sleep: async () => {} })
  expect(seen.err.split('✔')[0]).not.toContain('10 rows')
})
