import { type EntityKind, kindOf } from '../entities.ts'
import { type GraphRefusal, refuse } from '../refusal.ts'
import type { Query } from './query.ts'

export type OptionName =
  | '$top'
  | '$select'
  | '$filter'
  | '$orderby'
  | '$count'
  | '$search'
  | '$expand'
  | '$skiptoken'

/** The system query options of a request. */
export interface Options {
  readonly given: ReadonlyMap<OptionName, string>
  /** `$count=true` and ConsistencyLevel, which some queries of the directory need. */
  readonly isAdvanced: boolean
  /** With ConsistencyLevel: without, Graph passes `$count=true` over. */
  readonly isCounted: boolean
  readonly isEventual: boolean
}

/** A dollar may be left out before these, in some places: which ones, no page tells. */
const withoutDollar = /^(?:count|expand|filter|format|orderby|search|select|skip|skiptoken|top)$/

/** Refuses an option that stands twice, as Graph does, and one that is not played. */
export function readOptions(query: Query, played: readonly OptionName[]): Options | GraphRefusal {
  const given = new Map<OptionName, string>()
  for (const [name, value] of query.url.searchParams) {
    const lower = name.toLowerCase()
    if (withoutDollar.test(lower)) return refuse('not-played', { what: 'a query option without its $' })
    if (!lower.startsWith('$')) continue
    const option = played.find(one => one === lower)
    if (option === undefined) return refuse('not-played', { what: 'this query option' })
    if (given.has(option)) return refuse('query')
    given.set(option, value)
  }
  return counted(given, query, kindOf(query.name))
}

function counted(
  given: ReadonlyMap<OptionName, string>,
  { consistency }: Query,
  kind: EntityKind,
): Options | GraphRefusal {
  const count = given.get('$count')
  if (count !== undefined && (!kind.directory || !/^(?:true|false)$/i.test(count)))
    return refuse('not-played', { what: '$count here' })
  const isEventual = consistency?.toLowerCase() === 'eventual'
  const isCounted = isEventual && count?.toLowerCase() === 'true'
  if (isCounted && given.has('$expand'))
    return refuse('not-played', { what: '$expand with the parameters of an advanced query' })
  return { given, isAdvanced: isCounted, isCounted, isEventual }
}
