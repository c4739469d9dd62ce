import type { Challenge } from '../refusal/challenge.ts'
import type { EntraError } from '../refusal/entra.ts'
import type { GraphError } from '../refusal/graph.ts'
import type { PastedCall } from './requests.ts'
import type { NamedResource } from './resources.ts'

/** Whose a refusal is. */
export const services = ['entra', 'graph', 'neighbour', 'library'] as const
export type Service = (typeof services)[number]

/** A refusal that is neither Entra ID's nor Graph's. */
export interface OtherError {
  /** HTTP status; null where nothing tells. */
  readonly status: number | null
  readonly code: string | null
  readonly message: string
  readonly requestId: string | null
  /** The call that was refused, where the text tells. */
  readonly call: PastedCall | null
  /** Who refuses, by the key that the catalog has for it. */
  readonly who: string
  /** The row of the catalog that describes it, by key; null when none does. */
  readonly known: string | null
}

interface Repeated {
  /** How often the same was refused, each time with ids of its own; absent: once. */
  readonly times?: number
  /** Of a text of so many refusals not all were counted. */
  readonly atLeast?: true
}

/** One refusal in a pasted text. Everything in it is free of tokens and secrets. */
export type PastedRefusal = Repeated &
  (
    | (EntraError & {
        readonly service: 'entra'
        /** Its code is masked, and was told by the words of its message. */
        readonly bySentence?: true
      })
    | (GraphError & {
        readonly service: 'graph'
        readonly requestId: string | null
        /** The call that was refused, where the text tells. */
        readonly call: PastedCall | null
        readonly challenge: Challenge | null
        /** The resource of a tool that was worked on, where the text names one and no call. */
        readonly resource?: NamedResource
      })
    | (OtherError & { readonly service: 'neighbour' | 'library' })
  )

export type Entra = Extract<PastedRefusal, { service: 'entra' }>
export type Graph = Extract<PastedRefusal, { service: 'graph' }>
export type Other = Extract<PastedRefusal, OtherError>

/** A refusal with the place where it stands in the text. */
export interface Placed<Refusal extends PastedRefusal = PastedRefusal> {
  readonly at: number
  readonly refusal: Refusal
}

/** Whether Graph took the token, each time: what it refuses for another reason than the token is no 401. */
export function wasTaken(refusals: readonly PastedRefusal[]): boolean {
  const statuses = refusals.flatMap(({ service, status }) => (service === 'graph' ? [status] : []))
  return statuses.length > 0 && statuses.every(status => status !== null && status !== 401)
}
