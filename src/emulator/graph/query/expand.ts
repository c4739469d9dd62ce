import { type Entity, kindOf } from '../entities.ts'
import { type GraphRefusal, refuse } from '../refusal.ts'
import type { Query } from './query.ts'

/** What `$expand` adds to an entity. */
export interface Expansion {
  /** As `@odata.context` names it. */
  readonly names: readonly string[]
  onto(entity: Entity, shown: Entity): Entity
}

/** `$expand` of one relation, without options of its own: the directory takes no more than one. */
export function expand(query: Query, text: string | undefined): Expansion | GraphRefusal {
  if (text === undefined) return { names: [], onto: (_, shown) => shown }
  const { expandable } = kindOf(query.name)
  const relation = expandable.find(name => name.toLowerCase() === text.trim().toLowerCase())
  if (relation === undefined) return refuse('not-played', { what: 'this form of $expand' })
  return {
    names: [`${relation}()`],
    onto(entity, shown) {
      const value = query.related(relation, entity)
      return value === undefined ? shown : { ...shown, [relation]: value }
    },
  }
}
