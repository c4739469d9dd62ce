import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import type { FindingId } from '../../../src/core/findings/ids.ts'
import { findings } from '../../../src/core/findings/index.ts'
import { entitiesOf, reportOf } from '../../../src/core/report/report.ts'
import { type Case, factsOfCase } from '../../../tools/case.ts'
import { play, readCase, reportOptions, withClaims } from '../../support/cases.ts'
import { index } from '../committed-index.ts'

const clear = readCase('operation/missing-permission', 'near-miss')

function answered(input: Case, status: number, body: Record<string, unknown> | string): Case {
  return { ...input, answers: [{ operation: 0, status, headers: { 'request-id': 'abc' }, body }] }
}

describe('the verdict', () => {
  test('is clear where nothing speaks against it', async () => {
    expect((await play(clear)).verdict).toBe('clear')
    expect((await play(answered(clear, 200, { value: [] }))).verdict).toBe('clear')
  })

  test('is a problem as soon as there is one error', async () => {
    expect((await play(readCase('operation/missing-permission', 'fires'))).verdict).toBe('problem')
    expect((await play(answered(clear, 403, ''))).verdict).toBe('problem')
  })

  test.each([
    ['an unknown path', { ...clear, operations: ['GET /no/such/path'] }],
    ['an unknown method', { ...clear, operations: ['POST /auditLogs/signIns'] }],
    [
      'a door that only Graph can tell of',
      withClaims(
        { ...clear, operations: ['GET /users'] },
        { wids: ['62e90394-69f5-4237-9190-012177145e10'] },
      ),
    ],
  ])('is undetermined after %s', async (_, input) => {
    expect((await play(input)).verdict).toBe('undetermined')
  })

  test("Graph's 2xx decides what was open", async () => {
    const report = await play(answered({ ...clear, operations: ['GET /no/such/path'] }, 200, {}))
    expect(report.verdict).toBe('clear')
    expect(report.operations[0]).toMatchObject({ status: 'unknown-path', verdict: 'allowed', missing: [] })
  })

  test('a $batch is answered request by request, and leaves nothing open itself', async () => {
    expect((await play({ ...clear, operations: ['POST /$batch'] })).verdict).toBe('clear')
  })
})

describe('the token', () => {
  test('its times stand beside their numbers', async () => {
    const { token } = await play(clear)
    expect(token).toMatchObject({
      access: 'app-only',
      exp: { value: 1795379767, time: '2026-11-22T20:36:07Z' },
      expired: false,
      secondsLeft: 3300,
      scp: null,
      signature: { status: 'verified', graphNonce: true },
    })
  })

  test('absent claims are null, not left out', async () => {
    const { token } = await play(withClaims(clear, { roles: undefined, exp: undefined, appid: undefined }))
    expect(token).toMatchObject({ roles: null, exp: null, appid: null, secondsLeft: null })
  })

  test('every claim is there, with what it means where that is known', async () => {
    const { token } = await play(withClaims(clear, { xms_new: 1 }))
    expect(token?.claims).toContainEqual({ name: 'xms_new', value: 1, meaning: null })
    expect(token?.claims).toContainEqual(
      expect.objectContaining({ name: 'aud', meaning: expect.any(String) }),
    )
  })
})

describe('what was not looked at is absent', () => {
  test('no token, no acquisition, no records', async () => {
    const report = await play({ note: '', at: '2026-11-22T20:00:00Z', operations: ['GET /users'] })
    expect(Object.keys(report)).toEqual([
      'schema',
      'tool',
      'data',
      'verdict',
      'headline',
      'operations',
      'minimal',
      'calls',
      'findings',
      'notChecked',
    ])
    for (const name of ['verdict', 'held', 'missing', 'granted', 'declared', 'broken']) {
      expect(report.operations[0]).not.toHaveProperty(name)
    }
  })

  test('records of this operation only', async () => {
    const { operations } = await play(readCase('consent/missing-admin-consent', 'fires'))
    expect(operations.map(({ granted, declared, broken }) => ({ granted, declared, broken }))).toEqual([
      {
        granted: [{ permission: 'User.Read.All', since: '2026-11-10T08:00:00Z' }],
        declared: [{ permission: 'User.Read.All', kind: 'application' }],
        broken: undefined,
      },
      {
        granted: [],
        declared: [{ permission: 'AuditLog.Read.All', kind: 'application' }],
        broken: 'not-consented',
      },
    ])
  })

  test('records that were refused are named', async () => {
    const facts = await factsOfCase(readCase('consent/missing-admin-consent', 'fires'), index)
    const refusal = { record: 'grants', status: 403, code: 'Authorization_RequestDenied', requestId: 'abc' }
    const records = { ...facts.records!, refusals: [refusal] }
    expect(reportOf({ ...facts, records }, index, findings, reportOptions).notChecked).toContainEqual({
      id: 'records/grants',
      missing: ['403 Authorization_RequestDenied, request-id abc'],
      readBy: { permissions: ['Application.Read.All'], role: 'Directory Readers' },
    })
  })
})

