import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import common from '../../fixtures/common.json' with { type: 'json' }
import contoso from '../../fixtures/tenants/contoso.json' with { type: 'json' }
import refusals from '../../fixtures/tenants/refusals.json' with { type: 'json' }
import type { TenantFile } from '../../src/emulator/emulator.ts'
import { index, type Stage, stage } from '../emulator/support.ts'
import { report, settings, standingIn, why403 } from './support.ts'

let emulator: Stage
let admin: string
beforeAll(async () => {
  emulator = await stage()
  admin = await emulator.token('admin')
})
afterAll(() => emulator.stop())

/** An administrator, who holds a token for the directory and no secret of the app. */
const asAdmin = (token: string, { url }: Stage = emulator) => ({
  env: { WHY403_EMULATOR: url },
  files: { 'admin.jwt': token },
})
const withToken = (argv: readonly string[]) => ['check', ...argv, '--directory-token-file', 'admin.jwt']
const ask = (argv: readonly string[], token = admin) => why403(withToken(argv), asAdmin(token))
const asked = (argv: readonly string[], token = admin) => report(withToken(argv), asAdmin(token))

const idOf = (key: string) => contoso.apps.find(app => app.key === key)!.clientId

describe('an app and operations, by the records of the tenant', () => {
  test('what is granted decides, and when it was read is said', async () => {
    const { code, out, err } = await ask(['/users', '--app', 'contoso-reporting'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/a new token would hold what the operation needs, as of the records\s+of 19:31 UTC\./)
    expect(out).toContain('app         contoso-reporting, an app registration of this tenant')
    expect(out).toContain('2026-11-22 19:31 UTC, by the records; no token was looked at')
    expect(out).toMatch(/directory roles,\s+resource-specific consent/)
    const { token, app, operations, acquisition } = await asked(['/users', '--app', 'contoso-reporting'])
    expect({ token, acquisition }).toEqual({})
    expect(app).toMatchObject({ clientId: idOf('reporting'), kind: 'registration', state: 'enabled' })
    expect(operations[0]).toMatchObject({
      verdict: 'allowed',
      held: ['User.ReadWrite.All', 'Directory.ReadWrite.All'],
      missing: [],
    })
  })

  test('declared and not granted: consent is the first broken link, and no token is spoken of', async () => {
    const { code, out } = await ask(['/users', '--app', 'iam-lab3-daemon'])
    expect(code).toBe(1)
    expect(out).toMatch(/^✖ Graph would refuse the call: nobody has granted admin consent for/)
    expect(out).toMatch(/^ {2}GET \/users +User\.Read\.All \* +✔ +✖$/m)
    expect(out).not.toContain('the token holds')
    const { findings } = await asked(['/users', '--app', 'iam-lab3-daemon'])
    expect(findings.slice(0, 2)).toMatchObject([
      { id: 'consent/missing-admin-consent', certainty: 'certain', becauseOf: null },
      { id: 'operation/missing-permission', becauseOf: 'consent/missing-admin-consent' },
    ])
    expect(findings[0].fix.at(-1).label).toBe('Then read the records again')
  })

  test.each([
    ['disabled', 'consent/disabled-service-principal', 'disabled'],
    ['no-service-principal', 'consent/no-service-principal', 'no-service-principal'],
    ['delegated-by-mistake', 'consent/delegated-instead-of-application', 'enabled'],
  ])('%s: %s', async (key, id, state) => {
    const { verdict, findings, app } = await asked(['/users', '--app', idOf(key)])
    expect({ verdict, state: app.state }).toEqual({ verdict: 'problem', state })
    expect(findings.map((finding: { id: string }) => finding.id)).toContain(id)
  })

  test('a managed identity is granted without a consent page, and declares nothing', async () => {
    const { code, out } = await ask(['/auditLogs/signIns', '--app', 'contoso-vm'])
    expect(code).toBe(1)
    expect(out).toContain('contoso-vm, a managed identity: it declares nothing')
    expect(out).toContain('each')
    expect(out).not.toContain('consent page.\n  Next: Grant what the app declares')
    expect(out).not.toContain('adminconsent')
    const { findings } = await asked(['/auditLogs/signIns', '--app', 'contoso-vm'])
    expect(findings[0].why).toMatch(/A managed identity declares nothing/)
  })

  test('an agent identity by its own words: what it inherits was not read', async () => {
    const id = 'a9e41d5c-1f2b-4c3d-8e4f-5a6b7c8d9e0f'
    const agent = {
      '@odata.type': '#microsoft.graph.agentIdentity',
      ...{
        id,
        appId: id,
        displayName: 'desk-agent',
        accountEnabled: true,
        servicePrincipalType: 'ServiceIdentity',
      },
    }
    const headers = { 'content-type': 'application/json', 'request-id': id }
    const real = standingIn(emulator)
    const answer = (body: object, status = 200) => ({ status, headers, body: JSON.stringify(body) })
    const { out } = await why403(withToken(['/users', '--app', id]), {
      ...asAdmin(admin),
      http: async request => {
        if (request.url.includes(`/applications(appId='${id}')`)) return answer({ error: { code: 'x' } }, 404)
        if (request.url.includes(`/servicePrincipals/${id}/`)) return answer({ value: [] })
        return request.url.includes(id) ? answer(agent) : real(request)
      },
    })
    expect(out).toContain('desk-agent, an agent identity, made from a blueprint')
    expect(out).toContain('what it inherits from its blueprint')
    expect(out).toMatch(/What it may inherit from its blueprint\s+was not read/)
  })
})

describe('which app is meant', () => {
  test.each([
    ['its client id', idOf('reporting')],
    ['its client id in capitals', idOf('reporting').toUpperCase()],
    ['the object id of its registration', contoso.apps.find(({ key }) => key === 'reporting')!.objectId],
    [
      'that of its service principal',
      contoso.apps.find(({ key }) => key === 'reporting')!.servicePrincipalId!,
    ],
    ['its name in another letter case', 'Contoso-Reporting'],
  ])('%s', async (_, word) => {
    expect((await asked(['/users', '--app', word])).app.clientId).toBe(idOf('reporting'))
  })

  test('of a name that several bear the ids are asked back', async () => {
    const twins = contoso.apps.map(app =>
      app.key === 'lab' || app.key === 'expired' ? { ...app, displayName: "Nia's export" } : app,
    )
    const tenant = await stage({ ...contoso, apps: twins } as TenantFile)
    try {
      const run = await why403(
        withToken(['/users', '--app', "Nia's export"]),
        asAdmin(await tenant.token('admin'), tenant),
      )
      expect(run.code).toBe(2)
      expect(run.err).toContain('2 apps of this tenant have that name.')
      expect(run.err).toContain(`--app ${idOf('lab')}`)
      expect(run.err).toContain(`--app ${idOf('expired')}`)
      expect(run.err).not.toContain('Nia')
    } finally {
      await tenant.stop()
    }
  })

  test('of none the next step is told, and the word is not repeated', async () => {
    for (const word of ['contoso-nobody', '7e57ab1e-0000-4000-8000-000000000000']) {
      const { code, err } = await ask(['/users', '--app', word])
      expect(code).toBe(2)
      expect(err).toContain('This tenant has no app of that name or id.')
      expect(err).not.toContain(word)
    }
  })
})

describe('who reads the records', () => {
  test('the credential of the settings, where it may', async () => {
    const options = { env: settings(emulator, 'admin') }
    const { app, verdict, acquisition } = await report(
      ['check', '/users', '--app', 'contoso-reporting'],
      options,
    )
    expect({ verdict, acquisition }).toEqual({ verdict: 'clear' })
    expect(app.clientId).toBe(idOf('reporting'))
  })

  test('where it may not, an id still gets a report that names what was refused', async () => {
    const token = await emulator.token('lab')
    const { verdict, headline, app, notChecked } = await asked(['/users', '--app', idOf('reporting')], token)
    expect(verdict).toBe('undetermined')
    expect(headline.text).toContain('could not be read')
    expect(app.granted).toBeUndefined()
    expect(notChecked).toContainEqual({
      id: 'records/service principal',
      missing: [expect.stringMatching(/^403 Authorization_RequestDenied, request-id /)],
    })
    const { code, err } = await ask(['/users', '--app', 'contoso-reporting'], token)
    expect(code).toBe(2)
    expect(err).toContain('could not be looked up by its name (403 Authorization_RequestDenied)')
  })

  test('a refused token request is told as such', async () => {
    const { findings, app } = await report(['check', '/users', '--app', 'x'], {
      env: settings(emulator, 'expired'),
    })
    expect(app).toBeUndefined()
    expect(findings[0].id).toBe('acquire/refused')
  })

  test('what is no token is exit 3, and a token of elsewhere goes nowhere', async () => {
    expect((await ask(['/users', '--app', 'x'], 'hello')).code).toBe(3)
    const foreign = await emulator.sign({
      tid: '11111111-2222-4333-8444-555555555555',
      aud: 'https://graph.microsoft.com',
    })
    expect((await ask(['/users', '--app', 'x'], foreign)).code).toBe(2)
  })

  test.each(['--offline', '--at=2026-11-22', '--every=5m', '--save-token=t', '--claims-only'])(
    '%s has no place',
    async flag => {
      const { code, err } = await ask(['/users', '--app', 'x', flag])
      expect(code).toBe(2)
      expect(err).toContain(/^--[a-z-]+/.exec(flag)![0])
    },
  )
})

describe("the app's own page", () => {
  test('says what it is, declares, is granted and since when, what that opens, and when credentials end', async () => {
    const { code, out } = await ask(['--app', 'contoso-reporting'])
    expect(code).toBe(0)
    expect(out).toMatch(/^✔ The app is granted 4 permissions of Microsoft Graph/)
    expect(out).toContain('granted     User.ReadWrite.All, since 2026-11-10, level 4')
    expect(out).toMatch(/reach {7}highest privilege level 4 of 5/)
    expect(out).toContain('it can')
    expect(out).toContain('credentials client secret, ends 2027-05-07')
    const { app, operations } = await asked(['--app', 'contoso-reporting'])
    expect(operations).toEqual([])
    expect(app).toMatchObject({ declaredNotGranted: [], grantedNotDeclared: [], isRegisteredHere: true })
    expect(app.granted).toHaveLength(4)
  })

  test('names what was declared and not granted, and the reverse', async () => {
    const tenant = await stage()
    try {
      const token = await tenant.token('admin')
      await grant(tenant, token, 'lab', 'Mail.Send')
      const { app } = await report(withToken(['--app', idOf('lab')]), asAdmin(token, tenant))
      expect(app.declaredNotGranted).toEqual(['User.Read.All', 'AuditLog.Read.All'])
      expect(app.grantedNotDeclared).toEqual(['Mail.Send'])
    } finally {
      await tenant.stop()
    }
  })

  test('in Markdown and HTML too, and a case of it is judged the same', async () => {
    for (const format of ['markdown', 'html']) {
      const { out } = await ask(['--app', 'contoso-reporting', '--format', format])
      expect(out).toContain('contoso-reporting, an app registration of this tenant')
    }
    const run = await ask(['/users', '--app', 'iam-lab3-daemon', '--case', 'case.json'])
    const opened = await report(['open', 'case.json'], { files: { 'case.json': run.files['case.json']! } })
    const here = await asked(['/users', '--app', 'iam-lab3-daemon'])
    expect(opened.findings.map(({ id }: { id: string }) => id)).toEqual(
      here.findings.map(({ id }: { id: string }) => id),
    )
    expect(opened.app).toMatchObject({ clientId: idOf('lab'), name: null, state: 'enabled' })
  })
})

describe('beside another app, or itself in another tenant', () => {
  test('what differs: state, granted, declared', async () => {
    const { out } = await ask([
      '/users',
      '--app',
      'contoso-reporting',
      '--against-app',
      'contoso-retired-bot',
    ])
    expect(out).toContain('against     contoso-retired-bot, 611e42c5-b7b6-4df3-9e7a-0ec5465964e6, as of')
    expect(out).toContain('differs     state: enabled; there disabled')
    const { appComparison } = await asked([
      '--app',
      'contoso-reporting',
      '--against-app',
      'contoso-retired-bot',
    ])
    expect(appComparison).toMatchObject({
      state: { own: 'enabled', other: 'disabled' },
      granted: {
        onlyOwn: [
          'AuditLog.Read.All',
          'Directory.ReadWrite.All',
          'Group.ReadWrite.All',
          'User.ReadWrite.All',
        ],
        onlyOther: ['User.Read.All'],
      },
      declared: { onlyOther: ['User.Read.All (application)'] },
    })
  })

  test('with itself there is nothing', async () => {
    const { out } = await ask(['--app', 'contoso-reporting', '--against-app', idOf('reporting')])
    expect(out).toContain('the same    in all that could be compared')
  })

  test('a managed identity declares nothing: that is not compared, and said', async () => {
    const { out } = await ask(['--app', 'contoso-reporting', '--against-app', 'contoso-vm'])
    expect(out).toContain('what is declared: not read of both')
  })

  test('with the case of another tenant', async () => {
    const there = await stage()
    try {
      const token = await there.token('admin')
      await grant(there, token, 'lab', 'User.Read.All')
      const written = await why403(
        withToken(['--app', idOf('lab'), '--case', 'there.json']),
        asAdmin(token, there),
      )
      const here = asAdmin(admin)
      const files = { ...here.files, 'there.json': written.files['there.json']! }
      const argv = withToken(['/users', '--app', idOf('lab'), '--against-case', 'there.json'])
      const { appComparison } = await report(argv, { ...here, files })
      expect(appComparison).toMatchObject({
        state: null,
        granted: { onlyOwn: [], onlyOther: ['User.Read.All'] },
        declared: { onlyOwn: [], onlyOther: [] },
      })
    } finally {
      await there.stop()
    }
  })

  test('what cannot be compared is exit 2', async () => {
    expect((await ask(['--against-app', 'contoso-vm'])).err).toContain(
      'Two apps are compared, and one is named.',
    )
    const both = ['--app', 'x', '--against-app', 'y', '--against-case', 'z']
    expect(await ask(both)).toMatchObject({ code: 2 })
    const bare = await why403(['check', '/users', '--token-file', 'admin.jwt', '--case', 'c'], asAdmin(admin))
    const files = { 'admin.jwt': admin, c: bare.files.c! }
    const { code, err } = await why403(withToken(['--app', 'x', '--against-case', 'c']), {
      ...asAdmin(admin),
      files,
    })
    expect(code).toBe(2)
    expect(err).toContain('holds no records of the tenant')
  })
})

test('--quiet, -q: the exit code is the answer', async () => {
  expect(await ask(['/users', '--app', 'contoso-reporting', '--quiet'])).toMatchObject({
    code: 0,
    out: '',
    err: '',
  })
  expect(await ask(['/users', '--app', 'iam-lab3-daemon', '-q'])).toMatchObject({ code: 1, out: '', err: '' })
  const { code, err } = await ask(['/users', '--app', 'x', '-q', '--format', 'json'])
  expect(code).toBe(2)
  expect(err).toContain('--quiet prints nothing, and --format asks for something.')
})

async function grant(tenant: Stage, token: string, key: string, permission: string): Promise<string> {
  const { servicePrincipalId } = contoso.apps.find(app => app.key === key)!
  const graph = contoso.resources.find(resource => resource.key === 'graph')!
  const appRoleId = index.permission(permission)!.schemes.application!.id
  const json = { principalId: servicePrincipalId, resourceId: graph.servicePrincipalId, appRoleId }
  const path = `/v1.0/servicePrincipals/${servicePrincipalId}/appRoleAssignments`
  return (await tenant.send('POST', path, { token, json })).json.id
}

describe('the verdict by the records is that of a token that is issued now', () => {
  const operations = common.heads.flatMap(head =>
    [...index.templates()]
      .filter(template => template.split('/')[1]?.toLowerCase() === head)
      .slice(0, 3)
      .flatMap(template =>
        [...(index.path(template)?.operations ?? [])]
          .slice(0, 2)
          .map(([method]) => `${method} ${template.replaceAll(/\{[^}]*\}/g, 'x1')}`),
      ),
  )

  /** Of each app that gets a token: what it says of the operations, and what the records say. */
  async function compared(tenant: Stage, apps: readonly string[], token: string): Promise<number> {
    let pairs = 0
    for (const key of apps) {
      const own = await tenant.token(key)
      if (own === undefined) continue
      const list = { 'list.txt': operations.join('\n') }
      const { files, env } = asAdmin(token, tenant)
      const id = tenant.apps[key]!.clientId
      const byRecords = await report(withToken(['--from', 'list.txt', '--app', id]), {
        env,
        files: { ...files, ...list },
      })
      const byToken = await report(['check', '--from', 'list.txt', '--token-file', 'own.jwt'], {
        env,
        files: { 'own.jwt': own, ...list },
      })
      // biome-ignore lint/suspicious/noExplicitAny: parts of reports
      const verdicts = ({ operations }: any) =>
        // biome-ignore lint/suspicious/noExplicitAny: parts of reports
        operations.map(({ verdict, held, missing, certain, doubts }: any) => ({
          verdict,
          held,
          missing,
          certain,
          doubts,
        }))
      expect(verdicts(byRecords)).toEqual(verdicts(byToken))
      expect(byRecords.operations).toHaveLength(operations.length)
      pairs += operations.length
    }
    return pairs
  }

  test('for every app of both tenants, and after a grant and a revocation', async () => {
    const readers = contoso.apps.filter(({ key }) => key === 'admin')
    const others = { ...refusals, apps: [...refusals.apps, ...readers] } as unknown as TenantFile
    let pairs = 0
    for (const file of [undefined, others]) {
      const tenant = await stage(file)
      try {
        pairs += await compared(tenant, Object.keys(tenant.apps), await tenant.token('admin'))
      } finally {
        await tenant.stop()
      }
    }
    expect(pairs).toBeGreaterThanOrEqual(300)

    const tenant = await stage()
    try {
      const token = await tenant.token('admin')
      const id = await grant(tenant, token, 'lab', 'User.Read.All')
      await compared(tenant, ['lab'], token)
      const may = async () =>
        (await report(withToken(['/users', '--app', idOf('lab')]), asAdmin(token, tenant))).operations[0]
          .verdict
      expect(await may()).toBe('allowed')
      const { servicePrincipalId } = contoso.apps.find(({ key }) => key === 'lab')!
      await tenant.send('DELETE', `/v1.0/servicePrincipals/${servicePrincipalId}/appRoleAssignments/${id}`, {
        token,
      })
      await compared(tenant, ['lab'], token)
      expect(await may()).toBe('missing-permission')
    } finally {
      await tenant.stop()
    }
  }, 60_000)
})
