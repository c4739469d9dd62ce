import graph from '../../../fixtures/responses/graph.json' with { type: 'json' }
import type { Caller } from './bearer.ts'
import { type GraphRefusal, refuse } from './refusal.ts'

export type RouteName = keyof typeof graph.routes

/** Who is let through: a row of `routes` in fixtures/responses/graph.json. */
interface Route {
  /** Any one of these lets an app through; a list in the list is a set of which all are needed. */
  readonly application: readonly (string | readonly string[])[]
  /** The same for delegated tokens. */
  readonly delegated: readonly (string | readonly string[])[]
  /** With none but these, properties are withheld, except of one's own object. */
  readonly basic?: readonly string[]
  /** These open the caller's own object only. */
  readonly ownOnly?: readonly string[]
  /** An app may read its own object without any permission: not documented, but observed. */
  readonly own?: boolean
  /** The refusal for a token that holds other permissions; one that holds none meets `privileges`. */
  readonly refusal?: string
}

const routes: Readonly<Record<RouteName, Route>> = graph.routes

export const isRoute = (name: string): name is RouteName => Object.hasOwn(routes, name)

/** The path templates that any method is played for. */
export const templates: readonly string[] = [
  ...new Set(Object.keys(routes).map(name => name.slice(name.indexOf(' ') + 1))),
]

export interface Permit {
  /** Only a Basic permission opened the way. */
  readonly basicOnly: boolean
}

/** Lets a caller through, or refuses as Graph does. */
export function permit(name: RouteName, caller: Caller, isOwnObject: boolean): Permit | GraphRefusal {
  const route = routes[name]
  const opened = route[caller.access === 'app' ? 'application' : 'delegated']
    .map(one => (typeof one === 'string' ? [one] : one))
    .filter(all => all.every(permission => caller.held.includes(permission)))
    .filter(all => isOwnObject || !all.every(permission => route.ownOnly?.includes(permission)))
  if (opened.length > 0) {
    const isBasic = (all: readonly string[]) => all.every(permission => route.basic?.includes(permission))
    return { basicOnly: !isOwnObject && opened.every(isBasic) }
  }
  if (route.own && isOwnObject && caller.access === 'app') return { basicOnly: false }
  if (route.refusal === 'permission-missing' && caller.held.length > 0) {
    return refuse('permission-missing', { permissions: route.application.flat().join(',') })
  }
  return refuse('privileges')
}
