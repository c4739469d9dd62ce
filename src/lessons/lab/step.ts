import type { Exchange, RegisteredApp } from '../../emulator/emulator.ts'
import { bearerOf } from '../lines.ts'

/** A step of the lab: what to do, and what shows that it was done. */
export interface LabStep {
  readonly id: string
  readonly part: (typeof parts)[number]
  readonly title: string
  readonly why: string
  /** The lines to type, as things stand. */
  lines(facts: LabFacts): readonly string[]
  readonly hint: string
  /** What has to be so before the lab goes on; each is looked at, and none is taken at anybody's word. */
  conditions(facts: LabFacts): readonly Condition[]
  /** What stands in the way, where something was done that the step cannot follow; null: nothing. */
  obstacle?(facts: LabFacts): string | null
  /** What was seen, once all of it is so. */
  readonly saw: string
  /** Asked before the lab goes on; absent: nothing is. */
  readonly question?: Question
  /** Brings the tenant where the step leaves it, for whoever comes back; absent: it changes nothing. */
  redo?(lab: Redone): Promise<void>
}

export const parts = ['part one: from 403 to 200', 'part two: what comes after'] as const

export interface Condition {
  readonly what: string
  readonly met: boolean
  /** Where it was looked at. */
  readonly from: string
}

/** A question with one right answer, and why. */
export interface Question {
  readonly asks: string
  /** What may be answered; the first letter chooses. */
  readonly choices: readonly string[]
  /** The right one, counted from 0. */
  readonly right: number
  readonly because: string
}

/** What is so now: the tenant, what was said since the step began, and the learner's own settings. */
export interface LabFacts {
  /** The emulator's address. */
  readonly url: string
  readonly tenantId: string
  /** The app that the learner registered; null: there is none yet. */
  readonly app: RegisteredApp | null
  /** The client id in the learner's settings; null: none. */
  readonly configured: string | null
  /** Whether the settings name a secret. */
  readonly hasSecret: boolean
  /** Since the step began, oldest first. */
  readonly exchanges: readonly Exchange[]
}

/** Requests of the administrator's, for a step that is done again. */
export interface Redone {
  readonly facts: () => LabFacts
  graph(method: 'POST' | 'PATCH', path: string, body: object): Promise<Readonly<Record<string, unknown>>>
  consent(): Promise<void>
  /** Puts values into the learner's settings. */
  configure(values: Readonly<Record<string, string>>): Promise<void>
}

/** The app's token requests since the step began. */
export function tokensOf({ app, exchanges }: LabFacts): Extract<Exchange, { kind: 'token' }>[] {
  return exchanges.flatMap(one =>
    one.kind === 'token' && app !== null && one.clientId === app.clientId ? [one] : [],
  )
}

/** Calls to Graph since the step began, by an app alone or a user. */
export function callsOf(
  { app, exchanges }: LabFacts,
  access: 'app' | 'user',
): Extract<Exchange, { kind: 'call' }>[] {
  return exchanges.flatMap(one =>
    one.kind === 'call' && one.access === access && app !== null && one.clientId === app.clientId
      ? [one]
      : [],
  )
}

/** Whether a call to a path was answered like this. */
export function answered(facts: LabFacts, access: 'app' | 'user', path: string, status: number): boolean {
  return callsOf(facts, access).some(
    call => call.path.toLowerCase() === path.toLowerCase() && call.status === status,
  )
}

/** What the daemon calls, answered like this, each a condition. */
export function callsAnswered(facts: LabFacts, status: 200 | 403): Condition[] {
  const how = status === 200 ? 'answered' : 'refused'
  return ['/users', '/auditLogs/signIns'].map(path => ({
    what: `GET ${path} was ${how} with ${status}`,
    met: answered(facts, 'app', path, status),
    from: 'seen at Graph',
  }))
}

/** The headers of a request that the administrator makes with curl. */
export const asAdministrator = `${bearerOf('admin.jwt')} --header "Content-Type: application/json"`

/** The daemon, with the settings of the lab. */
export const daemon = 'why403 --dotenv .env.emulator'

/** The application permissions that a token of the app carried last; null: none was issued. */
export function lastRoles(facts: LabFacts): readonly string[] | null {
  const claims = tokensOf(facts).findLast(({ claims }) => claims !== null)?.claims
  if (claims === undefined || claims === null) return null
  return Array.isArray(claims.roles) ? claims.roles.map(String) : []
}
