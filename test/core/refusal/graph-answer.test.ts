import { describe, expect, test } from 'vitest'
import { answererOf, type HttpAnswer } from '../../../src/core/refusal/graph-answer.ts'
import fc from '../../support/property.ts'

const requestId = '0f8fad5b-d9cb-469f-a165-70867728950e'
const graphs = {
  'request-id': requestId,
  'content-type':
    'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
}

function answered(change: Partial<HttpAnswer> & { path?: string }): HttpAnswer {
  const { path = '/users', ...over } = change
  return {
    method: 'GET',
    url: `https://graph.microsoft.com/v1.0${path}`,
    status: 200,
    headers: graphs,
    body: '{"value":[]}',
    ...over,
  }
}
const typed = (type: string) => ({ 'request-id': requestId, 'content-type': type })

test.each<[string, Parameters<typeof answered>[0]]>([
  ['a collection', {}],
  ['an object', { body: '{"id":"1"}' }],
  ['JSON of another profile', { headers: typed('application/scim+json') }],
  ['nothing to say', { status: 204, body: '', headers: { 'request-id': requestId } }],
  ['accepted for later', { status: 202, body: '', headers: { 'request-id': requestId } }],
  ['the headers alone', { method: 'HEAD', body: '' }],
  ['a count', { path: '/users/$count', headers: typed('text/plain'), body: '12' }],
  [
    'a count behind a byte order mark',
    { path: '/users/$count', headers: typed('text/plain'), body: '\ufeff12' },
  ],
  ['a photo', { path: '/users/1/photo/$value', headers: typed('image/jpeg'), body: '\ufffd' }],
  ['an empty file', { path: '/users/1/messages/2/$value', headers: { 'request-id': requestId }, body: '' }],
  [
    'a page of OneNote',
    { path: '/users/1/onenote/pages/2/content', headers: typed('text/html'), body: '<p>' },
  ],
  ['a file', { path: '/drives/1/root:/a.txt:/content', headers: typed('text/plain'), body: 'a' }],
  [
    'a recording',
    { path: '/users/1/onlineMeetings/2/transcripts/3/metadataContent', headers: typed('text/vtt') },
  ],
  ['the metadata', { path: '/$metadata', headers: typed('application/xml'), body: '<edmx:Edmx/>' }],
  [
    'a report',
    { path: "/reports/getEmailActivityCounts(period='D7')", headers: typed('text/csv'), body: 'a,b\n' },
  ],
  ['a refusal', { status: 403, body: '{"error":{"code":"Authorization_RequestDenied","message":"no"}}' }],
  ['a refusal without a body', { status: 429, body: '', headers: { 'request-id': requestId } }],
  ['a refusal in HTML', { status: 400, body: '<h1>', headers: typed('text/html') }],
  [
    'a refusal that names itself',
    { status: 401, headers: {}, body: '{"error":{"code":"InvalidAuthenticationToken"}}' },
  ],
])('%s is an answer of Graph', (_, change) => {
  expect(answererOf(answered(change))).toEqual({ by: 'graph' })
})

test.each<[string, Parameters<typeof answered>[0], RegExp]>([
  ['plain text', { headers: typed('text/plain'), body: 'OK' }, /came with plain text, which/],
  ['a web page', { headers: typed('text/html'), body: '<html>' }, /a web page, which/],
  [
    'a captive portal',
    { headers: { 'content-type': 'text/html' }, body: '<html>' },
    /a web page and no request-id/,
  ],
  ['no type', { headers: { 'request-id': requestId }, body: '{}' }, /a body of no content type/],
  ['JSON under a false name', { headers: typed('text/plain'), body: '{"value":[]}' }, /plain text/],
  ['a list', { body: '[1]' }, /JSON that is not an object/],
  ['a number', { body: '1' }, /JSON that is not an object/],
  ['half a JSON', { body: '{"value":[{"id"' }, /half a JSON/],
  ['nothing', { body: '' }, /an empty body/],
  ['JSON of anybody', { headers: { 'content-type': 'application/json' } }, /JSON and no request-id/],
  [
    'JSON under an id of another kind',
    { headers: { ...graphs, 'request-id': 'r1' } },
    /JSON and no request-id/,
  ],
  ['nothing, by anybody', { status: 204, body: '', headers: {} }, /an empty body and no request-id/],
  ['the headers of anybody', { method: 'HEAD', body: '', headers: {} }, /came with no request-id/],
  ['a count in words', { path: '/users/$count', headers: typed('text/plain'), body: 'many' }, /plain text/],
  ['a file, by anybody', { path: '/drives/1/root:/a:/content', headers: {}, body: 'a' }, /no request-id/],
  [
    'metadata as a web page',
    { path: '/$metadata', headers: typed('text/html'), body: '<html>' },
    /a web page/,
  ],
  [
    'a report as a web page',
    { path: '/reports/x', headers: typed('text/html'), body: '<html>' },
    /a web page/,
  ],
  ["a proxy's 403", { status: 403, headers: { 'content-type': 'text/html' }, body: '<h1>' }, /^status 403 /],
  ["a proxy's 407", { status: 407, headers: {}, body: '' }, /an empty body and no request-id/],
  ['an error of another API', { status: 400, headers: {}, body: '{"error":"no"}' }, /no request-id/],
  ['moved for good', { status: 308, headers: { ...graphs, location: '/x' }, body: '' }, /a redirect, which/],
  [
    'a redirect of anybody',
    { status: 302, headers: { location: 'https://portal.example/' } },
    /a redirect and no/,
  ],
  ['a redirect to nowhere', { status: 302, body: '' }, /a redirect, which/],
  ['not modified', { status: 304, body: '' }, /a redirect, which/],
])('%s is not', (_, change, came) => {
  const answerer = answererOf(answered(change))
  expect(answerer).toMatchObject({ by: 'other', reason: expect.stringMatching(came) })
})

describe('a 302 with a request-id answers by a link, of which the host alone is told', () => {
  test.each([
    ['https://reports.office.com/data/x.csv?sig=secret', 'reports.office.com'],
    [
      'https://contoso.sharepoint.com:444/_layouts/15/download.aspx?tempauth=secret',
      'contoso.sharepoint.com:444',
    ],
    ['https://user:secret@files.example/x', 'files.example'],
    ['/elsewhere?t=secret', 'graph.microsoft.com'],
  ])('%s', (location, host) => {
    const answer = answered({ status: 302, body: '', headers: { ...graphs, location } })
    expect(answererOf(answer)).toEqual({ by: 'graph-with-link', host })
  })
})

test('whatever came, the reason repeats none of it', () => {
  const planted = 'eyJzZWNyZXQi'
  fc.assert(
    fc.property(
      fc.integer({ min: 200, max: 599 }),
      fc.dictionary(fc.constantFrom('content-type', 'location', 'request-id'), fc.string()),
      fc.string(),
      (status, headers, text) => {
        const entries = Object.entries(headers).map(([name, value]) => [name, `${value}${planted}`])
        const answer = answered({ status, headers: Object.fromEntries(entries), body: `${text}${planted}` })
        const answerer = answererOf(answer)
        expect(JSON.stringify(answerer)).not.toContain(planted)
      },
    ),
  )
})
