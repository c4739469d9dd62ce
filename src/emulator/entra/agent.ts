import type { App } from '../tenant.ts'
import { randomText, type World } from '../world.ts'
import { issuer, times } from './claims.ts'
import { type EntraRefusal, refuse } from './refusal.ts'

/**
 * The two steps of an agent identity: its blueprint asks for a token for the exchange, naming the agent (`fmi_path`), and
 * the agent presents it as its assertion. Source: Learn, "Agent autonomous app OAuth flow".
 */

export const exchangeAudience = 'api://AzureADTokenExchange'

/** What the blueprint gets. Which of these claims real ones hold besides was not seen. */
export function exchangeClaims(world: World, blueprint: App, agent: string): object {
  return {
    aud: exchangeAudience,
    iss: issuer(world),
    ...times(world),
    appid: blueprint.clientId,
    idtyp: 'app',
    oid: blueprint.servicePrincipal!.id,
    sub: agent,
    tid: world.tenant.id,
    uti: randomText(world, 16),
    ver: '1.0',
  }
}

/** Why a token proves no agent identity; null: its blueprint got it for this one. The codes were not observed. */
export async function exchangeRefusal(
  world: World,
  agent: App,
  assertion: string,
): Promise<EntraRefusal | null> {
  const claims = await world.keys.verify(assertion)
  if (claims === null) return refuse('50027')
  if (claims.aud !== exchangeAudience) return refuse('700212', { audience: String(claims.aud) })
  if (claims.appid !== agent.agentOf?.clientId) return refuse('700211', { issuer: String(claims.iss) })
  if (claims.sub !== agent.clientId) return refuse('700213', { subject: String(claims.sub) })
  return Number(claims.exp) * 1000 > world.now() ? null : refuse('50027')
}
