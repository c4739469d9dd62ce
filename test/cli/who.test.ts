import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import contoso from '../../fixtures/tenants/contoso.json' with { type: 'json' }
import type { TenantFile } from '../../src/emulator/emulator.ts'
import { fault } from '../../src/emulator/faults/spelling.ts'
import { type Stage, stage } from '../emulator/support.ts'
import { loopbackOnly } from '../support/io.ts'
import { settings, why403 } from './support.ts'

let emulator: Stage
beforeAll(async () => {
  emulator = await stage()
})
afterAll(() => emulator.stop())

const ask = async (
  who: string,
  argv: readonly string[] = [],
  { url, token }: Stage = emulator,
  options = {},
) =>
  why403(['check', '--who', who, '--directory-token-file', 'admin.jwt', ...argv], {
    env: { WHY403_EMULATOR: url },
    files: { 'admin.jwt': await token('admin') },
    ...options,
  })

const rowsOf = (out: string) =>
  out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))

describe('which apps could make an operation', () => {
  test('by their grants, sorted by name, with what opens it and since when', async () => {
    const { code, out, err } = await ask('GET /users', ['--rows', 'ndjson'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const rows = rowsOf(out)
    expect(rows.map(({ name }) => name)).toEqual([
      'contoso-consent-admin',
      'contoso-desk-agent',
      'contoso-nightly-export',
      'contoso-reporting',
      'contoso-retired-bot',
      'contoso-vm',
    ])
    expect(rows[1].isAgentIdentity).toBe(true)
    expect(rows[3]).toEqual({
      name: 'contoso-reporting',
      clientId: '23351f6e-5318-40d6-b38e-f27055313d7d',
      servicePrincipal: '2bc3862f-1243-4461-9cac-f463815cf0f9',
      verdict: 'allowed',
      by: ['User.ReadWrite.All', 'Directory.ReadWrite.All'],
      since: expect.stringMatching(/^2026-11-10T/),
      enabled: true,
      isManagedIdentity: false,
      isAgentIdentity: false,
      isBlueprint: false,
      isFirstParty: false,
    })
    expect(rows[4].enabled).toBe(false)
    expect(rows[5].isManagedIdentity).toBe(true)
  })

  test('as a table it says how many, as of when, and what it does not see', async () => {
    const { code, out } = await ask('GET /users')
    expect(code).toBe(0)
    expect(out).toMatch(
      /^✔ 6 apps could make GET \/users, of 9 with grants on Microsoft Graph, as of 19:31\s+UTC\./,
    )
    expect(out).toContain('contoso-retired-bot, 611e42c5-b7b6-4df3-9e7a-0ec5465964e6')
    expect(out).toContain('disabled: it gets no token')
    expect(out).toMatch(
      /Not seen here: directory roles, resource-specific consent, grants on single\s+sites, Exchange's own roles and what agents inherit from a blueprint\./,
    )
  })

  test('nobody is listed because of a door that no grant shows', async () => {
    const { out } = await ask('POST /users/{id}/sendMail')
    expect(out).toMatch(/^✔ 0 apps could make POST \/users\/\{id\}\/sendMail, of 9/)
  })

  test('blueprints of agents stand apart: they get no token themselves', async () => {
    const { out } = await ask('GET /auditLogs/signIns')
    expect(out).toMatch(/^✔ 2 apps could make GET \/auditLogs\/signIns, of 9/)
    const [, blueprints = ''] = out.split('Blueprints, whose agents could where they inherit it')
    expect(blueprints.match(/contoso-\w+-blueprint/g)).toEqual([
      'contoso-archive-blueprint',
      'contoso-desk-blueprint',
    ])
  })

  test('first-party apps stand apart', async () => {
    const microsofts = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'
    const { out } = await ask('GET /users', [], emulator, {
      http: async (request: Parameters<typeof loopbackOnly>[0]) => {
        const response = await loopbackOnly(request)
        return request.url.includes('%20in%20(')
          ? {
              ...response,
              body: response.body.replace(
                '"appOwnerOrganizationId":null',
                `"appOwnerOrganizationId":"${microsofts}"`,
              ),
            }
          : response
      },
    })
    expect(out).toMatch(/Microsoft's own\n {2}contoso-vm, /)
  })
})

describe('for a program', () => {
  test('--format jsonl is --rows ndjson by its other name', async () => {
    const jsonl = await ask('GET /users', ['--format', 'jsonl'])
    expect(jsonl).toMatchObject({ code: 0, err: '' })
    expect(jsonl.out).toBe((await ask('GET /users', ['--rows', 'ndjson'])).out)
    const both = await ask('GET /users', ['--format', 'jsonl', '--rows', 'csv'])
    expect(both).toMatchObject({ code: 2, out: '' })
  })

  test('without --who it has no place', async () => {
    const { code, err } = await why403(['check', '/users', '--format', 'jsonl'])
    expect(code).toBe(2)
    expect(err).toContain('--format jsonl goes with --who')
  })

  test('where no token is to be had nothing stands where rows go', async () => {
    const { code, out, err } = await why403(['check', '--who', 'GET /users', '--format', 'jsonl'], {
      env: settings(emulator, 'expired'),
    })
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain('AADSTS7000222')
  })
})

describe('what cannot be answered is said', () => {
  test.each([
    ['GET /me', 'No application permission opens that operation'],
    ['GET /usres', 'Neither source lists permissions'],
  ])('%s', async (who, says) => {
    const { code, err } = await ask(who)
    expect(code).toBe(2)
    expect(err).toContain(says)
  })

  test('a reader who may not: exit 1, and what was refused', async () => {
    const { code, out } = await why403(['check', '--who', 'GET /users', '--directory-token-file', 't'], {
      env: { WHY403_EMULATOR: emulator.url },
      files: { t: await emulator.token('lab') },
    })
    expect(code).toBe(1)
    expect(out).toContain('is not known: the grants could not be read')
    expect(out.replace(/\s+/g, ' ')).toMatch(
      /Not read: Microsoft Graph \(403 Authorization_RequestDenied, request-id [\da-f-]{36}\)\. Application\.Read\.All reads that; somebody signed in needs the role Directory Readers besides\./,
    )
  })

  test.each([[['/users']], [['--app', 'x']], [['--format', 'json']]])('beside %j: exit 2', async argv => {
    expect((await ask('GET /users', argv)).code).toBe(2)
  })

  test('--rows without it', async () => {
    const { code, err } = await why403(['check', '/users', '--rows', 'csv'])
    expect(code).toBe(2)
    expect(err).toContain('--rows goes with --who')
  })
})

test('a tenant of 3,000 apps, throttled: bounded requests, a few at a time, the same rows each time', async () => {
  const reporting = contoso.apps.find(({ key }) => key === 'reporting')!
  const guid = (group: number, at: number) => `${group}0000000-0000-4000-8000-${String(at).padStart(12, '0')}`
  const many = Array.from({ length: 3000 }, (_, at) => ({
    ...reporting,
    key: `app-${at}`,
    // Not in the order of their names.
    displayName: `app ${String((at * 7919) % 3000).padStart(4, '0')}`,
    ...{ clientId: guid(1, at), objectId: guid(2, at), servicePrincipalId: guid(3, at) },
    granted: at % 10 === 0 ? ['User.Read.All'] : ['Mail.Send'],
  }))
  const file = { ...contoso, apps: [...contoso.apps, ...many] } as unknown as TenantFile
  const faults = [fault('GET /servicePrincipals 429 retry-after=2 times=3')]
  const tenant = await stage(file, { faults })
  try {
    let [asked, underWay, most, throttled] = [0, 0, 0, 0]
    const waits: number[] = []
    const options = {
      pause: async (ms: number) => {
        waits.push(ms)
      },
      http: async (request: Parameters<typeof loopbackOnly>[0]) => {
        asked++
        most = Math.max(most, ++underWay)
        const response = await loopbackOnly(request)
        underWay--
        if (response.status === 429) throttled++
        return response
      },
    }
    const first = await ask('GET /users', ['--rows', 'ndjson'], tenant, options)
    expect(first.code).toBe(0)
    const rows = rowsOf(first.out)
    expect(rows).toHaveLength(306)
    expect(rows.map(({ name }) => name)).toEqual(rows.map(({ name }) => name).toSorted())
    expect(rows.every(({ clientId }) => clientId !== null)).toBe(true)
    expect(throttled).toBe(3)
    expect(waits).toEqual([2000, 2000, 2000])
    // Grants by pages of 999, apps by 15; and the keys.
    expect(asked - throttled).toBeLessThanOrEqual(1 + 4 + Math.ceil(306 / 15) + 2)
    expect(most).toBeLessThanOrEqual(4)
    expect((await ask('GET /users', ['--rows', 'ndjson'], tenant)).out).toBe(first.out)
  } finally {
    await tenant.stop()
  }
}, 60_000)
