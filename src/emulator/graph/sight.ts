import type { Caller } from './bearer.ts'
import type { EntityKind } from './entities.ts'
import { permit } from './permit.ts'
import { isRefusal } from './refusal.ts'

/** How much of an object a caller sees: all, what a Basic permission shows, or that it is there. */
export type Sight = 'all' | 'basic' | 'id'

export function isShown(property: string, kind: EntityKind, sight: Sight): boolean {
  return sight === 'all' || property === 'id' || (sight === 'basic' && kind.basic.includes(property))
}

/** What hangs on other objects. */
export type RelatedName = 'user' | 'group' | 'directoryRole'

/**
 * What a caller sees of objects that hang on another one: as much as of the objects themselves, and else their type
 * and id. Source: Learn, "Overview of Microsoft Graph permissions", limited information for inaccessible member objects.
 */
export function sightOf(name: RelatedName, who: Caller): Sight {
  const permitted = permit(`GET /${name}s/{id}`, who, false)
  if (isRefusal(permitted)) return 'id'
  return permitted.basicOnly ? 'basic' : 'all'
}
