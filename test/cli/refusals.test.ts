import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { northwind } from '../../src/emulator/tenant-file.ts'
import { type Stage, stage } from '../emulator/support.ts'
import { settings, standingIn, why403 } from './support.ts'

/**
 * Each refusal on its whole way: MSAL, HTTP, the reading of the answer, the finding, its fix. The emulator
 * stands in for Microsoft's hosts here, for its own tenant has no portal that a fix could point to.
 */
let emulator: Stage
beforeAll(async () => {
  emulator = await stage(northwind)
})
afterAll(() => emulator.stop())

/** The operations that a scenario answers. */
const operationsOf = (scenario: string): string[] =>
  Object.entries(northwind.scripted!.graph).flatMap(([operation, name]) =>
    name === scenario ? [operation] : [],
  )

interface Told {
  readonly code: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into parts of many shapes
  readonly report: any
}

async function told(app: string, ...words: readonly string[]): Promise<Told> {
  const { WHY403_EMULATOR: _, ...env } = settings(emulator, app)
  const options = { env, http: standingIn(emulator) }
  const { code, out, err } = await why403(['--format', 'json', '--anyway', ...words], options)
  expect(err).toBe('')
  return { code, report: JSON.parse(out) }
}

/** A fix, all its labels, commands and links in one text. */
const inOne = (fix: unknown): string =>
  typeof fix === 'object' && fix !== null ? Object.values(fix).map(inOne).join('\n') : String(fix)

/** Said where the tool has nothing to say. */
const ignorance = /not in our catalog|not known/

interface Row {
  readonly scenario: string
  /** Which of its operations. */
  readonly at?: number
  readonly app?: string
  readonly id: string
  readonly certainty?: 'certain' | 'likely'
  readonly fix: string
}

describe('the permission is held, and something else refuses', () => {
  test.each<Row>([
    {
      scenario: 'exchange-policy',
      id: 'workload/exchange-application-access-policy',
      fix: "Test-ApplicationAccessPolicy -Identity 'ada@northwind.example'",
    },
    {
      scenario: 'exchange-denied',
      id: 'workload/exchange-mailbox-out-of-scope',
      certainty: 'likely',
      fix: "-Resource 'bob@northwind.example'",
    },
    {
      scenario: 'mailbox-not-enabled',
      id: 'workload/mailbox-unavailable',
      fix: "Get-EXORecipient -Identity 'carol@northwind.example'",
    },
    {
      scenario: 'teams-policy',
      id: 'workload/teams-application-access-policy',
      fix: 'Grant-CsApplicationAccessPolicy',
    },
    { scenario: 'teams-transcripts-off', id: 'workload/teams-setting-off', fix: 'Get-CsTeamsMeeting' },
    { scenario: 'teams-protected-api', id: 'workload/teams-protected-api', fix: 'teams-protected-apis' },
    {
      scenario: 'site-denied',
      app: 'selected',
      id: 'workload/site-not-granted',
      certainty: 'likely',
      fix: "-SiteId 'northwind.example,11111111-2222-4333-8444-555555555555,66666666-7777-4888-8999-aaaaaaaaaaaa'",
    },
    {
      scenario: 'sharepoint-secret',
      id: 'workload/sharepoint-refuses-secret',
      fix: '--create-cert --append',
    },
    { scenario: 'licence-p1', id: 'workload/licence-missing', fix: '/subscribedSkus' },
    { scenario: 'licence-p2', id: 'workload/licence-missing', fix: '/subscribedSkus' },
    { scenario: 'licence-governance', id: 'workload/licence-missing', fix: '/subscribedSkus' },
    { scenario: 'intune-absent', id: 'workload/licence-missing', fix: '/subscribedSkus' },
    { scenario: 'defender-absent', id: 'workload/licence-missing', fix: '/subscribedSkus' },
    {
      scenario: 'directory-denied',
      id: 'workload/directory-role-missing',
      certainty: 'likely',
      fix: 'directory role',
    },
    { scenario: 'directory-denied', at: 1, id: 'operation/data-disagrees', fix: '' },
    { scenario: 'identity-not-found', id: 'consent/no-service-principal', fix: 'az ad sp create --id' },
    { scenario: 'identity-disabled', id: 'consent/disabled-service-principal', fix: 'accountEnabled=true' },
    { scenario: 'claims-challenge', id: 'token/claims-challenge', fix: 'continuous-access-evaluation' },
  ])('$scenario is $id', async ({ scenario, at = 0, app = 'consented', id, certainty = 'certain', fix }) => {
    const { code, report } = await told(app, operationsOf(scenario)[at]!)
    expect({ code, verdict: report.verdict }).toEqual({ code: 1, verdict: 'problem' })
    const [headline, ...others] = report.findings
    expect(headline).toMatchObject({ id, certainty, becauseOf: null })
    expect(`${headline.title} ${headline.why}`).not.toMatch(ignorance)
    expect(inOne(headline.fix)).toContain(fix)
    expect(others.filter(({ becauseOf }: { becauseOf: unknown }) => becauseOf === id)).toContainEqual(
      expect.objectContaining({ id: 'operation/refused' }),
    )
  })

  test('a challenge is decoded', async () => {
    const { report } = await told('consented', ...operationsOf('claims-challenge'))
    expect(report.findings[0].evidence).toContainEqual({
      name: 'nbf',
      expected: 'issued after it',
      actual: '2026-11-22T19:30:00Z',
      source: 'WWW-Authenticate',
    })
  })
})

