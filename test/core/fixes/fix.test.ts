import { describe, expect, test } from 'vitest'
import { cloudByName, clouds, globalCloud } from '../../../src/core/clouds.ts'
import { bareCommandLine } from '../../../src/core/command-line.ts'
import { deriveFacts } from '../../../src/core/derive-facts.ts'
import type { Facts } from '../../../src/core/facts.ts'
import type { FindingId } from '../../../src/core/findings/ids.ts'
import { findings } from '../../../src/core/findings/index.ts'
import { type Fix, type FixForm, fixForms } from '../../../src/core/fixes/fix.ts'
import { appRoles } from '../../../src/core/fixes/grant.ts'
import { fixKeys } from '../../../src/core/fixes/keys.ts'
import { fixesFor } from '../../../src/core/fixes/registry.ts'
import { calledBy, type FixTarget, fixTarget, type Known, targetOf } from '../../../src/core/fixes/target.ts'
import { readEntraValues } from '../../../src/core/refusal/entra-values.ts'
import { principalKinds } from '../../../src/core/token/principal-kind.ts'
import type { Case } from '../../../tools/case.ts'
import { observeCase } from '../../../tools/case.ts'
import { asUser, play, readCase, withClaims } from '../../support/cases.ts'
import fc, { runs } from '../../support/property.ts'
import { index } from '../committed-index.ts'

/** A target of which settings told all, as without a token and records. */
const unread = {
  servicePrincipal: null,
  graphPrincipal: null,
  blueprint: null,
  principalKind: 'registration' as const,
  line: bareCommandLine,
}

const principal = 'a1fa0824-8445-4546-96f6-7661b8a7a458'
const graphPrincipal = '4ab49505-ddc6-483e-bf94-2aac44ddd096'
const client = '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11'
const tenant = '4b3e1f60-8a2d-4d0c-9e57-c0a1b2d3e4f5'

async function factsOf(input: Omit<Case, 'note' | 'at'>): Promise<Facts> {
  return deriveFacts(await observeCase({ note: '', at: '2026-11-22T20:00:00Z', ...input }), index)
}

const settingsTarget = async (settings: Record<string, string>) =>
  fixTarget(await factsOf({ settings }), globalCloud)

describe('the target of a fix', () => {
  test('is what is configured', async () => {
    expect(await settingsTarget({ CLIENT_ID: client, TENANT_ID: 'contoso.example' })).toMatchObject({
      clientId: client,
      tenant: 'contoso.example',
      cloud: globalCloud,
      emulator: null,
    })
  })

  test('or what the token says, which counts more', async () => {
    const { token } = readCase('token/expired', 'fires')
    const other = { CLIENT_ID: tenant, TENANT_ID: client }
    expect(fixTarget(await factsOf({ token: token!, settings: other }), globalCloud)).toMatchObject({
      clientId: client,
      tenant,
    })
  })

  test.each([
    ['nothing', {}],
    ['no id and no domain', { CLIENT_ID: 'my app', TENANT_ID: 'contoso' }],
    ['a command', { CLIENT_ID: `${client}; rm -rf /`, TENANT_ID: '$(id)' }],
    ['an id with a line behind it', { CLIENT_ID: `${client}\nid`, TENANT_ID: `${tenant}\n` }],
    ['another path', { CLIENT_ID: `../${client}`, TENANT_ID: '../evil.example' }],
    ['another host', { CLIENT_ID: '@evil.example', TENANT_ID: 'evil.example/x' }],
  ])('%s becomes a placeholder', async (_, settings) => {
    expect(await settingsTarget(settings as Record<string, string>)).toMatchObject({
      clientId: '<client-id>',
      tenant: '<tenant-id>',
    })
  })
})

/** Everything that a step gives to paste or to open. */
function pastesOf(fix: Fix): string[] {
  const ways = [fix, ...(fix.alternatives ?? [])]
  return [
    ...ways.map(way => ('url' in way ? way.url : way.command)),
    ...(fix.undo === undefined ? [] : [fix.undo]),
  ]
}

