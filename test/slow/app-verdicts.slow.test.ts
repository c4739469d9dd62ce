import { describe, expect, test } from 'vitest'
import common from '../../fixtures/common.json' with { type: 'json' }
import contoso from '../../fixtures/tenants/contoso.json' with { type: 'json' }
import refusals from '../../fixtures/tenants/refusals.json' with { type: 'json' }
import type { TenantFile } from '../../src/emulator/emulator.ts'
import { asAdminOf, grantTo, idOf, withToken } from '../cli/app-support.ts'
import { report } from '../cli/support.ts'
import { agentToken, graphScope, index, post, type Stage, stage } from '../emulator/support.ts'

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
  async function compared(tenant: Stage, reader: string, apps = keysOf(tenant)) {
    const withoutToken: string[] = []
    let pairs = 0
    for (const { key, id } of apps) {
      const own = await tokenOf(tenant, key, id, reader)
      if (own === undefined) {
        withoutToken.push(key)
        continue
      }
      const list = { 'list.txt': operations.join('\n') }
      const { files, env } = asAdminOf(reader, tenant)
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
      expect({ key, verdicts: verdicts(byRecords) }).toEqual({ key, verdicts: verdicts(byToken) })
      expect(byRecords.operations).toHaveLength(operations.length)
      pairs += operations.length
    }
    return { pairs, withoutToken }
  }

  const keysOf = ({ apps }: Stage) => Object.entries(apps).map(([key, { clientId: id }]) => ({ key, id }))
  const identities = [
    ...contoso.identities.map(({ key, clientId: id }) => ({ key, id })),
    ...contoso.agents.map(({ key, id }) => ({ key, id })),
  ]

  /** By a secret, a new one where that has ended; of a managed identity, from its host. Undefined: Entra ID issues none. */
  async function tokenOf(tenant: Stage, key: string, id: string, reader: string) {
    const app = tenant.apps[key]
    const agent = contoso.agents.find(one => one.key === key)
    if (agent !== undefined) return agentToken(tenant, agent.blueprint, agent.id)
    if (app === undefined) {
      const query = `api-version=2018-02-01&resource=https://graph.microsoft.com&client_id=${id}`
      const path = `/metadata/identity/oauth2/token?${key === 'vm' ? query.split('&client_id')[0] : query}`
      return (await tenant.send('GET', path, { headers: { metadata: 'true' } })).json.access_token
    }
    const own: string | undefined = await tenant.token(key)
    if (own !== undefined) return own
    const json = { passwordCredential: { displayName: 'new' } }
    const path = `/v1.0/applications/${app.objectId}/addPassword`
    const { secretText } = (await tenant.send('POST', path, { token: reader, json })).json
    const form = { grant_type: 'client_credentials', client_id: id, client_secret: secretText }
    const url = `${tenant.url}/${tenant.tenantId}/oauth2/v2.0/token`
    return (await post(url, { ...form, scope: graphScope })).json.access_token
  }

  test('for every app of both tenants', async () => {
    const readers = contoso.apps.filter(({ key }) => key === 'admin')
    const others = { ...refusals, apps: [...refusals.apps, ...readers] } as unknown as TenantFile
    const scripted = Object.keys(refusals.scripted.token)
    for (const { file, without, besides } of [
      {
        file: undefined,
        without: ['blueprint', 'closed-blueprint', 'disabled', 'no-service-principal'],
        besides: identities,
      },
      { file: others, without: [...scripted, 'switched-off'], besides: [] },
    ]) {
      const tenant = await stage(file)
      try {
        const reader = await tenant.token('admin')
        const { pairs, withoutToken } = await compared(tenant, reader, [...keysOf(tenant), ...besides])
        expect(pairs).toBeGreaterThanOrEqual(300)
        expect(withoutToken.sort()).toEqual([...without].sort())
      } finally {
        await tenant.stop()
      }
    }
  })

  test('after a grant to each, and after it was revoked', async () => {
    const tenant = await stage()
    try {
      const reader = await tenant.token('admin')
      const agents = contoso.agents.map(({ key, id }) => ({ key, clientId: id, servicePrincipalId: id }))
      const apps = [...contoso.apps, ...contoso.identities, ...agents].filter(
        ({ key, servicePrincipalId }) => servicePrincipalId !== null && key !== 'admin',
      )
      const asked = apps.map(({ key, clientId: id }) => ({ key, id }))
      const without = ['blueprint', 'closed-blueprint', 'disabled']
      const verdictOf = async (key: string) =>
        (await report(withToken(['/groups', '--app', idOf(key)]), asAdminOf(reader, tenant))).operations[0]
          .verdict
      const granted: string[] = []
      for (const { servicePrincipalId } of apps)
        granted.push(await grantTo(tenant, reader, servicePrincipalId!, 'GroupMember.Read.All'))
      expect(await verdictOf('lab')).toBe('allowed')
      expect((await compared(tenant, reader, asked)).withoutToken.sort()).toEqual(without)
      for (const [at, { servicePrincipalId }] of apps.entries()) {
        const path = `/v1.0/servicePrincipals/${servicePrincipalId}/appRoleAssignments/${granted[at]}`
        expect((await tenant.send('DELETE', path, { token: reader })).status).toBe(204)
      }
      expect(await verdictOf('lab')).toBe('missing-permission')
      expect((await compared(tenant, reader, asked)).withoutToken.sort()).toEqual(without)
    } finally {
      await tenant.stop()
    }
  })
})
