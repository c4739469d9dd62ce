import graph from '../../../fixtures/responses/graph.json' with { type: 'json' }

export type EntityName = keyof typeof graph.entities

/** An object of the directory or a record, as plain JSON. */
export type Entity = Readonly<Record<string, unknown>>

/** One row of `entities` in fixtures/responses/graph.json: what may be asked of a set, and how it is paged. */
export interface EntityKind {
  readonly type: string
  readonly set: string
  readonly pageSize: number
  readonly maximum: number
  /** The properties that come unasked, and those that come with `$select`. */
  readonly default: readonly string[]
  readonly more: readonly string[]
  /** What a Basic permission shows. */
  readonly basic: readonly string[]
  /** Of the directory: advanced queries need ConsistencyLevel and `$count`. */
  readonly directory: boolean
  /** Types of the properties that are no texts. */
  readonly types: Readonly<Record<string, string>>
  /** By property, the operators of `$filter`; a plus before one: only in an advanced query. `null` is the null value. */
  readonly filterable: Readonly<Record<string, readonly string[]>>
  /** For `$orderby`; a plus means the same. */
  readonly sortable: readonly string[]
  readonly searchable: readonly string[]
  readonly expandable: readonly string[]
  /** Properties that Graph has and the emulator has not. */
  readonly unplayed: readonly string[]
}

const kinds: Readonly<Record<EntityName, EntityKind>> = graph.entities

export const entityKinds: readonly EntityKind[] = Object.values(kinds)

export const kindOf = (name: EntityName): EntityKind => kinds[name]

/** The directory's own name for a type: `User`, where Graph says `microsoft.graph.user`. */
export const directoryName = ({ type }: EntityKind): string =>
  type.replace(/^microsoft\.graph\.(.)/, (_, first: string) => first.toUpperCase())

/** A property by the name that a client wrote, whatever its letter case; null: the emulator has none such. */
export function propertyNamed(kind: EntityKind, name: string): string | null {
  const wanted = name.toLowerCase()
  return [...kind.default, ...kind.more].find(one => one.toLowerCase() === wanted) ?? null
}

/** Whether Graph has such a property although the emulator has not. */
export const isUnplayed = (kind: EntityKind, name: string): boolean =>
  kind.unplayed.some(one => one.toLowerCase() === name.toLowerCase())

/** A property that the kind of the entity has: a name of the fixture's, never a client's. */
export const propertyOf = (entity: Entity, property: string): unknown => entity[property] ?? null

export const typeOf = ({ types }: EntityKind, property: string): string => types[property] ?? 'Edm.String'

export const operatorsOf = ({ filterable }: EntityKind, property: string): readonly string[] =>
  filterable[property] ?? []
