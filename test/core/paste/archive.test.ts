import { describe, expect, test } from 'vitest'
import { transcriptOf } from '../../../src/core/paste/archive.ts'
import { readPaste } from '../../../src/core/paste/read.ts'

const denied = JSON.stringify({
  error: {
    code: 'Authorization_RequestDenied',
    message: 'Insufficient privileges to complete the operation.',
  },
})

function exchange(url: string, status: number, content: object = { text: '{}' }): object {
  return {
    request: { method: 'GET', url, headers: [{ name: 'Authorization', value: 'Bearer make-believe' }] },
    response: {
      status,
      headers: [{ name: 'Request-Id', value: '3f2b1c9e-0d54-4a5e-9c1d-2f0a6b7c8d9e' }],
      content,
    },
  }
}

const graph = 'https://graph.microsoft.com/v1.0'
const archive = (...entries: unknown[]): string => JSON.stringify({ log: { version: '1.2', entries } })

describe('an HTTP archive', () => {
  test('is told exchange by exchange, on one line or on many', () => {
    const log = archive(
      exchange(`${graph}/groups`, 200),
      exchange(`${graph}/users?$top=5`, 403, { text: denied }),
      exchange(`${graph}/me`, 200),
    )
    for (const text of [log, JSON.stringify(JSON.parse(log), null, 2)]) {
      const { refusals, calls } = readPaste(text)
      expect(refusals).toMatchObject([
        { service: 'graph', status: 403, call: { method: 'GET', url: `${graph}/users?$top=5` } },
      ])
      expect(refusals[0]).toMatchObject({ requestId: '3f2b1c9e-0d54-4a5e-9c1d-2f0a6b7c8d9e' })
      expect(calls).toHaveLength(3)
    }
  })

  test('whose bodies are in base64', () => {
    const content = { text: btoa(denied), encoding: 'base64' }
    expect(readPaste(archive(exchange(`${graph}/users`, 403, content))).refusals).toHaveLength(1)
    expect(transcriptOf(archive(exchange(`${graph}/users`, 403, { text: '%', encoding: 'base64' })))).toMatch(
      /403/,
    )
  })

  test('leaves out what others answered, unless they refuse', () => {
    const text = transcriptOf(
      archive(exchange('https://cdn.example/app.js', 200), exchange('https://api.example/x', 401)),
    )!
    expect(text).not.toMatch(/cdn/)
    expect(text).toMatch(/^> GET https:\/\/api\.example\/x HTTP\/1\.1\n/)
  })

  test('with what no archive has', () => {
    expect(
      transcriptOf(
        archive(null, 5, {}, { request: { method: 1, url: {} } }, { request: { method: 'GET', url: ':' } }),
      ),
    ).toBe('')
    expect(transcriptOf(archive({ request: { method: 'GET', url: `${graph}/users` }, response: 'no' }))).toBe(
      `> GET ${graph}/users HTTP/1.1\n`,
    )
  })

  test('is nothing else', () => {
    for (const text of ['', '{"entries"', '{"log":{"entries":5}}', '[]', denied, 'GET /users'])
      expect(transcriptOf(text)).toBeNull()
  })
})
