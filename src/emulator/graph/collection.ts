import { type Entity, kindOf } from './entities.ts'
import { expand } from './query/expand.ts'
import { filter } from './query/filter.ts'
import { type OptionName, type Options, readOptions } from './query/options.ts'
import { order } from './query/order.ts'
import type { Query } from './query/query.ts'
import { search } from './query/search.ts'
import { select } from './query/select.ts'
import { type GraphRefusal, isRefusal, refuse } from './refusal.ts'

const ofLists: readonly OptionName[] = [
  '$top',
  '$select',
  '$filter',
  '$orderby',
  '$count',
  '$search',
  '$expand',
  '$skiptoken',
]
const ofRelations: readonly OptionName[] = ['$top', '$select', '$count', '$skiptoken']

/** A page of a list. Paging goes by nextLink on the client's own host. */
export function listAnswer(query: Query, all: Iterable<Entity>): object {
  const options = readOptions(query, query.isRelation === true ? ofRelations : ofLists)
  if (isRefusal(options)) return options
  const columns = select(query, options.given.get('$select'))
  if (isRefusal(columns)) return columns
  const expansion = expand(query, options.given.get('$expand'))
  if (isRefusal(expansion)) return expansion
  const rows = rowsOf(query, options, all)
  if (isRefusal(rows)) return rows
  const page = pageOf(query, options)
  if (isRefusal(page)) return page

  const { start, size } = page
  const type = query.isRelation === true ? { '@odata.type': `#${kindOf(query.name).type}` } : {}
  const value: Entity[] = []
  const isCounted = options.isCounted && start === 0
  let met = 0
  for (const entity of rows) {
    const at = met++
    if (at >= start && at < start + size)
      value.push({ ...type, ...expansion.onto(entity, columns.of(entity)) })
    if (met > start + size && !isCounted) break
  }
  return {
    '@odata.context': context(query, options, expansion.names, ''),
    ...(isCounted ? { '@odata.count': met } : {}),
    ...(met > start + size ? { '@odata.nextLink': nextLink(query, options, start + size) } : {}),
    value,
  }
}

/** How many there are: `/$count`. */
export function countAnswer(query: Query, all: Iterable<Entity>): number | GraphRefusal {
  const { directory } = kindOf(query.name)
  if (!directory) return refuse('not-played', { what: '$count here' })
  const options = readOptions(query, query.isRelation === true ? [] : ['$filter', '$search'])
  if (isRefusal(options)) return options
  if (!options.isEventual) return refuse('count-unsupported')
  const rows = rowsOf(query, { ...options, isAdvanced: true }, all)
  if (isRefusal(rows)) return rows
  let met = 0
  for (const _ of rows) met++
  return met
}

/** One object: `$select` and `$expand`. */
export function objectAnswer(query: Query, entity: Entity): object {
  const options = readOptions(query, ['$select', '$expand'])
  if (isRefusal(options)) return options
  const columns = select(query, options.given.get('$select'))
  if (isRefusal(columns)) return columns
  const expansion = expand(query, options.given.get('$expand'))
  if (isRefusal(expansion)) return expansion
  return {
    '@odata.context': context(query, options, expansion.names, '/$entity'),
    ...expansion.onto(entity, columns.of(entity)),
  }
}

/** What passes `$filter` and `$search`, in the order of `$orderby`: as they come where none is asked for. */
function rowsOf(query: Query, options: Options, all: Iterable<Entity>): Iterable<Entity> | GraphRefusal {
  const kind = kindOf(query.name)
  const isSearched = options.given.has('$search')
  if (isSearched && options.given.has('$orderby') && !options.isAdvanced)
    return refuse('not-played', { what: '$search with $orderby and without $count=true' })
  const passes = [
    filter(options.given.get('$filter'), kind, options.isAdvanced),
    search(options, kind),
  ] as const
  for (const one of passes) if (one !== null && isRefusal(one)) return one
  const compare = order(options, kind)
  if (compare !== null && isRefusal(compare)) return compare
  const matching = function* (): Iterable<Entity> {
    for (const entity of all)
      if (passes.every(one => one === null || isRefusal(one) || one(entity))) yield entity
  }
  return compare === null ? matching() : [...matching()].sort(compare)
}

function pageOf({ name }: Query, { given }: Options): { start: number; size: number } | GraphRefusal {
  const { pageSize, maximum } = kindOf(name)
  const top = given.get('$top')
  if (top !== undefined && !/^\d{1,9}$/.test(top)) return refuse('top', { value: top })
  const size = top === undefined ? pageSize : Number(top)
  if (size < 1 || size > maximum) return refuse('page-size', { value: `${size}`, maximum: `${maximum}` })
  const token = given.get('$skiptoken')
  const start = token === undefined ? 0 : offsetIn(token)
  return start === null ? refuse('page-token') : { start, size }
}

/** Opaque to the client, like Graph's own. */
const tokenFor = (offset: number) => Buffer.from(`emulator:${offset}`).toString('base64url')

function offsetIn(token: string): number | null {
  const offset = /^emulator:(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString('latin1'))?.[1]
  return offset === undefined ? null : Number(offset)
}

function nextLink({ url }: Query, { given }: Options, offset: number): string {
  const all = [...given].filter(([name]) => name !== '$skiptoken')
  const options = [...all, ['$skiptoken', tokenFor(offset)] as const]
  return `${url.origin}${url.pathname}?${options.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`
}

function context(query: Query, { given }: Options, expanded: readonly string[], suffix: string): string {
  const set = query.set ?? kindOf(query.name).set
  const selected = given.get('$select')
  const shown = [...(selected === undefined ? [] : [selected]), ...expanded]
  return `${query.base}/$metadata#${set}${shown.length === 0 ? '' : `(${shown.join(',')})`}${suffix}`
}