describe('the broken link', () => {
  const base = readCase('consent/missing-admin-consent', 'fires')
  const broken = async (directory: Case['directory']) =>
    (await play({ ...base, directory: directory! })).operations[1]?.broken

  test.each([
    ['no-service-principal', { ...base.directory, servicePrincipal: null }],
    [
      'disabled',
      { ...base.directory, servicePrincipal: { ...base.directory!.servicePrincipal, accountEnabled: false } },
    ],
    ['not-consented', base.directory],
    ['not-declared', { ...base.directory, application: { requiredResourceAccess: [] } }],
    ['delegated-instead', readCase('consent/delegated-instead-of-application', 'fires').directory],
    ['consented-later', readCase('consent/stale-token', 'fires').directory],
  ] as const)('%s', async (link, directory) => {
    expect(await broken(directory)).toBe(link)
  })

  test('a tenant without the registration: not declared is not said', async () => {
    expect(await broken({ ...base.directory, application: null })).toBe('not-consented')
    const { appRoleAssignments: _, ...ungranted } = base.directory!
    expect(await broken({ ...ungranted, application: null })).toBeUndefined()
  })
})

describe('calls', () => {
  const rows = { value: [{ id: '1' }, { id: '2' }] }

  test('rows are counted, and carried on demand only', async () => {
    const facts = await factsOfCase(answered(clear, 200, rows), index)
    const [counted] = reportOf(facts, index, findings, reportOptions).calls
    expect(counted).toMatchObject({ sent: true, status: 200, requestId: 'abc', rows: 2 })
    expect(counted).not.toHaveProperty('value')
    expect(reportOf(facts, index, findings, { ...reportOptions, rows: true }).calls[0]?.value).toEqual(
      rows.value,
    )
  })

  test('a refusal is kept, and has no rows', async () => {
    const body = {
      error: {
        code: 'Forbidden',
        message: "API requires one of 'A.Read.All'. Roles on the request 'B.Read.All'.",
      },
    }
    const [call] = (await play(answered(clear, 403, body))).calls
    expect(call?.error).toEqual({
      ...body.error,
      inner: [],
      requiredByService: ['A.Read.All'],
      heldByService: ['B.Read.All'],
    })
    expect(call).not.toHaveProperty('rows')
  })

  test.each([
    ['{"value":[{"id":1},null,5]}', [{ id: 1 }]],
    ['{"value":[]}', []],
    ['{"id":"me"}', [{ id: 'me' }]],
  ])('%s holds %j', (body, entities) => {
    expect(entitiesOf(JSON.parse(body))).toEqual(entities)
  })
})

describe('the schema', () => {
  const schema = JSON.parse(
    readFileSync(new URL('../../../docs/report.schema.json', import.meta.url), 'utf8'),
  )
  const formats = {
    date: /^\d{4}-\d\d-\d\d$/,
    'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
    uri: (text: string) => URL.canParse(text),
  }
  const validate = new Ajv2020({
    strict: true,
    strictRequired: false,
    allErrors: true,
    allowUnionTypes: true,
    formats,
  }).compile(schema)

  test.each(findings.flatMap(({ id }) => [`${id} fires`, `${id} near-miss`]))(
    'describes the report of %s',
    async name => {
      const [id, which] = name.split(' ') as [FindingId, 'fires' | 'near-miss']
      const report: unknown = JSON.parse(JSON.stringify(await play(readCase(id, which))))
      validate(report)
      expect(validate.errors).toBeNull()
    },
  )

  test('and no other', () => {
    expect(validate({})).toBe(false)
    expect(validate({ schema: 1, verdict: 'fine' })).toBe(false)
  })
})