/** Text that would do harm, or at least not belong there. */
const hostile = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.string({
    unit: fc.constantFrom(...'\'"`$;|&<>(){}\n\r @:/\\#?%', '\u202e', '\u001b[31m'),
    minLength: 1,
  }),
  fc.constantFrom(
    `${client} --append; id`,
    `${client}'`,
    `evil.example/${tenant}`,
    'javascript:alert(1)',
    '..',
  ),
)

describe('a value of the wrong shape never enters a command or a link', () => {
  const place = '[0-9a-f-]{36}|<(client|tenant|service-principal|graph-service-principal|app-role)-id>'
  const powerShellId = `('(${place})'|\\(Get-MgServicePrincipal -Filter 'appId eq ''(${place})'''\\)\\.Id)`
  const quoted = (word: string) => `(?:'?(?:${word})'?)`
  const object = `(applications|servicePrincipals)(\\(appId='(${place})'\\)|/(${place}))`
  const paths = `servicePrincipals|${object}(/addPassword|/appRoleAssignments(/<assignment-id>)?)?`
  const bodies = [
    `\\{"principalId":"(${place})","resourceId":"(${place})","appRoleId":"(${place})"\\}`,
    `\\{"appId":"(${place})"\\}`,
    '\\{"passwordCredential":\\{"displayName":"app"\\}\\}',
  ].join('|')
  const known = [
    /^why403( inspect| --verbose)?$/,
    /^why403 permissions( "(GET|POST) \/[a-z/{}]+")+$/,
    /^date -u$/,
    /^GRAPH_SCOPE=https:\/\/[a-z.-]+\/\.default why403$/,
    new RegExp(
      `^az ad app (permission admin-consent|credential reset) --id ${quoted(place)}( --create-cert)?( --append)?$`,
    ),
    new RegExp(`^az ad app credential delete --id ${quoted(place)}( --cert)? --key-id '<key-id>'$`),
    new RegExp(`^az ad sp create --id ${quoted(place)}$`),
    new RegExp(
      `^az ad app permission add --id ${quoted(place)} --api ${'[0-9a-f-]{36}'} --api-permissions( [0-9a-f-]{36}=Role)+$`,
    ),
    new RegExp(
      `^az rest --method (GET|POST|DELETE) --url ['"]?https://graph\\.microsoft\\.com/v1\\.0/(${paths})['"]?( --headers Content-Type=application/json --body '(${bodies})')?$`,
    ),
    new RegExp(
      `^Connect-MgGraph -Environment Global -TenantId '(${place})' -Scopes '[A-Za-z]+\\.ReadWrite\\.All'(,'Application\\.Read\\.All')?$`,
    ),
    new RegExp(
      `^Add-MgApplicationPassword -ApplicationId \\(Get-MgApplication -Filter 'appId eq ''(${place})'''\\)\\.Id -PasswordCredential @\\{displayName='app'\\}$`,
    ),
    new RegExp(`^New-MgServicePrincipal -AppId '(${place})'$`),
    new RegExp(
      `^New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId ${powerShellId} -PrincipalId ${powerShellId} -ResourceId ${powerShellId} -AppRoleId '(${place})'$`,
    ),
    new RegExp(`^https://login\\.microsoftonline\\.com/(${place})/adminconsent\\?client_id=(${place})$`),
    new RegExp(`^https://entra\\.microsoft\\.com/#view/[\\w~/]+(/appId/(${place}))?$`),
  ]

  function isKnown(fix: Fix): boolean {
    return pastesOf(fix)
      .flatMap(text => text.split(/ && |; /))
      .every(part => known.some(form => form.test(part)))
  }

  test('whatever the settings hold, and Entra ID answers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ CLIENT_ID: hostile, TENANT_ID: hostile, GRAPH_SCOPE: hostile, CLIENT_SECRET: hostile }),
        fc.constantFrom(7000215, 7000229, 700016, 1002012, 90002),
        async (settings, code) => {
          const refused = { status: 400, body: { error: 'x', error_description: '', error_codes: [code] } }
          const base = readCase('acquire/refused', 'fires')
          const { findings } = await play({ ...base, settings, tokenEndpoint: refused })
          expect(findings.flatMap(({ fix }) => fix).filter(fix => !isKnown(fix))).toEqual([])
        },
      ),
      runs(300),
    )
  })

  test('whatever the token and the records hold', async () => {
    const base = readCase('consent/missing-admin-consent', 'fires')
    const text = fc.oneof(hostile, fc.constant(client))
    const given = fc.record({ appid: text, tid: text, oid: text, role: hostile, id: text, graph: text })
    await fc.assert(
      fc.asyncProperty(given, fc.boolean(), fc.boolean(), async (values, withRecords, identity) => {
        const { appid, tid, oid, role, id, graph } = values
        const claims = { appid, tid, oid, roles: [role], iss: `https://sts.windows.net/${tid}/` }
        const { directory, ...rest } = withClaims(base, {
          ...claims,
          ...(identity ? { xms_mirid: role } : {}),
        })
        const graphId = '00000003-0000-0000-c000-000000000000'
        const declared = { resourceAppId: graphId, resourceAccess: [{ id: role, type: 'Role' }] }
        const records = {
          ...directory,
          servicePrincipal: { id },
          application: { requiredResourceAccess: [declared] },
          appRoleAssignments: [],
          resources: [{ id: graph, appId: graphId }],
        }
        const { findings } = await play(withRecords ? { ...rest, directory: records } : rest)
        const fixes = findings.flatMap(({ fix }) => fix)
        expect(fixes.length).toBeGreaterThan(0)
        expect(fixes.filter(fix => !isKnown(fix))).toEqual([])
      }),
      runs(300),
    )
  })
})

