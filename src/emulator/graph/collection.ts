import graph from '../../../fixtures/responses/graph.json' with { type: 'json' }
import { type GraphRefusal, refuse } from './refusal.ts'

export type EntityName = keyof typeof graph.entities

/** An object of the directory or a record, as plain JSON. */
export type Entity = Readonly<Record<string, unknown>>

/** What a list or an object is asked for with. */
export interface Query {
  /** Up to and including the version: `http://127.0.0.1:PORT/v1.0`. */
  readonly base: string
  readonly url: URL
  readonly name: EntityName
  /** The entity set in `@odata.context`, where it differs from the entity's own. */
  readonly set?: string
  /** Only a Basic permission is held. */
  readonly basicOnly: boolean
}

/** A page of a list: `$filter`, `$top`, `$skiptoken`, `$select`. Paging goes by nextLink on the client's own host. */
export function listAnswer(query: Query, all: readonly Entity[]): object {
  const options = readOptions(query.url, ['$top', '$select', '$filter', '$skiptoken'])
  if ('refusal' in options) return options
  const { pageSize, maximum } = graph.entities[query.name]
  const columns = select(query, options.get('$select'))
  if ('refusal' in columns) return columns
  const rows = filter(options.get('$filter'), all, query.name)
  if ('refusal' in rows) return rows

  const top = options.get('$top')
  if (top !== undefined && !/^\d{1,9}$/.test(top)) return refuse('top', { value: top })
  const size = top === undefined ? pageSize : Number(top)
  if (size < 1 || size > maximum) return refuse('page-size', { value: `${size}`, maximum: `${maximum}` })
  const token = options.get('$skiptoken')
  const start = token === undefined ? 0 : offsetIn(token)
  if (start === null) return refuse('page-token')

  const end = start + size
  return {
    '@odata.context': context(query, options.get('$select'), ''),
    ...(end < rows.length ? { '@odata.nextLink': nextLink(query, options, end) } : {}),
    value: rows.slice(start, end).map(columns.of),
  }
}

/** One object: `$select`. */
export function objectAnswer(query: Query, entity: Entity): object {
  const options = readOptions(query.url, ['$select'])
  if ('refusal' in options) return options
  const columns = select(query, options.get('$select'))
  if ('refusal' in columns) return columns
  return { '@odata.context': context(query, options.get('$select'), '/$entity'), ...columns.of(entity) }
}

/** The system query options. Refuses one that stands twice, as Graph does, and one that is not played. */
function readOptions(url: URL, played: readonly string[]): Map<string, string> | GraphRefusal {
  const options = new Map<string, string>()
  for (const [name, value] of url.searchParams) {
    const lower = name.toLowerCase()
    if (!lower.startsWith('$')) continue
    if (options.has(lower)) return refuse('query')
    if (!played.includes(lower)) return refuse('not-played', { what: 'this query option' })
    options.set(lower, value)
  }
  return options
}

/** Picks the properties; under a Basic permission, those beyond it are withheld: there, and null. */
function select(query: Query, list: string | undefined): { of(entity: Entity): Entity } | GraphRefusal {
  const { type, default: usual, more, basic } = graph.entities[query.name]
  const known: readonly string[] = [...usual, ...more]
  const wanted = list === undefined ? usual : list.split(',').map(name => name.trim())
  const names: string[] = []
  for (const name of wanted) {
    const property = known.find(one => one.toLowerCase() === name.toLowerCase())
    if (property === undefined) return refuse('property', { property: name, type })
    names.push(property)
  }
  const shown = (name: string) => !query.basicOnly || (basic as readonly string[]).includes(name)
  return {
    of: entity => Object.fromEntries(names.map(name => [name, shown(name) ? (entity[name] ?? null) : null])),
  }
}

/** `property eq 'value'` on a text, the one form that is played. */
function filter(
  text: string | undefined,
  all: readonly Entity[],
  name: EntityName,
): readonly Entity[] | GraphRefusal {
  if (text === undefined) return all
  const [, property, quoted] = /^\s*(\w+)\s+eq\s+'((?:[^']|'')*)'\s*$/i.exec(text) ?? []
  if (property === undefined || quoted === undefined)
    return refuse('not-played', { what: 'this form of $filter' })
  const { type, filterable } = graph.entities[name]
  if (!(filterable as readonly string[]).includes(property)) {
    // The directory's own name for a type: `User`, where Graph says `microsoft.graph.user`.
    const own = type.replace(/^microsoft\.graph\.(.)/, (_, first: string) => first.toUpperCase())
    return refuse('filter', { property, type: own })
  }
  const wanted = quoted.replaceAll("''", "'").toLowerCase()
  return all.filter(entity => String(entity[property]).toLowerCase() === wanted)
}

/** Opaque to the client, like Graph's own. */
const tokenFor = (offset: number) => Buffer.from(`emulator:${offset}`).toString('base64url')

function offsetIn(token: string): number | null {
  const offset = /^emulator:(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString('latin1'))?.[1]
  return offset === undefined ? null : Number(offset)
}

function nextLink(query: Query, options: ReadonlyMap<string, string>, offset: number): string {
  const all = [...options].filter(([name]) => name !== '$skiptoken')
  const search = [...all, ['$skiptoken', tokenFor(offset)] as const]
  return `${query.url.origin}${query.url.pathname}?${search.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`
}

const context = (query: Query, selected: string | undefined, suffix: string) => {
  const set = query.set ?? graph.entities[query.name].set
  return `${query.base}/$metadata#${set}${selected === undefined ? '' : `(${selected})`}${suffix}`
}
