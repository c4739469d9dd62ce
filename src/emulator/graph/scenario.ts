import { type ScenarioName, scenarios } from '../responses.ts'
import { filled } from '../world.ts'
import type { Caller } from './bearer.ts'
import type { ExchangeIds } from './refusal.ts'

/** The answer, word for word; only ids and times are put in. They need no escaping in JSON. */
export function scenarioResponse(name: ScenarioName, who: Caller, ids: ExchangeIds, at: number): Response {
  const { status, headers = {}, body } = scenarios[name]
  const values = { ...ids, clientId: who.clientId, date: new Date(at).toISOString().slice(0, 19) }
  return new Response(filled(JSON.stringify(body), values), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  })
}
