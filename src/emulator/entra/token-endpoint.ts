import { entraRefusals } from '../responses.ts'
import { type App, sha256 } from '../tenant.ts'
import type { Resource } from '../tenant-file.ts'
import type { World } from '../world.ts'
import { exchangeAudience, exchangeClaims, exchangeRefusal } from './agent.ts'
import { assertionRefusal } from './assertion.ts'
import { appOnlyClaims, promisedSeconds, signedToken } from './claims.ts'
import { realCredentialRefusal, withOwnSettings } from './own-settings.ts'
import {
  correlationIdOf,
  type EntraRefusal,
  entraHeaders,
  refusalMessage,
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

/**
 * `POST /{tenant}/oauth2/v2.0/token`, and the older `oauth2/token`: the client credentials grant, RFC 6749 §4.4, with a
 * secret or an assertion.
 */
export async function tokenEndpoint(
  world: World,
  tenant: string,
  request: Request,
  version: 'v1.0' | 'v2.0',
): Promise<Response> {
  const form = withBasic(new URLSearchParams(await request.text()), request.headers.get('authorization'))
  const correlationId = correlationIdOf(world, request, form)
  if (request.method !== 'POST') {
    return refusalResponse(world, refuse('900561', { method: request.method }), correlationId)
  }
  const asked = { tenant, form, origin: new URL(request.url).origin, version }
  const judged = await judge(world, asked)
  const exchange = {
    kind: 'token',
    at: world.now(),
    clientId: form.get('client_id'),
    credential: form.has('client_secret') ? 'secret' : form.has('client_assertion') ? 'assertion' : null,
    scope: form.get(version === 'v2.0' ? 'scope' : 'resource'),
  } as const
  if ('code' in judged) {
    const refused = refusalResponse(world, judged, correlationId)
    const { status } = refused
    const message = refusalMessage(judged)
    world.exchanges.add({ ...exchange, status, refusal: judged.code, message, claims: null })
    return refused
  }

  const { app, resource, audience, credential } = judged
  const claims =
    resource === null
      ? exchangeClaims(world, app, judged.agent)
      : appOnlyClaims(world, app, resource, audience, credential)
  world.exchanges.add({ ...exchange, status: 200, refusal: null, message: null, claims: { ...claims } })
  const seconds = promisedSeconds(world)
  const now = Math.floor(world.now() / 1000)
  const body = {
    token_type: 'Bearer',
    // Numbers were strings once.
    ...(version === 'v2.0'
      ? { expires_in: seconds, ext_expires_in: seconds }
      : {
          ...{ expires_in: String(seconds), ext_expires_in: String(seconds) },
          ...{ expires_on: String(now + seconds), not_before: String(now), resource: audience },
        }),
    access_token: await (resource === null
      ? world.keys.sign(claims, null)
      : signedToken(world, claims, resource)),
  }
  return Response.json(body, { headers: entraHeaders(world.uuid(), correlationId) })
}

interface Asked {
  readonly tenant: string
  readonly form: URLSearchParams
  readonly origin: string
  readonly version: 'v1.0' | 'v2.0'
}

type Accepted = {
  readonly app: App
  readonly audience: string
  readonly credential: '1' | '2'
} & (
  | { readonly resource: Resource }
  /** Of a blueprint, for the exchange: which agent it is for. */
  | { readonly resource: null; readonly agent: string }
)

/**
 * Entra's checks, one after the other; the first that fails decides. Observed: without a credential the
 * answer is 7000216 whatever the tenant and the client id, and an invented authorization code is refused
 * before the secret is looked at. The order of the rest is what it must be (an app is looked up in a tenant,
 * a secret on an app), or else an assumption.
 */
async function judge(
  world: World,
  { tenant, form, origin, version }: Asked,
): Promise<Accepted | EntraRefusal> {
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
  if (secret && assertion) return refuse('9002324')
  if (assertion && form.get('client_assertion_type') !== assertionType)
    return refuse('900144', { parameter: 'client_assertion_type' })

  const real = realCredentialRefusal(world, origin, form)
  if (real !== null) return real
  const noTenant = withOwnSettings(tenantRefusal(world, tenant), origin)
  if (noTenant !== null) return noTenant

  const clientId = form.get('client_id')
  if (!clientId) return refuse('900144', { parameter: 'client_id' })
  const audience = version === 'v2.0' ? audienceOf(form) : resourceOf(form)
  if (typeof audience !== 'string') return audience

  const app = world.tenant.clientById(clientId)
  if (app === null) return refuse('700016', { clientId, tenantName: world.tenant.displayName })
  if (app.scripted !== null) {
    const named = { clientId: app.clientId, tenantId: world.tenant.id }
    return refuse(app.scripted, { ...named, ...entraRefusals[app.scripted].scripted })
  }
  if (app.servicePrincipal === null) {
    return refuse('7000229', { clientId: app.clientId, tenantId: world.tenant.id })
  }
  if (!app.servicePrincipal.accountEnabled) {
    return refuse('7000112', { clientId: app.clientId, displayName: app.displayName })
  }
  const unproven = secret
    ? secretRefusal(world, app, secret)
    : app.agentOf !== null
      ? await exchangeRefusal(world, app, assertion!)
      : await assertionRefusal(world, app, assertion!, { origin, endpoints: endpointsOf(world, origin) })
  if (unproven !== null) return unproven

  const credential = secret ? '1' : '2'
  if (app.blueprint !== null) {
    const agent = form.get('fmi_path')
    if (audience !== exchangeAudience || !agent) return refuse('82001', { clientId: app.clientId })
    return { app, resource: null, agent: agent.toLowerCase(), audience, credential }
  }

  const resource = world.tenant.resourceByIdentifier(audience)
  if (resource === null) {
    return refuse('500011', { resource: audience, tenantName: world.tenant.displayName })
  }
  return { app, resource, audience, credential }
}

/** The one API that a scope asks for as a whole. */
function audienceOf(form: URLSearchParams): string | EntraRefusal {
  const scope = form.get('scope')?.trim()
  if (!scope) return refuse('900144', { parameter: 'scope' })
  const scopes = scope.split(/\s+/)
  if (!scopes.every(one => one.endsWith(suffix))) return refuse('1002012', { scope })
  if (scopes.length > 1 || scope === suffix) return refuse('70011', { scope })
  return scope.slice(0, -suffix.length)
}

/** The older endpoint names the API bare. What it answers without one is not verified. */
function resourceOf(form: URLSearchParams): string | EntraRefusal {
  return form.get('resource')?.trim() || refuse('900144', { parameter: 'resource' })
}

/** Client id and secret in a header, each form-encoded: RFC 6749 §2.3.1. What stands in the form as well counts. */
function withBasic(form: URLSearchParams, authorization: string | null): URLSearchParams {
  const given = /^Basic ([\w+/=-]{1,4000})$/i.exec(authorization?.trim() ?? '')?.[1]
  if (given === undefined) return form
  const [id = '', secret = ''] = Buffer.from(given, 'base64').toString('utf8').split(':')
  const pair = new URLSearchParams(`client_id=${id}&client_secret=${secret}`)
  for (const [name, value] of pair) if (!form.has(name) && value !== '') form.set(name, value)
  return form
}

/** Source: RFC 7523 §2.2. */
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

function secretRefusal(world: World, app: App, secret: string): EntraRefusal | null {
  const wanted = sha256(secret)
  const matching = app.secrets.find(one => one.sha256 === wanted)
  if (matching === undefined) {
    const refused = refuse('7000215', { clientId: app.clientId })
    const isEarlier = world.tenant.isEarlierSecret(secret)
    return isEarlier ? { ...refused, adds: 'the secret was made by an earlier start of it.' } : refused
  }
  return matching.endsAt <= world.now() ? refuse('7000222', { clientId: app.clientId }) : null
}

/** What an assertion may be for: the token endpoint, or the tenant's issuer. Entra ID also takes its own addresses. */
function endpointsOf({ tenant }: World, origin: string): string[] {
  return [tenant.id, tenant.domain].flatMap(name => [
    `${origin}/${name}/oauth2/v2.0/token`,
    `${origin}/${name}/oauth2/token`,
    `${origin}/${name}/v2.0`,
  ])
}
