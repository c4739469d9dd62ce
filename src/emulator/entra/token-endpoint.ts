import { type App, sha256 } from '../tenant.ts'
import type { Resource } from '../tenant-file.ts'
import type { World } from '../world.ts'
import { appOnlyClaims, promisedSeconds, signedToken } from './claims.ts'
import {
  correlationIdOf,
  type EntraRefusal,
  entraHeaders,
  refusalResponse,
  refuse,
  tenantRefusal,
} from './refusal.ts'

/** Grants that Entra ID knows and the emulator does not play: whatever they redeem is unknown to it. */
const otherGrants = [
  'authorization_code',
  'device_code',
  'password',
  'refresh_token',
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
]

const suffix = '/.default'

/** `POST /{tenant}/oauth2/v2.0/token`, the client credentials grant with a secret: RFC 6749 §4.4. */
export async function tokenEndpoint(world: World, tenant: string, request: Request): Promise<Response> {
  const text = await request.text()
  const form = new URLSearchParams(text)
  const correlationId = correlationIdOf(world, request, form)
  if (request.method !== 'POST') {
    return refusalResponse(world, refuse('900561', { method: request.method }), correlationId)
  }
  const judged = judge(world, tenant, form)
  const asked = { kind: 'token', at: world.now(), clientId: form.get('client_id') } as const
  if ('code' in judged) {
    world.exchanges.add({ ...asked, refusal: judged.code, claims: null })
    return refusalResponse(world, judged, correlationId)
  }

  const { app, resource, audience } = judged
  const claims = appOnlyClaims(world, app, resource, audience)
  world.exchanges.add({ ...asked, refusal: null, claims: { ...claims } })
  const body = {
    token_type: 'Bearer',
    expires_in: promisedSeconds(world),
    ext_expires_in: promisedSeconds(world),
    access_token: await signedToken(world, claims, resource),
  }
  return Response.json(body, { headers: entraHeaders(world.uuid(), correlationId) })
}

interface Accepted {
  readonly app: App
  readonly resource: Resource
  readonly audience: string
}

/**
 * Entra's checks, one after the other; the first that fails decides. Observed: without a credential the
 * answer is 7000216 whatever the tenant and the client id, and an invented authorization code is refused
 * before the secret is looked at. The order of the rest is what it must be (an app is looked up in a tenant,
 * a secret on an app), or else an assumption.
 */
function judge(world: World, tenant: string, form: URLSearchParams): Accepted | EntraRefusal {
  const sent = new Set<string>()
  for (const name of form.keys()) {
    if (sent.has(name)) return refuse('9002313')
    sent.add(name)
  }

  const grantType = form.get('grant_type')
  if (!grantType) return refuse('900144', { parameter: 'grant_type' })
  const secret = form.get('client_secret')
  const assertion = form.get('client_assertion')
  if (otherGrants.includes(grantType)) {
    return secret || assertion ? refuse('9002313', {}, 'invalid_grant') : refuse('7000218')
  }
  if (grantType !== 'client_credentials') return refuse('70003', { grantType })
  if (!secret && !assertion) return refuse('7000216')

  const noTenant = tenantRefusal(world, tenant)
  if (noTenant !== null) return noTenant

  const clientId = form.get('client_id')
  if (!clientId) return refuse('900144', { parameter: 'client_id' })
  const scope = form.get('scope')?.trim()
  if (!scope) return refuse('900144', { parameter: 'scope' })
  const scopes = scope.split(/\s+/)
  if (!scopes.every(one => one.endsWith(suffix))) return refuse('1002012', { scope })
  if (scopes.length > 1 || scope === suffix) return refuse('70011', { scope })

  const app = world.tenant.appByClientId(clientId)
  if (app === null) return refuse('700016', { clientId, tenantName: world.tenant.displayName })
  if (app.scripted !== null) {
    return refuse(app.scripted, { clientId: app.clientId, tenantId: world.tenant.id })
  }
  if (app.servicePrincipal === null) {
    return refuse('7000229', { clientId: app.clientId, tenantId: world.tenant.id })
  }
  if (!app.servicePrincipal.accountEnabled) {
    return refuse('7000112', { clientId: app.clientId, displayName: app.displayName })
  }
  if (!secret) return refuse('700027')
  const wanted = sha256(secret)
  const matching = app.secrets.find(one => one.sha256 === wanted)
  if (matching === undefined) {
    const refused = refuse('7000215', { clientId: app.clientId })
    const isEarlier = world.tenant.isEarlierSecret(secret)
    return isEarlier ? { ...refused, adds: 'the secret was made by an earlier start of it.' } : refused
  }
  if (matching.endsAt <= world.now()) return refuse('7000222', { clientId: app.clientId })

  const audience = scope.slice(0, -suffix.length)
  const resource = world.tenant.resourceByIdentifier(audience)
  if (resource === null) {
    return refuse('500011', { resource: audience, tenantName: world.tenant.displayName })
  }
  return { app, resource, audience }
}
