import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import contoso from '../../fixtures/tenants/contoso.json' with { type: 'json' }
import { agentToken, graphScope, post, type Stage, stage } from './support.ts'

let emulator: Stage
let admin: string
beforeAll(async () => {
  emulator = await stage()
  admin = await emulator.token('admin')
})
afterAll(() => emulator.stop())

const agent = contoso.agents.find(({ key }) => key === 'agent')!
const closed = contoso.agents.find(({ key }) => key === 'closed-agent')!

const asked = (form: Record<string, string>) =>
  post(`${emulator.url}/${emulator.tenantId}/oauth2/v2.0/token`, {
    grant_type: 'client_credentials',
    scope: graphScope,
    ...form,
  })

describe('an agent identity', () => {
  test('gets its token in two steps, and holds what is granted to it and what it inherits', async () => {
    const claims = decodeJwt(await agentToken(emulator, 'blueprint', agent.id))
    expect(claims).toMatchObject({
      appid: agent.id,
      oid: agent.id,
      idtyp: 'app',
      appidacr: '2',
      roles: ['AuditLog.Read.All', 'User.ReadBasic.All'],
      xms_par_app_azp: emulator.apps.blueprint!.clientId,
    })
  })

  test('inherits nothing where its blueprint does not let it', async () => {
    expect(decodeJwt(await agentToken(emulator, 'closed-blueprint', closed.id)).roles).toBeUndefined()
  })

  test.each([
    ['another agent', 'blueprint', closed.id],
    ['another blueprint', 'closed-blueprint', agent.id],
  ])('is not proven by a token for %s', async (_, blueprint, path) => {
    const exchange = await agentToken(emulator, blueprint, path, 'exchange')
    const { status, json } = await asked({
      client_id: agent.id,
      client_assertion: exchange,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    })
    expect([status, json.error_codes[0]]).toEqual([400, expect.toBeOneOf([700211, 700213])])
  })

  test('holds no secret, and its blueprint gets no token of Graph', async () => {
    const { clientId: client_id, secret: client_secret } = emulator.apps.blueprint!
    expect((await asked({ client_id: agent.id, client_secret })).json.error_codes).toEqual([7000215])
    expect((await asked({ client_id, client_secret })).json.error_codes).toEqual([82001])
  })

  test('shows its kind, its blueprint, and what it inherits', async () => {
    const get = (path: string) => emulator.send('GET', path, { token: admin })
    const { json } = await get(`/v1.0/servicePrincipals/${agent.id}?$select=id`)
    expect(json).toMatchObject({ '@odata.type': '#microsoft.graph.agentIdentity', id: agent.id })
    const cast = await get(`/v1.0/servicePrincipals/${agent.id}/microsoft.graph.agentIdentity`)
    expect(cast.json.agentIdentityBlueprintId).toBe(emulator.apps.blueprint!.clientId)
    const path = (id: string) =>
      `/beta/servicePrincipals/microsoft.graph.agentIdentity/${id}/inheritedAppRoleAssignments`
    expect((await get(path(agent.id))).json.value).toMatchObject([{ principalId: agent.id }])
    expect((await get(path(closed.id))).json.value).toEqual([])
    expect((await get(path(emulator.apps.lab!.servicePrincipalId!))).status).toBe(404)
  })
})
