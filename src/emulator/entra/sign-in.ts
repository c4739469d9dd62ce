import type { World } from '../world.ts'
import { delegatedClaims, promisedSeconds, signedToken } from './claims.ts'
import { correlationIdOf, entraHeaders, refusalResponse, refuse, tenantRefusal } from './refusal.ts'

/**
 * `POST /{tenant}/signin?user=…&client_id=…&scope=…`: a delegated token for Microsoft Graph, as a sign-in by that user
 * would give. Entra ID has no such endpoint: here nobody signs in, and nobody is asked for consent. The body is that of
 * the token endpoint.
 */
export async function signInEndpoint(world: World, tenant: string, request: Request): Promise<Response> {
  const asked = new URL(request.url).searchParams
  const correlationId = correlationIdOf(world, request, asked)
  const noTenant = tenantRefusal(world, tenant)
  if (noTenant !== null) return refusalResponse(world, noTenant, correlationId)
  for (const parameter of ['user', 'client_id', 'scope']) {
    if (!asked.get(parameter)) return refusalResponse(world, refuse('900144', { parameter }), correlationId)
  }
  const [name, clientId, scope] = ['user', 'client_id', 'scope'].map(key => asked.get(key) ?? '') as [
    string,
    string,
    string,
  ]
  const app = world.tenant.appByClientId(clientId)
  if (app === null) {
    const refusal = refuse('700016', { clientId, tenantName: world.tenant.displayName })
    return refusalResponse(world, refusal, correlationId)
  }
  const user = world.tenant.user(name)
  if (user === null) return refusalResponse(world, refuse('50034', { user: name }), correlationId)
  const { graph } = world.tenant
  const scopes = scope.split(/\s+/).filter(one => one !== '')
  const claims = delegatedClaims(world, user, app, scopes, graph.identifiers[0]!)
  world.tenant.addSignIn(user, app)
  world.exchanges.add({
    ...{ kind: 'sign-in', at: world.now(), clientId: app.clientId },
    claims: { ...claims },
  })
  const body = {
    ...{ token_type: 'Bearer', scope: scopes.join(' '), expires_in: promisedSeconds(world) },
    access_token: await signedToken(world, claims, graph),
  }
  return Response.json(body, { headers: entraHeaders(world.uuid(), correlationId) })
}
