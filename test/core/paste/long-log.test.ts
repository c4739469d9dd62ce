import { afterEach, expect, test, vi } from 'vitest'
import { readPaste } from '../../../src/core/paste/read.ts'

const refusal =
  '2026-11-22T19:31:07Z ERROR GET https://graph.microsoft.com/v1.0/users -> 403 {"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}'

/** Lines of a program that logs as JSON or as text, with one refusal in their middle. */
function log(lines: number): string {
  const line = (at: number): string =>
    at % 2 === 0
      ? `2026-11-22T19:00:00Z INFO {"msg":"done","path":"/v1.0/users/${at}","status":200,"took":${at % 300}}`
      : `${at} a line of text with (brackets), "quotes" and key=value id=${at * 7919}`
  const all = Array.from({ length: lines }, (_, at) => line(at))
  return all.toSpliced(lines >> 1, 0, refusal).join('\n')
}

afterEach(() => {
  vi.restoreAllMocks()
})

/** How often a pattern or a parser is set upon the text. */
function steps(text: string): number {
  const spies = [vi.spyOn(RegExp.prototype, 'exec'), vi.spyOn(JSON, 'parse')]
  expect(readPaste(text).refusals.map(({ service, status }) => ({ service, status }))).toEqual([
    { service: 'graph', status: 403 },
  ])
  const count = spies.reduce((sum, { mock }) => sum + mock.calls.length, 0)
  vi.restoreAllMocks()
  return count
}

test('one refusal in a long log is found, in steps that grow with its lines', () => {
  const [short, long] = [steps(log(1000)), steps(log(4000))]
  expect(log(4000).length).toBeGreaterThan(300_000)
  expect(long / short).toBeLessThan(4.4)
  expect(long).toBeLessThan(60 * 4000)
})

test('it is told of its own call, however many stand before it', () => {
  const calls = (from: number): string[] =>
    Array.from({ length: 1500 }, (_, at) => `GET https://graph.microsoft.com/v1.0/groups/${from + at} -> 200`)
  const { refusals, succeeded } = readPaste([...calls(0), refusal, ...calls(1500)].join('\n'))
  expect(refusals.map(read => 'call' in read && read.call?.url)).toEqual([
    'https://graph.microsoft.com/v1.0/users',
  ])
  expect(succeeded).toHaveLength(3000)
})
