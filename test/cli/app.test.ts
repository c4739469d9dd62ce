import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import contoso from '../../fixtures/tenants/contoso.json' with { type: 'json' }
import type { TenantFile } from '../../src/emulator/emulator.ts'
import { type Stage, stage } from '../emulator/support.ts'
import { asAdminOf, grantTo, idOf, withToken } from './app-support.ts'
import { report, settings, standingIn, why403 } from './support.ts'

let emulator: Stage
let admin: string
beforeAll(async () => {
  emulator = await stage()
  admin = await emulator.token('admin')
})
afterAll(() => emulator.stop())

const asAdmin = (token: string, tenant: Stage = emulator) => asAdminOf(token, tenant)
const ask = (argv: readonly string[], token = admin) => why403(withToken(argv), asAdmin(token))
const asked = (argv: readonly string[], token = admin) => report(withToken(argv), asAdmin(token))

describe('an app and operations, by the records of the tenant', () => {
  test('what is granted decides, and when it was read is said', async () => {
    const { code, out, err } = await ask(['/users', '--app', 'contoso-reporting'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/a new token would hold what the operation needs, as of the records\s+of 19:31 UTC\./)
    expect(out).toContain('app         contoso-reporting, an app registration of this tenant')
    expect(out).toContain('2026-11-22 19:31 UTC, by the records; no token was looked at')
    expect(out).toMatch(/not seen {4}resource-specific consent, grants on single sites/)
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
})

describe('an agent identity', () => {
  const idOfAgent = (key: string) => contoso.agents.find(agent => agent.key === key)!.id

  test('holds what is granted to itself, and what it inherits from its blueprint', async () => {
    const argv = ['/auditLogs/signIns', '--app', 'contoso-desk-agent']
    const { code, out } = await ask(argv)
    expect(code).toBe(0)
    expect(out.replace(/\s+/g, ' ')).toContain(
      'contoso-desk-agent, an agent identity, made from the blueprint contoso-desk-blueprint',
    )
    expect(out).not.toContain('what it inherits')
    const { app, operations } = await asked(argv)
    expect(operations[0]).toMatchObject({
      verdict: 'allowed',
      held: ['AuditLog.Read.All'],
      granted: [{ permission: 'AuditLog.Read.All', inherited: true }],
    })
    expect(app).toMatchObject({
      kind: 'agent-identity',
      granted: [{ permission: 'User.ReadBasic.All' }],
      inherited: [{ permission: 'AuditLog.Read.All', since: expect.stringMatching(/^2026-11-10T/) }],
      blueprint: { clientId: idOf('blueprint'), name: 'contoso-desk-blueprint' },
    })
    expect((await ask(['--app', 'contoso-desk-agent'])).out).toMatch(
      /^ {2}inherits {4}AuditLog\.Read\.All, since 2026-11-10/m,
    )
  })

  test('whose blueprint keeps what it is granted: that is the broken link, and how to let it be inherited', async () => {
    const argv = ['/auditLogs/signIns', '--app', 'contoso-archive-agent']
    const { out } = await ask(argv)
    expect(out.replace(/\s+/g, ' ')).toContain(
      'Its blueprint holds a grant for it, and does not let its agents inherit what it is granted of Microsoft Graph.',
    )
    const { operations, findings } = await asked(argv)
    expect(operations[0]).toMatchObject({ verdict: 'missing-permission', broken: 'not-inherited' })
    const { objectId } = contoso.apps.find(({ key }) => key === 'closed-blueprint')!
    expect(findings[0].fix[0]).toMatchObject({
      command: expect.stringContaining(`agentIdentityBlueprint/${objectId}/inheritablePermissions`),
    })
  })

  test('with a grant nowhere: to itself, or to its blueprint, and never by a consent page', async () => {
    const { out } = await ask(['/groups', '--app', 'contoso-desk-agent'])
    expect(out.replace(/\s+/g, ' ')).toContain(
      'The tenant holds a grant for it neither to the agent identity itself nor to its blueprint.',
    )
    expect(out).toContain(`servicePrincipals/${idOfAgent('agent')}/appRoleAssignments`)
    expect(out).not.toContain('adminconsent')
  })

  test('of which nobody may say what it inherits: that is said, and what would read it', async () => {
    const real = standingIn(emulator)
    const { out } = await why403(withToken(['/auditLogs/signIns', '--app', 'contoso-desk-agent']), {
      ...asAdmin(admin),
      http: async request => {
        const response = await real(request)
        return request.url.includes('/inheritedAppRoleAssignments')
          ? { ...response, status: 403, body: '{"error":{"code":"Authorization_RequestDenied"}}' }
          : response
      },
    })
    expect(out).toContain('what it inherits from its blueprint')
    expect(out).toMatch(/What it may inherit from its blueprint\s+was not read/)
    expect(out.replace(/\s+/g, ' ')).toMatch(
      /inherited grants \(403 Authorization_RequestDenied, request-id [\da-f-]{36}\)\. Application\.Read\.All reads that/,
    )
  })

  test('as a case it is judged the same, without a name', async () => {
    const argv = ['/auditLogs/signIns', '--app', idOfAgent('closed-agent')]
    const { files } = await ask([...argv, '--case', 'case.json'])
    expect(files['case.json']).not.toContain('contoso-archive')
    const opened = await report(['open', 'case.json'], { files: { 'case.json': files['case.json']! } })
    expect(opened.operations[0].broken).toBe('not-inherited')
  })

  test('is made from a blueprint, which gets no token itself', async () => {
    const { out } = await ask(['/auditLogs/signIns', '--app', 'contoso-desk-blueprint'])
    expect(out.replace(/\s+/g, ' ')).toMatch(
      /^· An agent that inherits from it would hold what the operation needs/,
    )
    expect(out.replace(/\s+/g, ' ')).toContain('it gets no token of Microsoft Graph itself')
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
      readBy: { permissions: ['Application.Read.All'], role: 'Directory Readers' },
    })
    const { out } = await ask(['/users', '--app', idOf('reporting')], token)
    expect(out.replace(/\s+/g, ' ')).toContain(
      'Application.Read.All reads that; somebody signed in needs the role Directory Readers besides. --directory-token-file FILE takes the token of whoever has it.',
    )
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
    expect(out.replace(/\s+/g, ' ')).toContain('tier 0, since it can give itself more')
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

describe('what the records tell besides grants', () => {
  test('a directory role is what a token would carry in wids: only Graph can tell what it opens', async () => {
    const argv = ['/auditLogs/signIns', '--app', 'contoso-audit-reader']
    const { code, out } = await ask(argv)
    expect(code).toBe(1)
    expect(out).toMatch(/^! GET \/auditLogs\/signIns needs AuditLog\.Read\.All/)
    expect(out).toContain('roles       Reports Reader (in the directory)')
    expect(out.replace(/\s+/g, ' ')).toContain('the app is in a directory role, which may allow it')
    const { verdict, app, operations, findings } = await asked(argv)
    expect({ verdict, roles: app.directoryRoles }).toEqual({
      verdict: 'undetermined',
      roles: ['Reports Reader'],
    })
    expect(operations[0].verdict).toBe('undecided')
    expect(findings[0]).toMatchObject({ id: 'operation/undecided', severity: 'warning' })
  })

  test('of a role that the reader may not see it is said that there is one, and what would read it', async () => {
    const token = await withRoles('Application.Read.All')
    const { app, notChecked } = await asked(['/users', '--app', 'contoso-audit-reader'], token)
    expect(app.directoryRoles).toEqual([])
    expect(notChecked).toContainEqual({
      id: 'records/directory roles',
      missing: ['1 of 1 came without its name'],
      readBy: {
        permissions: ['Application.Read.All', 'RoleManagement.Read.Directory'],
        role: 'Directory Readers',
      },
    })
  })

  test('owners, by name here and only counted in what is passed on', async () => {
    const argv = ['--app', 'contoso-reporting']
    const { out } = await ask(argv)
    expect(out.replace(/\s+/g, ' ')).toContain(
      'owners Grete Solheim, grete.solheim@contoso.example; Kamala Rao, kamala.rao@contoso.example',
    )
    expect((await ask(['--app', 'contoso-nightly-export'])).out).toContain(
      'owners      none: only administrators can change it',
    )
    for (const format of ['markdown', 'html']) {
      const page = (await ask([...argv, '--format', format])).out
      expect(page).not.toMatch(/Solheim|Kamala/)
      expect((await ask([...argv, '--format', format, '--show-personal'])).out).toMatch(/Solheim/)
    }
    const { files } = await ask([...argv, '--case', 'case.json'])
    expect(files['case.json']).not.toMatch(/Solheim|Kamala|owners/)
  })

  test('owners whose names the reader may not see', async () => {
    const { app, notChecked } = await asked(
      ['--app', 'contoso-reporting'],
      await withRoles('Application.Read.All', 'RoleManagement.Read.Directory'),
    )
    expect(app.owners).toEqual([
      { name: null, signInName: null },
      { name: null, signInName: null },
    ])
    expect(notChecked).toContainEqual(
      expect.objectContaining({
        id: 'records/owners',
        readBy: expect.objectContaining({ permissions: ['Application.Read.All', 'User.ReadBasic.All'] }),
      }),
    )
  })

  test('a case keeps the roles, and is judged the same', async () => {
    const argv = ['/auditLogs/signIns', '--app', 'contoso-audit-reader']
    const { files } = await ask([...argv, '--case', 'case.json'])
    const opened = await report(['open', 'case.json'], { files: { 'case.json': files['case.json']! } })
    expect(opened.app.directoryRoles).toEqual(['Reports Reader'])
    expect(opened.operations[0].verdict).toBe('undecided')
  })
})

/** The administrator's token, with other permissions. */
async function withRoles(...roles: string[]): Promise<string> {
  const claims = JSON.parse(Buffer.from(admin.split('.')[1]!, 'base64url').toString())
  return emulator.sign({ ...claims, roles })
}

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
    expect(out).toContain('left out    what is declared: not read of both')
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

const grant = (tenant: Stage, token: string, key: string, permission: string) =>
  grantTo(tenant, token, contoso.apps.find(app => app.key === key)!.servicePrincipalId!, permission)
