import { expect, test } from 'vitest'
import fc from '../support/property.ts'
import { why403 } from './support.ts'

/** Parts that lines of lists are made of, and what does not belong there. */
const parts = [
  'GET',
  'get',
  'POST',
  'FETCH',
  ' ',
  '\t',
  '/users',
  '/me',
  'https://graph.microsoft.com',
  '/v1.0',
  '/..',
  '%2e%2e',
  '\\',
  '#',
  '#EXT#',
  '{"method":"GET","url":"/users"}',
  '{"url":',
  '{"method":7}',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '`',
  'null',
  '7',
  '{"requests":',
  '{"toString":1}',
  '__proto__',
  'constructor',
  '(',
  ')',
  '%',
  '\u0000',
  '\u001b[2J',
  '\u2028',
  '\u0085',
  '\ufeff',
  '\ud800',
  '😀',
  '$batch',
  'curl ',
  '-H ',
  'HTTP/1.1',
  ',',
  ';',
  '::error::',
  'x'.repeat(9000),
] // prettier-ignore

const line = fc.oneof(
  fc.array(fc.constantFrom(...parts), { maxLength: 6 }).map(some => some.join('')),
  fc.string({ unit: 'binary', maxLength: 12 }).map(text => text.replaceAll(/[\r\n]/g, ' ')),
  fc.json({ maxDepth: 2 }).map(text => text.replaceAll(/[\r\n]/g, ' ')),
)

/** What every list gets an answer for. */
const isAsked = (text: string) => text.trim() !== '' && !text.trim().startsWith('#')

test('every line gets one answer, in json and in jsonl, and none stops the list', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 40 }), async lines => {
      // The first line keeps the whole from being one JSON document, which is read otherwise.
      const all = ['GET /users', ...lines]
      const stdin = `${all.join('\n')}\n`
      const asked = all.filter(isAsked).length
      const report = await why403(['permissions', '--format', 'json', '--from', '-'], { stdin })
      expect(report.err).toBe('')
      expect(JSON.parse(report.out).operations).toHaveLength(asked)
      const bulk = await why403(['permissions', '--format', 'jsonl', '--from', '-'], { stdin })
      const answers = bulk.out.split('\n').filter(answer => answer !== '')
      expect(answers.map(answer => JSON.parse(answer))).toHaveLength(asked)
    }),
    { numRuns: 25 },
  )
})

test('and every request of a $batch', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue({ maxDepth: 2 }), { minLength: 1, maxLength: 8 }),
      async requests => {
        const stdin = JSON.stringify({ requests })
        const { out } = await why403(['permissions', '--format', 'json', '--from', '-'], { stdin })
        expect(JSON.parse(out).operations).toHaveLength(requests.length)
      },
    ),
    { numRuns: 25 },
  )
})
