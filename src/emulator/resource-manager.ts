import { Hono } from 'hono'
import type { InWorld } from './world.ts'

/**
 * As much of Azure Resource Manager as signing in asks of it: the tenant has no subscriptions. The Azure CLI lists them
 * after every sign-in. Source: Learn, "Subscriptions - List" and "Tenants - List" (Azure REST API).
 */
export function resourceManager(): Hono<InWorld> {
  const app = new Hono<InWorld>()
  for (const path of ['/subscriptions', '/tenants'] as const) {
    app.get(path, c => {
      const isBearer = /^Bearer \S+$/i.test(c.req.header('authorization') ?? '')
      const { tenant } = c.env.world
      if (!isBearer) return c.json({ error: { code: 'AuthenticationFailed', message: unauthenticated } }, 401)
      return c.json({ value: path === '/tenants' ? [{ tenantId: tenant.id }] : [] })
    })
  }
  return app
}

const unauthenticated = 'Authentication failed. The Authorization header is missing.'
