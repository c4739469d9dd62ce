/** Texts that tell of several failures, each with its own. */
import { describe, expect, test } from 'vitest'
import { clouds } from '../../../src/core/clouds.ts'
import { readPaste } from '../../../src/core/paste/read.ts'
import { explainText } from '../../../src/index.ts'
import { index } from '../committed-index.ts'

const app = '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11'
const ids = (trace: number): string =>
  `Trace ID: 1a2b3c4d-0000-4000-8000-00000000000${trace} Correlation ID: 1a2b3c4d-0000-4000-8000-10000000000${trace} Timestamp: 2026-11-01 10:00:0${trace}Z`
const secret = `invalid_client: AADSTS7000215: Invalid client secret provided for app '${app}'. ${ids(1)}`
const absent = `unauthorized_client: AADSTS700016: Application with identifier '${app}' was not found in the directory 'Contoso'. ${ids(2)}`
const graph =
  'GET https://graph.microsoft.com/v1.0/users -> 403 {"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}'
const vault =
  'GET https://contoso.vault.azure.net/secrets/x?api-version=7.4 -> 403 {"error":{"code":"Forbidden","message":"Caller is not authorized to perform action on resource."}}'

describe('every failure of a log is told, in its order', () => {
  test.each([
    [
      [secret, absent, graph, vault],
      ['entra', 'entra', 'graph', 'neighbour'],
    ],
    [
      [vault, graph, absent, secret],
      ['neighbour', 'graph', 'entra', 'entra'],
    ],
    [
      [absent, secret],
      ['entra', 'entra'],
    ],
    [[secret, secret], ['entra']],
  ])('%#', (lines, services) => {
    const { refusals = [], headline } = explainText(index, lines.join('\n'))
    expect(refusals.map(({ service }) => service)).toEqual(services)
    for (const { title } of refusals) expect(title).not.toContain('not in our catalog')
    expect(headline?.text).toBe(refusals[0]?.title)
  })

  test('and a status behind the next request is not that of what stands before it', () => {
    const [first, second] = readPaste(`${secret}\n${graph}`).refusals
    expect([first?.status, second?.status]).toEqual([null, 403])
    const told = readPaste(
      `POST https://login.microsoftonline.com/t/oauth2/v2.0/token -> 401 ${secret}\n${graph}`,
    )
    expect(told.refusals.map(({ status }) => status)).toEqual([401, 403])
    const later = readPaste(`${graph}\nGET https://graph.microsoft.com/v1.0/groups\n-> 404`)
    expect(later.refusals[0]?.status).toBe(403)
  })
})

test.each(clouds)("a request to Graph's host in the $name cloud is one to Graph", ({ graph: host }) => {
  const { calls, refusals } = readPaste(`GET https://${host}/v1.0/users\nHTTP/1.1 403 Forbidden\n`)
  expect(calls).toEqual([{ method: 'GET', url: `https://${host}/v1.0/users` }])
  expect(refusals.map(({ service, status }) => [service, status])).toEqual([['graph', 403]])
})

describe('calls that Graph answered beside a refusal', () => {
  const base = 'https://graph.microsoft.com/v1.0'
  const denied =
    '{"error":{"code":"ErrorAccessDenied","message":"Access is denied. Check credentials and try again."}}'
  const refused = `GET ${base}/users/bob@contoso.example/messages\nHTTP/1.1 403 Forbidden\n\n${denied}\n`
  const calls = (text: string): unknown[] =>
    explainText(index, text).calls.map(call => [call.url?.slice(base.length), call.status])
  const bob = ['/users/bob@contoso.example/messages', 403]
  const ada = ['/users/ada@contoso.example/messages', 200]

  test.each([
    ['a message of HTTP', `GET ${base}${ada[0]}\nHTTP/1.1 200 OK\n\n`],
    ['curl -v', `> GET ${base}${ada[0]} HTTP/1.1\n>\n< HTTP/1.1 200 OK\n<\n`],
    ['a line of a log', `GET ${base}${ada[0]} -> 200\n`],
    [
      'an entry of an archive',
      `{"request":{"method":"GET","url":"${base}${ada[0]}"},"response":{"status":200}}\n`,
    ],
    [
      'a row of activity',
      `{"RequestMethod":"GET","RequestUri":"${base}${ada[0]}","ResponseStatusCode":200}\n`,
    ],
  ])('%s: a call with its answer', (_, told) => {
    expect(calls(told + refused)).toEqual([bob, ada])
    expect(calls(refused + told)).toEqual([bob, ada])
    const [refusal] = explainText(index, told + refused).refusals ?? []
    expect(refusal?.evidence).toContainEqual(
      expect.objectContaining({ name: 'answered', actual: `GET ${ada[0]} (200)`, source: 'inferred' }),
    )
  })

  test.each([
    ['no answer is told', `GET ${base}${ada[0]}\n`],
    [
      "the answer is somebody else's",
      `GET ${base}${ada[0]}\nGET https://contoso.example/ok\nHTTP/1.1 200 OK\n`,
    ],
    ['it was refused as well', `GET ${base}${bob[0]}\nHTTP/1.1 200 OK\n`],
    ['it carried other requests', `POST ${base}/$batch\nHTTP/1.1 200 OK\n`],
    ['it was a redirect', `GET ${base}${ada[0]}\nHTTP/1.1 301 Moved\n`],
    ['its address is cut', `GET ${base}/users/ada...\nHTTP/1.1 200 OK\n`],
  ])('and none where %s', (_, told) => {
    expect(calls(told + refused)).toEqual([bob])
  })

  test('each path template once, and the headline is that of the refusal', () => {
    const log = Array.from({ length: 500 }, (_, at) => `GET ${base}/users/${at}/events -> 200\n`).join('')
    expect(calls(log + refused)).toEqual([bob, ['/users/0/events', 200]])
    expect(explainText(index, log + refused).headline).toEqual(explainText(index, refused).headline)
  })
})
