import scenarios from '../../../fixtures/responses/scenarios.json' with { type: 'json' }
import { filled } from '../world.ts'
import type { Caller } from './bearer.ts'
import type { ExchangeIds } from './refusal.ts'

/** One row of fixtures/responses/scenarios.json: an answer as a service behind Graph gives it. */
interface Scenario {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: object
  /** What of the row is not verified. */
  readonly note?: string
}

export type ScenarioName = keyof typeof scenarios

const rows: Readonly<Record<ScenarioName, Scenario>> = scenarios

export const isScenario = (name: string): name is ScenarioName => Object.hasOwn(rows, name)

/** The answer, word for word; only ids and times are put in. They need no escaping in JSON. */
export function scenarioResponse(name: ScenarioName, who: Caller, ids: ExchangeIds, at: number): Response {
  const { status, headers = {}, body } = rows[name]
  const values = { ...ids, clientId: who.clientId, date: new Date(at).toISOString().slice(0, 19) }
  return new Response(filled(JSON.stringify(body), values), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  })
}
