import { cloudByGraphHost } from '../clouds.ts'
import { type NeighbourAtHost, neighbourOfHost } from '../knowledge/neighbours.ts'
import { firstOf } from './mark.ts'
import type { PastedCall } from './requests.ts'

/** Who answers from some place of a text on. */
export interface Station {
  readonly at: number
  /** Null: Graph. */
  readonly neighbour: NeighbourAtHost | null
  readonly call: PastedCall
}

const address = `(https?://[^\\s"'<>\`\\\\)]{1,2000})`

/** How programs write down what they ask for. An address inside a query is never behind one of these. */
const requests = [
  new RegExp(
    `\\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|MERGE|Get|Post|Put|Patch|Delete|Head)\\b[ :,"'\`(=>-]{1,12}${address}`,
    'g',
  ),
  new RegExp(
    `(?<![?&\\w])()(?:for |request[ _-]?|base_?)?ur(?:l|i)\\b["'\`]{0,2} ?[:=]{0,2} ?["'\`]{0,2}${address}`,
    'gi',
  ),
  new RegExp(`()\\b(?:curl|wget|Invoke-RestMethod|Invoke-WebRequest|fetch)\\b[^\\n]{0,200}?${address}`, 'gi'),
]

const messages = /\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|MERGE) (\/[^\s"'<>]{0,2000})[^\n]{0,20}(?=\n)/g
const hosts =
  /(?<![\w-])(?:host|x-forwarded-host|server name|connected to)(?:\\?["'])?\s?[:=]?\s?(?:\\?["'])?([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8})/gi

/** More requests in a text are not told apart. */
const mostStations = 500

/** The requests to Graph and to services that are known, in their order. */
export function stationsIn(text: string): Station[] {
  const paths = [...text.matchAll(messages)].slice(0, mostStations)
  const found = [
    ...requests.flatMap(pattern =>
      firstOf(text.matchAll(pattern), mostStations).flatMap(match =>
        station(match.index, hostOf(match[2]!), { method: match[1]?.toUpperCase() || null, url: match[2]! }),
      ),
    ),
    ...firstOf(text.matchAll(hosts), mostStations).flatMap(match => {
      const path = paths.findLast(({ index }) => index < match.index && match.index - index < 1000)
      const url = `https://${match[1]!}${path?.[2] ?? '/'}`
      return station(path?.index ?? match.index, match[1]!, { method: path?.[1] ?? null, url })
    }),
  ]
  return found.toSorted((a, b) => a.at - b.at).slice(0, mostStations)
}

/** An address that a text names outside of any request; weaker than whatever its answer says itself. */
export function namedHost(text: string): Station | null {
  for (const match of firstOf(text.matchAll(/https:\/\/[^\s"'<>`\\)]{1,2000}/gi), mostStations)) {
    const before = text.slice(Math.max(0, match.index - 40), match.index)
    if (isValue.test(before) || /\/\.default\b/.test(match[0])) continue
    const [found] = station(match.index, hostOf(match[0]), { method: null, url: match[0] })
    if (found !== undefined) return found
  }
  return null
}

/** What stands before an address that is a value: an audience, an issuer, a part of a query. */
const isValue =
  /(?:=|\b(?:resource|audiences?|aud|scopes?|issuer|iss|authority|expected|claim|value|uri|documentation at|page|see|visit)\b[^\w]{0,6})$/i

function station(at: number, host: string, call: PastedCall): Station[] {
  if (cloudByGraphHost(host) !== null) return [{ at, neighbour: null, call }]
  const neighbour = neighbourOfHost(host)
  return neighbour === null ? [] : [{ at, neighbour, call }]
}

function hostOf(url: string): string {
  return /^https?:\/\/(?:[^/?#@]{0,200}@)?([^/?#:]{1,253})/i.exec(url)?.[1] ?? ''
}