const known: Partial<Known> = {
  named: readEntraValues(
    "for resource 'e4d58a83-7a5b-4a92-9f2a-1c2b3d4e5f60'. Thumbprint of key used by client: '0123456789ABCDEF0123456789ABCDEF01234567'. Assertion Issuer: 'https://idp.example/'. Assertion Subject: 'repo:a/b:ref:c'. Assertion Audience: 'api://x'.",
  ),
  user: 'ada@contoso.example',
  site: 'contoso.sharepoint.example,4b3e1f60-8a2d-4d0c-9e57-c0a1b2d3e4f5,6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11',
  operations: ['GET /users/{id}'],
  nearest: '/users/{id}',
  permissions: appRoles(index, ['User.Read.All']),
  scopes: ['User.Read'],
  version: '2.0',
  page: 'https://learn.microsoft.com/graph/api/resources/users',
}

describe.each(fixKeys)('%s', key => {
  const emulator = 'http://127.0.0.1:4030'
  const target: FixTarget = { clientId: client, tenant, cloud: globalCloud, emulator: null, ...unread }
  const blank: FixTarget = { ...target, clientId: '<client-id>', tenant: '<tenant-id>' }
  const ids = { servicePrincipal: principal, graphPrincipal }
  const wheres: [string, FixTarget, Partial<Known>][] = [
    ['a real tenant', { ...target, ...ids }, known],
    ['a real tenant, nothing known', blank, {}],
    ['the emulator', { ...target, ...ids, emulator }, known],
    ['the emulator, nothing known', { ...target, emulator }, {}],
    ...principalKinds.map(
      kind => [kind, { ...target, principalKind: kind }, known] as [string, FixTarget, Partial<Known>],
    ),
    ['an agent, nothing known', { ...blank, principalKind: 'agent-identity' }, {}],
  ]

  test.each(wheres)('has steps for %s', (_, target, known) => {
    const fixes = fixesFor(key, target, known)
    expect(fixes.length).toBeGreaterThan(0)
    for (const fix of fixes) {
      expect(fix.label).toMatch(/^[A-Z].*[^.]$/)
      expect(pastesOf(fix).join('\n')).not.toMatch(/undefined|\[object|'null'|"null"/)
      for (const { form } of fix.alternatives ?? []) expect(fixForms).toContain(form)
      if ('url' in fix && fix.url !== `${emulator}/`) expect(URL.canParse(fix.url)).toBe(true)
    }
  })

  test('on the emulator is its own, or named as of a real tenant', () => {
    for (const fix of fixesFor(key, { ...target, emulator }, known)) {
      if (fix.label.startsWith('In a real tenant: ')) continue
      if ('url' in fix) expect([emulator, 'https://learn.microsoft.com']).toContain(new URL(fix.url).origin)
      else expect(fix.command).toMatch(/^(why403|curl|date|cat answer\.txt \| why403)\b|=\S+ why403$/)
    }
  })

  test.each(clouds.map(cloud => [cloud.name, cloud] as const))("links to %s's own hosts", (_, cloud) => {
    const hosts = [...cloud.authorities, 'learn.microsoft.com', 'admin.microsoft.com']
    if (cloud.portal !== null) hosts.push(cloud.portal)
    for (const fix of fixesFor(key, { ...target, cloud }, known)) {
      for (const way of [fix, ...(fix.alternatives ?? [])]) {
        if (!('url' in way)) continue
        const url = new URL(way.url)
        expect(url.protocol).toBe('https:')
        expect(hosts).toContain(url.host)
      }
    }
  })

  test('says what it is for in the words of whoever asks', () => {
    const purpose = 'What it is for'
    const [first, ...rest] = fixesFor(key, target, known)
    expect(fixesFor(key, target, { ...known, purpose })).toEqual([{ ...first, label: purpose }, ...rest])
  })
})

test('what nobody can cure has no steps', () => {
  const target: FixTarget = { clientId: client, tenant, cloud: globalCloud, emulator: null, ...unread }
  expect(fixesFor(null, target, known)).toEqual([])
})

describe('consent', () => {
  const target: FixTarget = { clientId: client, tenant, cloud: globalCloud, emulator: null, ...unread }
  const commands = (fixes: readonly Fix[]) => fixes.flatMap(fix => ('command' in fix ? [fix.command] : []))

  const roles = appRoles(index, ['User.Read.All'])
  const [role] = roles

  const inForm = ([fix]: readonly Fix[], form: FixForm) => {
    const way = fix!.alternatives?.find(way => way.form === form)
    return way === undefined ? undefined : 'url' in way ? way.url : way.command
  }
  const onPowerShell = { ...target, line: { ...bareCommandLine, shell: 'powershell' as const } }
  const china = clouds.find(({ name }) => name === 'china')!

  test('the Azure CLI consents in the global cloud only; elsewhere Graph PowerShell does', () => {
    expect(commands(fixesFor('admin-consent', target, { permissions: roles }))).toEqual([
      `az ad app permission admin-consent --id ${client}`,
      'why403',
    ])
    const there = { ...target, cloud: china }
    expect(commands(fixesFor('admin-consent', there))).toEqual(['why403'])
    expect(fixesFor('admin-consent', there)[0]).toHaveProperty('url')
    const [inChina] = commands(fixesFor('admin-consent', there, { permissions: roles }))
    expect(inChina).toContain(`Connect-MgGraph -Environment China -TenantId '${tenant}'`)
  })

  test('PowerShell has its own commands first', () => {
    const consent = fixesFor('admin-consent', onPowerShell, { permissions: roles })
    expect(commands(consent)[0]).toMatch(/^Connect-MgGraph .*; New-MgServicePrincipalAppRoleAssignment /)
    expect(inForm(consent, 'az')).toBe(`az ad app permission admin-consent --id ${client}`)
    expect(consent[0]!.undo).toContain('Remove-MgServicePrincipalAppRoleAssignment')
  })

  test('a command that is whole comes before one with a gap', () => {
    const identity: FixTarget = { ...target, principalKind: 'managed-identity' }
    expect(commands(fixesFor('permission', identity, { permissions: roles }))[0]).toMatch(/^Connect-MgGraph/)
    const read = { ...identity, servicePrincipal: principal, graphPrincipal }
    expect(commands(fixesFor('permission', read, { permissions: roles }))[0]).toMatch(/^az rest/)
  })

  test('who may do it, what it leaves behind and how to take it back stand beside it', () => {
    expect(fixesFor('permission', target, { permissions: roles })[0]).toMatchObject({
      by: 'Privileged Role Administrator or Global Administrator',
      leaves: expect.stringContaining('may withdraw'),
      undo: expect.stringMatching(/^az rest --method DELETE .*appRoleAssignments/),
    })
  })

  test('the Azure CLI is told its cloud', () => {
    const [fix] = fixesFor('new-secret', { ...target, cloud: china })
    expect(fix!.label).toContain('az cloud set --name AzureChinaCloud first)')
    const [plain] = fixesFor('new-secret', target)
    expect(plain!.label).not.toContain('az cloud set')
  })

  test('a parenthesis stays out of the batch file that az is on Windows', () => {
    for (const key of fixKeys)
      for (const fix of fixesFor(key, onPowerShell, known))
        for (const text of pastesOf(fix).filter(text => text.startsWith('az rest')))
          expect(text).not.toMatch(/[()]/)
  })

  test.each(clouds.map(cloud => [cloud.name, cloud] as const))('has a link of its own in %s', (_, cloud) => {
    expect(fixesFor('admin-consent', { ...target, cloud })[1]).toMatchObject({
      label: expect.stringContaining('AADSTS500113'),
      url: `https://${cloud.authorities[0]}/${tenant}/adminconsent?client_id=${client}`,
    })
  })

  test('what is not declared is declared and granted, with the ids that are known', () => {
    const fixes = fixesFor(
      'permission',
      { ...target, servicePrincipal: principal, graphPrincipal },
      { permissions: roles },
    )
    const body = { principalId: principal, resourceId: graphPrincipal, appRoleId: role!.id }
    expect(inForm(fixes, 'powershell')).toBe(
      `Connect-MgGraph -Environment Global -TenantId '${tenant}' -Scopes 'AppRoleAssignment.ReadWrite.All','Application.Read.All'; ` +
        `New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId '${principal}' -PrincipalId '${principal}' -ResourceId '${graphPrincipal}' -AppRoleId '${role!.id}'`,
    )
    expect(commands(fixes)).toEqual([
      `az ad app permission add --id ${client} --api 00000003-0000-0000-c000-000000000000 --api-permissions ${role!.id}=Role && ` +
        `az rest --method POST --url https://graph.microsoft.com/v1.0/servicePrincipals/${principal}/appRoleAssignments --headers Content-Type=application/json --body '${JSON.stringify(body)}'`,
      'why403',
    ])
  })

  test("without the records, PowerShell looks up Graph's id and the Azure CLI consents", () => {
    const fixes = fixesFor('permission', { ...target, servicePrincipal: principal }, { permissions: roles })
    expect(commands(fixes)[0]).toMatch(/=Role && az ad app permission admin-consent --id [0-9a-f-]{36}$/)
    expect(inForm(fixes, 'powershell')).toContain(
      "-ResourceId (Get-MgServicePrincipal -Filter 'appId eq ''00000003-0000-0000-c000-000000000000''').Id ",
    )
  })

  test('every role is granted, also on the emulator, and the token is a variable', () => {
    const two = appRoles(index, ['User.Read.All', 'AuditLog.Read.All'])
    const emulator = 'http://127.0.0.1:4030'
    for (const where of [{}, { emulator }, { principalKind: 'managed-identity' as const }]) {
      const fixes = fixesFor(
        'permission',
        { ...target, servicePrincipal: principal, graphPrincipal, ...where },
        { permissions: two },
      )
      expect(fixes.length).toBeLessThan(5)
      for (const { id } of two) expect(commands(fixes)[0]).toContain(id)
    }
    const [curl] = commands(fixesFor('permission', { ...target, emulator }, { permissions: two }))
    expect(curl!.match(/--header "Authorization: Bearer \$ADMIN_TOKEN"/g)).toHaveLength(2)
  })

  test("another Graph's host is named to the Azure CLI", () => {
    const cloud = clouds.find(({ name }) => name === 'usgov-dod')!
    const ids = { servicePrincipal: principal, graphPrincipal }
    const [cli] = commands(fixesFor('permission', { ...target, ...ids, cloud }, { permissions: roles }))
    expect(cli).toContain(' --resource https://dod-graph.microsoft.us ')
  })

  test("a permission is declared by its app role's id, never by its scope's", () => {
    const two = appRoles(index, ['User.Read.All', 'AuditLog.Read.All'])
    const [command] = commands(fixesFor('permission', target, { permissions: two }))
    expect(command).toContain(
      `az ad app permission add --id ${client} --api 00000003-0000-0000-c000-000000000000 --api-permissions df021288-bdef-4463-88db-98f22de89214=Role b0afded3-3588-46d8-8b3d-9842eff778da=Role`,
    )
  })

  test('a name without a certain app role id is left out', () => {
    expect(appRoles(index, ['No.Such.Permission', 'Zone.Read.All', 'Mail.Read.Shared'])).toEqual([])
  })
})

test('a new secret keeps the others', () => {
  const [command] = fixesFor('new-secret', {
    clientId: client,
    tenant,
    cloud: globalCloud,
    emulator: null,
    ...unread,
  })
  expect(command).toMatchObject({ command: `az ad app credential reset --id ${client} --append` })
})

describe('a managed identity', () => {
  const resource = '/subscriptions/make-believe/resourcegroups/rg/providers/id'
  const fixesOf = async (id: FindingId, claims: Record<string, unknown>) => {
    const { findings } = await play(withClaims(readCase(id, 'fires'), claims))
    return findings.find(finding => finding.id === id)!.fix
  }

  test.each(['xms_mirid', 'xms_az_rid'])(
    'with %s has no registration: its principal is granted to',
    async name => {
      const fixes = await fixesOf('consent/missing-admin-consent', { [name]: resource })
      const text = JSON.stringify(fixes)
      expect(text).not.toMatch(/RegisteredApps|adminconsent|az ad app/)
      expect(fixes[0]).toMatchObject({
        label: expect.stringContaining('A managed identity has no registration'),
        command: expect.stringContaining(`/servicePrincipals/${principal}/appRoleAssignments`),
      })
      expect(text).toContain(
        `az rest --method POST --url https://graph.microsoft.com/v1.0/servicePrincipals/${principal}/`,
      )
      expect(fixes.at(-1)!.label).toContain('about 24 h')
    },
  )

  test("waits for its platform's cache when the token is older than the grant", async () => {
    const [fix] = await fixesOf('consent/stale-token', { xms_mirid: resource })
    expect(fix).toMatchObject({ label: expect.stringContaining('about 24 h'), command: 'why403 inspect' })
  })

  test('is not taken from a claim of another type', async () => {
    const fixes = await fixesOf('consent/missing-admin-consent', { xms_mirid: 1 })
    expect(fixes[0]).toMatchObject({ command: expect.stringContaining('admin-consent') })
  })
})

describe('an agent', () => {
  const fixesOf = async (id: FindingId, claims: Record<string, unknown>) => {
    const { findings } = await play(withClaims(readCase(id, 'fires'), claims))
    return findings.find(finding => finding.id === id)!.fix
  }

  test('is granted to directly, or by its blueprint; it declares nothing and nobody consents to it', async () => {
    const fixes = await fixesOf('consent/missing-admin-consent', { xms_sub_fct: '3 11', xms_act_fct: '11 9' })
    expect(JSON.stringify(fixes)).not.toMatch(/RegisteredApps|adminconsent|az ad app/)
    expect(fixes.map(({ label }) => label)).toEqual([
      'An agent identity has no registration: grant AuditLog.Read.All to it',
      expect.stringContaining('blueprint'),
      expect.stringContaining('new token'),
    ])
  })

  test.each([
    ['acting for a user', { xms_act_fct: '11', xms_sub_fct: '3' }],
    ['acting as its own user', { xms_act_fct: '11', xms_sub_fct: '13 9' }],
  ])('%s: nobody signs in, the scope is granted to the agent by its one id', async (_, claims) => {
    const user = asUser(readCase('operation/missing-permission', 'fires'), 'User.Read')
    const { findings } = await play(withClaims(user, claims))
    const [fix] = findings.find(({ id }) => id === 'operation/missing-scope')!.fix
    expect(fix).toMatchObject({
      label: 'Nobody signs in for an agent: grant it to the agent identity',
      command: expect.stringContaining(`New-MgOauth2PermissionGrant -BodyParameter @{clientId='${client}'`),
    })
  })

  test.each([
    [{ servicePrincipalType: 'ManagedIdentity' }, 'managed-identity'],
    [{ '@odata.type': '#microsoft.graph.agentIdentity' }, 'agent-identity'],
    [{ servicePrincipalType: 'Application' }, 'registration'],
  ])('or a managed identity is told by its record as well: %o', async (type, kind) => {
    const base = readCase('consent/missing-admin-consent', 'fires')
    const servicePrincipal = { id: principal, ...type }
    const facts = await factsOf({ ...base, directory: { ...base.directory, servicePrincipal } })
    expect(facts.principalKind).toBe(kind)
  })

  test('claims of another type or other facets tell nothing', async () => {
    for (const claims of [{ xms_sub_fct: 11 }, { xms_sub_fct: '111 3' }, { xms_mirid: 1 }]) {
      const base = readCase('consent/missing-admin-consent', 'fires')
      const { directory: _, ...unread } = withClaims(base, claims)
      expect((await factsOf(unread)).principalKind).toBeNull()
    }
  })

  test('holds no credential, as a managed identity holds none', () => {
    for (const principalKind of ['agent-identity', 'managed-identity'] as const) {
      const target = {
        clientId: client,
        tenant,
        cloud: globalCloud,
        emulator: null,
        ...unread,
        principalKind,
      }
      expect(JSON.stringify(fixesFor('new-secret', target))).not.toMatch(/az ad app|Credentials/)
    }
  })
})

test.each(findings.map(({ id }) => id))('%s has four steps at most', async id => {
  for (const { fix } of (await play(readCase(id, 'fires'))).findings) expect(fix.length).toBeLessThan(5)
})

test('where no portal and no name in the Azure CLI is known, commands are left, and links say so', () => {
  const target = targetOf({ clientId: null, tenant: null, cloud: cloudByName('bleu')! })
  const [grant] = fixesFor('permission', target, known)
  expect(pastesOf(grant!).join('\n')).toMatch(/BleuCloud/)
  expect(pastesOf(grant!).join('\n')).not.toMatch(/az ad |az cloud set/)
  const [ids] = fixesFor('copy-ids', target, known)
  expect(ids?.label).toMatch(/the portal of this cloud is not known here/)
  for (const key of fixKeys)
    expect(JSON.stringify(fixesFor(key, target, known))).not.toContain('portal.invalid')
})

describe('scopes that a client lacks', () => {
  const asked = (clientId: string) =>
    fixesFor('sign-in', targetOf({ clientId, tenant: null, cloud: globalCloud }), { scopes: ['Mail.Read'] })

  test.each(['04b07795-8ddb-461a-bbee-02f9e1bf7b46', 'FB78D390-0C51-40CD-8E17-FDBFAB77341B'])(
    'are not asked for with %s, whose scopes are fixed',
    clientId => {
      const steps = asked(clientId)
      expect(steps[0]?.label).toMatch(/fixed by Microsoft/)
      expect(JSON.stringify(steps)).not.toMatch(/Sign in again|-ClientId/)
    },
  )

  test.each(['14d82eec-204b-4c2f-b7e8-296a70dab67e', '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11'])(
    'are with %s',
    clientId => {
      expect(asked(clientId)[0]?.label).toMatch(/^Sign in again/)
    },
  )
})

test.each([
  ['/users/ada@contoso.example/messages', 'ada@contoso.example'],
  ['/users/ada%40contoso.example', 'ada@contoso.example'],
  ['/users/%zz/messages', '%zz'],
  ["/users/a('b')/messages", "a('b')"],
  ['/me/messages', null],
])('the user of %s is %s', (path, user) => {
  expect(calledBy(path).user).toBe(user)
})
