import type { Challenge } from '../challenge.ts'
import type { EntraError } from '../entra.ts'
import type { GraphError } from '../graph.ts'
import type { PastedCall } from './context.ts'

/** One refusal in a pasted text. Everything in it is free of tokens and secrets. */
export type PastedRefusal =
  | (EntraError & { readonly service: 'entra' })
  | (GraphError & {
      readonly service: 'graph'
      readonly requestId: string | null
      /** The call that was refused, where the text tells. */
      readonly call: PastedCall | null
      readonly challenge: Challenge | null
    })

export type Entra = Extract<PastedRefusal, { service: 'entra' }>
export type Graph = Extract<PastedRefusal, { service: 'graph' }>

/** A refusal with the place where it stands in the text. */
export interface Placed<Refusal extends PastedRefusal = PastedRefusal> {
  readonly at: number
  readonly refusal: Refusal
}
