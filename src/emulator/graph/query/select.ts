import { type Entity, isUnplayed, kindOf, propertyNamed, propertyOf } from '../entities.ts'
import { type GraphRefusal, refuse } from '../refusal.ts'
import { isShown } from '../sight.ts'
import type { Query } from './query.ts'

/** Cuts an entity down to what was asked for. */
export interface Columns {
  of(entity: Entity): Entity
}

/** Picks the properties; those that the caller may not see are there, and null. */
export function select(query: Query, list: string | undefined): Columns | GraphRefusal {
  const kind = kindOf(query.name)
  const names: string[] = []
  for (const wanted of list === undefined ? kind.default : list.split(',')) {
    const property = propertyNamed(kind, wanted.trim())
    if (property !== null) names.push(property)
    else if (isUnplayed(kind, wanted.trim())) return refuse('not-played', { what: 'one of these properties' })
    else if (wanted.trim() === '*' || wanted.includes('/'))
      return refuse('not-played', { what: 'this form of $select' })
    else return refuse('property', { property: wanted.trim(), type: kind.type })
  }
  const shownOf = (entity: Entity, name: string): unknown =>
    isShown(name, kind, query.sight) ? propertyOf(entity, name) : null
  return {
    of: entity => ({
      // Of an object whose kind the path does not tell, it comes unasked. Source: OData JSON Format 4.01, §4.6.3.
      ...('@odata.type' in entity ? { '@odata.type': entity['@odata.type'] } : {}),
      ...Object.fromEntries(names.map(name => [name, shownOf(entity, name)])),
    }),
  }
}