describe('the workload names the permissions that it wants', () => {
  test.each([
    {
      scenario: 'teams-permission',
      wanted: ['Channel.ReadBasic.All', 'ChannelSettings.Read.All', 'Group.Read.All'],
      seen: ['User.Read.All'],
    },
    {
      scenario: 'defender-permission',
      wanted: ['SecurityIncident.Read.All', 'SecurityIncident.ReadWrite.All'],
      seen: ['User.Read.All'],
    },
    {
      scenario: 'intune-permission',
      wanted: [
        'DeviceManagementServiceConfig.Read.All', // Intune's own text says ServiceConfiguration
        'DeviceManagementServiceConfig.ReadWrite.All',
      ],
      seen: null,
    },
    {
      scenario: 'governance-permission',
      wanted: [
        'RoleAssignmentSchedule.Read.Directory',
        'RoleManagement.Read.All',
        'RoleManagement.Read.Directory',
        'RoleManagement.ReadWrite.Directory',
      ],
      seen: null,
    },
    { scenario: 'reporting-permission', wanted: ['AuditLog.Read.All'], seen: null },
    // Says that one is missing, in JSON within JSON, and not which: the tables tell.
    { scenario: 'usage-reports-permission', wanted: null, seen: null, first: 'Reports.Read.All' },
  ])('$scenario', async ({ scenario, wanted, seen, first = wanted![0]! }) => {
    const { code, report } = await told('narrow', ...operationsOf(scenario))
    expect(code).toBe(1)
    const [headline] = report.findings
    expect(headline).toMatchObject({ id: 'operation/missing-permission', becauseOf: null })
    expect(headline).toMatchObject({ certainty: 'certain', severity: 'error' })
    expect(headline.title).toContain(first)
    expect(headline.why).not.toMatch(ignorance)
    expect(inOne(headline.fix)).toContain('Grant admin consent')
    expect(report.calls[0].error).toMatchObject({ requiredByService: wanted, heldByService: seen })
  })

  test('what it lacks is declared by role id', async () => {
    const { report } = await told('narrow', ...operationsOf('usage-reports-permission'))
    expect(inOne(report.findings[0].fix)).toContain('230c1aed-a721-4c5d-9cb4-a90514e508ef')
  })
})

test.each([
  ['ids-only', '', '2, with @odata.type, id only'],
  ['nulls', '?$select=id,displayName,mail', 'displayName, mail in 2 objects'],
])('answered, and withheld: %s', async (scenario, query, actual) => {
  const { code, report } = await told('consented', `${operationsOf(scenario)[0]}${query}`)
  expect({ code, verdict: report.verdict }).toEqual({ code: 0, verdict: 'clear' })
  const [headline] = report.findings
  expect(headline).toMatchObject({ id: 'operation/silent-under-permission', becauseOf: null })
  expect(headline).toMatchObject({ severity: 'warning', certainty: 'likely' })
  expect(headline.evidence[0]).toMatchObject({ actual })
})

describe('Entra ID refuses', () => {
  test.each([
    ['secret', 7000222, 401, 'az ad app credential reset --id'],
    ['switched-off', 7000112, 400, 'accountEnabled=true'],
    ['federated', 700213, 400, 'repo:northwind@1234/shop@5678:ref:refs/heads/main'],
    ['tenant', 90038, 400, 'openid-configuration'],
    ['scope', 500014, 400, 'az ad sp show'],
    ['consent', 650056, 400, 'Grant admin consent'],
    ['policy', 53003, 400, 'Conditional Access'],
    ['loop', 50196, 400, 'Keep the token until it expires'],
    ['throttled', 90055, 429, 'obey Retry-After'],
    ['transient', 90033, 503, 'see whether Microsoft knows'],
  ])('%s: AADSTS%i', async (app, number, status, fix) => {
    const { code, report } = await told(app, '/users')
    expect({ code, verdict: report.verdict }).toEqual({ code: 1, verdict: 'problem' })
    expect(report.acquisition).toMatchObject({ status, codes: [number] })
    expect(report.acquisition.traceId).toMatch(/^[0-9a-f-]{36}$/)
    expect(report.calls).toEqual([])
    const [headline] = report.findings
    // The number tells what was refused, and of several causes none is picked.
    expect(headline).toMatchObject({ id: 'acquire/refused', certainty: 'likely', becauseOf: null })
    expect(headline.causes.map(({ standing }: { standing: string }) => standing)).not.toContain('proven')
    expect(headline.title).toMatch(new RegExp(`AADSTS${number}\\. \\w`))
    expect(headline.why).not.toMatch(ignorance)
    expect(inOne(headline.fix)).toContain(fix)
  })

  test('an assertion that came too late: by how much', async () => {
    const { report } = await told('certificate', '/users')
    const [headline] = report.findings
    expect(JSON.stringify(headline.evidence)).toContain('70 min too late')
    expect(headline).toMatchObject({ id: 'acquire/refused', certainty: 'certain' })
    expect(headline.causes[0]).toMatchObject({ standing: 'proven' })
    expect(headline.causes[0].says).toMatch(/^An old assertion/)
    expect(inOne(headline.fix)).toContain('date -u')
  })
})

test('on the emulator itself, a refusal reads the same, and no fix points to a real portal', async () => {
  const env = settings(emulator, 'consented')
  const { code, out } = await why403([...operationsOf('exchange-policy')], { env })
  expect(code).toBe(1)
  expect(out).toMatch(/^✖ workload\/exchange-application-access-policy/m)
  expect(out).toContain('[RAOP]')
  expect(out).not.toContain('entra.microsoft.com')
})
