import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clouds, globalCloud } from '../../../src/core/clouds.ts'
import { deriveFacts, type Facts } from '../../../src/core/facts.ts'
import { appRoles, declarePermissions, grantAdminConsent } from '../../../src/core/fixes/consent.ts'
import { newSecret, newServicePrincipal } from '../../../src/core/fixes/credential.ts'
import { type Fix, type FixTarget, fixTarget } from '../../../src/core/fixes/fix.ts'
import { copyIds, graphScope } from '../../../src/core/fixes/settings.ts'
import type { Case } from '../../../tools/case.ts'
import { observeCase } from '../../../tools/case.ts'
import { play, readCase, withClaims } from '../../support/cases.ts'
import { index } from '../permissions/committed-index.ts'

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
  const place = '[0-9a-f-]{36}|<client-id>|<tenant-id>'
  const quoted = (word: string) => `(?:'?(?:${word})'?)`
  const known = [
    /^why403( emulator| inspect| --verbose)?$/,
    /^why403 permissions( '(GET|POST) \/[a-z/{}]+')+$/,
    /^date -u$/,
    /^GRAPH_SCOPE=https:\/\/[a-z.-]+\/\.default why403$/,
    new RegExp(
      `^az ad app (permission admin-consent|credential reset) --id ${quoted(place)}( --create-cert)?( --append)?$`,
    ),
    new RegExp(`^az ad sp create --id ${quoted(place)}$`),
    new RegExp(
      `^az ad app permission add --id ${quoted(place)} --api ${'[0-9a-f-]{36}'} --api-permissions( [0-9a-f-]{36}=Role)+$`,
    ),
    new RegExp(`^https://entra\\.microsoft\\.com/#view/[\\w~/]+(/appId/(${place}))?$`),
  ]

  function isKnown(fix: Fix): boolean {
    const text = 'command' in fix ? fix.command : fix.url
    return known.some(form => form.test(text))
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
      { numRuns: 300 },
    )
  })

  test('whatever the token and the records hold', async () => {
    const base = readCase('consent/missing-admin-consent', 'fires')
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, fc.boolean(), async (appid, tid, role, withRecords) => {
        const claims = { appid, tid, roles: [role], iss: `https://sts.windows.net/${tid}/` }
        const { directory, ...unread } = withClaims(base, claims)
        const declared = [{ id: role, type: 'Role' }]
        const records = {
          ...directory,
          application: {
            requiredResourceAccess: [
              { resourceAppId: '00000003-0000-0000-c000-000000000000', resourceAccess: declared },
            ],
          },
        }
        const { findings } = await play(withRecords ? { ...unread, directory: records } : unread)
        const fixes = findings.flatMap(({ fix }) => fix)
        expect(fixes.length).toBeGreaterThan(0)
        expect(fixes.filter(fix => !isKnown(fix))).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})

describe('every fix', () => {
  const fixesFor = (target: FixTarget): Fix[] => [
    ...grantAdminConsent(target),
    ...declarePermissions(target, appRoles(index, ['User.Read.All'])),
    ...newSecret(target),
    ...newServicePrincipal(target),
    ...copyIds(target),
    ...graphScope(target),
  ]

  test.each(clouds.map(cloud => [cloud.name, cloud] as const))(
    "links to %s's own hosts, over https",
    (_, cloud) => {
      const hosts = [cloud.portal, ...cloud.authorities]
      for (const fix of fixesFor({ clientId: client, tenant, cloud, emulator: null })) {
        expect(fix.label).toMatch(/^[A-Z]/)
        if (!('url' in fix)) continue
        const url = new URL(fix.url)
        expect(url.protocol).toBe('https:')
        expect(hosts).toContain(url.host)
      }
    },
  )

  test("on the emulator is the emulator's own", () => {
    const emulator = 'http://127.0.0.1:4030'
    for (const fix of fixesFor({ clientId: client, tenant, cloud: globalCloud, emulator })) {
      if ('url' in fix) expect(new URL(fix.url).origin).toBe(emulator)
      else expect(fix.command).not.toMatch(/^az /)
    }
  })
})

describe('consent', () => {
  const target: FixTarget = { clientId: client, tenant, cloud: globalCloud, emulator: null }
  const commands = (fixes: readonly Fix[]) => fixes.flatMap(fix => ('command' in fix ? [fix.command] : []))

  test('the Azure CLI consents in the global cloud only; elsewhere a link does', () => {
    expect(commands(grantAdminConsent(target))).toEqual([
      `az ad app permission admin-consent --id ${client}`,
      'why403',
    ])
    const china = clouds.find(({ name }) => name === 'china')!
    const fixes = grantAdminConsent({ ...target, cloud: china })
    expect(commands(fixes)).toEqual(['why403'])
    expect(fixes).toContainEqual({
      label: expect.any(String),
      url: `https://login.partner.microsoftonline.cn/${tenant}/adminconsent?client_id=${client}`,
    })
  })

  test("a permission is declared by its app role's id, never by its scope's", () => {
    expect(
      commands(declarePermissions(target, appRoles(index, ['User.Read.All', 'AuditLog.Read.All']))),
    ).toEqual([
      `az ad app permission add --id ${client} --api 00000003-0000-0000-c000-000000000000 --api-permissions df021288-bdef-4463-88db-98f22de89214=Role b0afded3-3588-46d8-8b3d-9842eff778da=Role`,
    ])
  })

  test('a name without a certain app role id is left out', () => {
    expect(appRoles(index, ['No.Such.Permission', 'AgentIdentity.Read.All', 'Mail.Read.Shared'])).toEqual([])
    expect(declarePermissions(target, [])).toEqual([])
  })
})

test('a new secret keeps the others', () => {
  const [command] = newSecret({ clientId: client, tenant, cloud: globalCloud, emulator: null })
  expect(command).toMatchObject({ command: `az ad app credential reset --id ${client} --append` })
})
