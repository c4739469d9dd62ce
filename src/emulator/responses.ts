import entra from '../../fixtures/responses/entra.json' with { type: 'json' }
import scenarioFile from '../../fixtures/responses/scenarios.json' with { type: 'json' }

/** The refusals and answers that a tenant file may script, as the fixtures hold them. */

/** One row of fixtures/responses/entra.json. */
interface RefusalRow {
  readonly status: number
  readonly error: string
  readonly message: string
  /** Entra's page about error codes knows this one. */
  readonly lookup?: boolean
  /** Beside those of every answer. */
  readonly headers?: Readonly<Record<string, string>>
  /** What the text names where a tenant file scripts the refusal. */
  readonly scripted?: Readonly<Record<string, string>>
  /** What of the row is not verified. */
  readonly note?: string
}

export type EntraCode = keyof typeof entra.refusals

export const entraRefusals: Readonly<Record<EntraCode, RefusalRow>> = entra.refusals

export const isEntraCode = (code: string): code is EntraCode => Object.hasOwn(entraRefusals, code)

/** One row of fixtures/responses/scenarios.json: an answer as a service behind Graph gives it. */
interface Scenario {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: object
  /** What of the row is not verified. */
  readonly note?: string
}

export type ScenarioName = keyof typeof scenarioFile

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = scenarioFile

export const isScenario = (name: string): name is ScenarioName => Object.hasOwn(scenarios, name)
