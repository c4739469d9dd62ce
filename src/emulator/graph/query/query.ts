import type { Entity, EntityName } from '../entities.ts'
import type { Sight } from '../sight.ts'

/** What a list or an object is asked for with. */
export interface Query {
  /** Up to and including the version: `http://127.0.0.1:PORT/v1.0`. */
  readonly base: string
  readonly url: URL
  readonly name: EntityName
  /** The entity set in `@odata.context`, where it differs from the entity's own. */
  readonly set?: string
  /** The objects hang on another one, and say of which type they are. */
  readonly isRelation?: boolean
  readonly sight: Sight
  /** The header ConsistencyLevel. */
  readonly consistency: string | null
  /** What hangs on an object, as far as the caller may see it; undefined: nothing. */
  related(relation: string, entity: Entity): unknown
}
