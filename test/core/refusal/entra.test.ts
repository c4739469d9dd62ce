import { describe, expect, test } from 'vitest'
import { aadstsRow, aadstsRows } from '../../../src/core/knowledge/aadsts.ts'
import { causeWords } from '../../../src/core/knowledge/cause.ts'
import { readEntraRefusal } from '../../../src/core/refusal/entra.ts'
import fc, { runs } from '../../support/property.ts'

const trace = '3f0c9b3e-6a3f-4f5b-8b1d-0c5a7d2e9100'
const correlation = '7d1b6c2a-4e8f-4a90-b1c3-5e6f7a8b9c0d'
const ids = `Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: 2026-11-22 19:31:07Z`

const body = {
  error: 'invalid_client',
  error_description: `AADSTS7000215: Invalid client secret provided. ${ids}`,
  error_codes: [7000215],
  timestamp: '2026-11-22 19:31:07Z',
  trace_id: trace,
  correlation_id: correlation,
}

const whole = {
  status: 401,
  error: 'invalid_client',
  codes: [7000215],
  message: 'AADSTS7000215: Invalid client secret provided.',
  traceId: trace,
  correlationId: correlation,
  timestamp: '2026-11-22 19:31:07Z',
}

describe("Entra ID's refusal", () => {
  test('is read whole', () => {
    expect(readEntraRefusal(401, JSON.stringify(body))).toEqual(whole)
  })

  test('the description alone holds it all', () => {
    const { error, error_description } = body
    expect(readEntraRefusal(401, JSON.stringify({ error, error_description }))).toEqual(whole)
  })

  test('with line breaks before the ids, as older answers have', () => {
    const error_description = `AADSTS7000215: Invalid client secret provided.\r\n${ids.replaceAll(' C', '\r\nC')}`
    expect(readEntraRefusal(401, JSON.stringify({ ...body, error_description }))?.message).toBe(whole.message)
  })

  test('several codes keep their order', () => {
    const error_description = 'AADSTS70011: no scope. AADSTS900023: no tenant.'
    expect(readEntraRefusal(400, JSON.stringify({ error: 'x', error_description }))?.codes).toEqual([
      70011, 900023,
    ])
  })

  test('an error without a description is one all the same', () => {
    expect(readEntraRefusal(400, '{"error":"invalid_request"}')).toEqual({
      status: 400,
      error: 'invalid_request',
      codes: [],
      message: '',
      traceId: null,
      correlationId: null,
      timestamp: null,
    })
  })

  test('members of another type count as absent', () => {
    const odd = {
      error: 'x',
      error_description: 5,
      error_codes: ['7', null, 1.5],
      trace_id: {},
      timestamp: [],
    }
    expect(readEntraRefusal(400, JSON.stringify(odd))).toMatchObject({
      codes: [],
      message: '',
      traceId: null,
    })
  })
})

test.each(['', '<html>', '{"error":', '[]', 'null', '{}', '{"error":{"code":"x"}}', '{"error":null}'])(
  'what is none: %j',
  text => {
    expect(readEntraRefusal(502, text)).toBeNull()
  },
)

test('no body makes it crash', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...Object.keys(body)), fc.jsonValue()), json => {
      const refusal = readEntraRefusal(400, JSON.stringify(json))
      expect(refusal === null).toBe(typeof json.error !== 'string' || !/^\w{1,80}$/.test(json.error))
    }),
    runs(500),
  )
})

test.each(['no', 'invalid_client', 'AADSTS50034'])('%j may be the word of a refusal', error => {
  expect(readEntraRefusal(400, JSON.stringify({ error }))).toMatchObject({ error })
})

test.each(['', 'Bad Gateway', '<html>', 'POST /token HTTP/1.1\r\n', 'x'.repeat(81), { code: 'x' }])(
  "%j is none, and its answer is not Entra ID's",
  error => {
    expect(readEntraRefusal(502, JSON.stringify({ error }))).toBeNull()
  },
)

const aadsts = aadstsRows()

describe('the catalog', () => {
  test('has each code once', () => {
    const codes = aadsts.map(({ code }) => code)
    expect(new Set(codes).size).toBe(codes.length)
  })

  test('finds a row by any of the codes, and none for an unknown one', () => {
    expect(aadstsRow([1, 7000222])?.fix).toBe('new-secret')
    expect(aadstsRow([1])).toBeNull()
    expect(aadstsRow([])).toBeNull()
  })

  test.each(aadsts.map(row => [row.code, row] as const))(
    '%i is told in whole sentences',
    (_, { meaning, causes }) => {
      for (const sentence of [meaning, ...causes.map(causeWords)]) {
        expect(sentence).toMatch(/^("|[a-z]\w+ |[A-Z]).*\.$/)
      }
    },
  )
})
