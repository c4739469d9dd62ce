import entraFixture from '../../../fixtures/responses/entra.json' with { type: 'json' }
import type { App } from '../tenant.ts'
import type { World } from '../world.ts'
import { cancelledPage, consentPage, refusalPage } from './consent-page.ts'
import { correlationIdOf, type EntraRefusal, refusalDetails, refuse, tenantRefusal } from './refusal.ts'

const meanings: ReadonlyMap<string, string> = new Map(Object.entries(entraFixture.permissionMeanings))

/**
 * `/{tenant}/adminconsent`: GET asks, POST (unless it cancels) grants every application permission that the app declares, and
 * creates its service principal when there is none. Source: Learn, "Admin consent" and "Grant tenant-wide
 * admin consent".
 *
 * Nobody signs in: whoever can reach the emulator is its administrator. And unlike the real one, it does not
 * revoke what is granted and no longer declared.
 */
export async function consentEndpoint(world: World, tenant: string, request: Request): Promise<Response> {
  const correlationId = correlationIdOf(world, request)
  const refused = (refusal: EntraRefusal, granted: App | null = null) => {
    const details = refusalDetails(world, refusal, correlationId)
    // Entra shows its error pages with 200. Where nothing was granted, a plain client should notice.
    return page(granted === null ? details.status : 200, refusalPage(world, details, granted))
  }

  // An administrator signs in, so `common` and its like lead to the administrator's own tenant.
  const isOwnTenant = /^(common|organizations)$/i.test(tenant)
  const noTenant = isOwnTenant ? null : tenantRefusal(world, tenant)
  if (noTenant !== null) return refused(noTenant)
  const clientId = new URL(request.url).searchParams.get('client_id')
  if (!clientId) return refused(refuse('900144', { parameter: 'client_id' }))
  const app = world.tenant.appByClientId(clientId)
  if (app === null) return refused(refuse('700016', { clientId, tenantName: world.tenant.displayName }))

  if (request.method !== 'POST') return page(200, consentPage(world, app, meanings))

  if (new URLSearchParams(await request.text()).get('decision') === 'cancel')
    return page(200, cancelledPage(app))

  world.tenant.createServicePrincipal(app)
  const granted = app.declared.flatMap(({ permission, kind }) => (kind === 'Role' ? [permission] : []))
  for (const permission of granted) world.tenant.grantGraphPermission(app, permission, world.now())
  world.exchanges.add({ kind: 'consent', at: world.now(), clientId: app.clientId, granted })
  if (!/\btext\/html\b/i.test(request.headers.get('accept') ?? '')) return line(world, granted)
  // No app of the emulator has a redirect URI, and Entra grants before it redirects.
  return refused(refuse('500113'), app)
}

/** For whoever has no page to look at: curl, a script. */
function line(world: World, granted: readonly string[]): Response {
  const at = new Date(world.now()).toISOString().slice(11, 19)
  const text =
    granted.length === 0
      ? 'Nothing to grant: the app declares no application permission.'
      : `Granted: ${granted.join(', ')}, at ${at}`
  return new Response(`${text}\n`, {
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  })
}

const page = (status: number, html: string) =>
  new Response(html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    },
  })
