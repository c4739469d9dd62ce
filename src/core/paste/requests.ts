import { cloudByGraphHost, clouds } from '../clouds.ts'
import { shellWords } from '../operation/shell-words.ts'
import { requestIn, requestOfWords } from '../operation/typed.ts'
import { addressAt } from './address.ts'
import { builders } from './builders.ts'
import { countBefore, firstOf, type Mark, marks, sorted } from './mark.ts'

/** A call to Graph that a paste tells of. */
export interface PastedCall {
  /** Null: the text names the URL only. */
  readonly method: string | null
  /** As it stands there; a path without a host where only that was told, or a PowerShell cmdlet in the place of an address. */
  readonly url: string
  /** The end of the address is missing, so that nothing is looked up by it. */
  readonly cut?: true
}

/** As the text tells it. */
export function toldCall({ method, url, cut }: PastedCall): string {
  return `${method ?? ''} ${url}${cut ? ' … (the address is cut)' : ''}`.trim()
}

/** A pattern of Graph's hosts, of every cloud. */
export const graphHost = `(?:${clouds.map(({ graph }) => graph.replaceAll('.', '\\.')).join('|')})`

/** A request, and how far it reaches in the text. */
interface Request extends Mark<PastedCall> {
  readonly end: number
}

/** More places that look like a request are not looked at. */
const mostPlaces = 20_000

/** The requests to Graph that a text tells of, in its order: each is told once, in the form that says most of it. */
export function requestsIn(text: string): Mark<PastedCall>[] {
  let told: Request[] = []
  for (const read of [commandsIn, membersIn, linesIn, explorersIn, addressesIn]) {
    const ends = sorted(told.map(({ at, end }) => ({ at, value: end })))
    told = [...told, ...read(text).filter(({ at }) => !isInside(at, ends))]
  }
  if (told.length > 0) return sorted(told.map(({ at, value }) => ({ at, value })))
  for (const read of [pathsIn, buildersIn, cmdletsIn]) {
    const found = read(text)
    if (found.length > 0) return found
  }
  return []
}

/** A path with its version where it begins a word, or as the JavaScript SDK takes one. Only where no address is told. */
const paths = [/(?<![^\s"'`(=])(?=\/(?:v1\.0|beta)\/[a-z])/gi, /\.api\(\s?["'`](?=\/[a-z])/gi]

function pathsIn(text: string): Mark<PastedCall>[] {
  const isGraphs = aboutGraph.test(text)
  const found = paths.flatMap(pattern =>
    isGraphs ? eachApart(text, pattern, match => pathAt(text, match.index + match[0].length)) : [],
  )
  return sorted(found.map(({ at, value }) => ({ at, value })))
}

/** Other services have paths with such versions as well. */
const aboutGraph = new RegExp(`${graphHost}|graph`, 'i')

function pathAt(text: string, start: number): Request {
  const found = request(start, null, text, start)
  const sent = /^["'`]\)[\s\S]{0,200}?\.(get|post|put|patch|delete)\(/.exec(
    text.slice(found.end, found.end + 220),
  )
  return sent === null ? found : { ...found, value: { ...found.value, method: sent[1]!.toUpperCase() } }
}

/** What an SDK calls a request; nothing of it is an address. */
function buildersIn(text: string): Mark<PastedCall>[] {
  return marks(text, [builders], ([name]) => ({ method: null, url: name.replace(/\s{1,80}\./g, '.') }))
}

/** A cmdlet stands for several. */
function cmdletsIn(text: string): Mark<PastedCall>[] {
  return marks(text, cmdlets, ([, name = '']) => ({ method: null, url: name }))
}

function isInside(place: number, ends: readonly Mark<number>[]): boolean {
  const before = ends.at(countBefore(ends, place + 1) - 1)
  return before !== undefined && before.at <= place && place < before.value
}

const method = '(GET|POST|PUT|PATCH|DELETE|HEAD)'

/** `GET https://…`, `GET,https://…`, `GET /v1.0/…`: a log, a message of HTTP, a row of a table. */
const lines = [
  // A row of a table may have the answer's status between the two.
  new RegExp(`\\b${method}\\b(?:["', |]{1,4}[1-5]\\d\\d)?[ :,"'|-]{1,12}(?=https://${graphHost}/)`, 'gi'),
  new RegExp(`\\b${method} (?=/(?:v1\\.0|beta)/)`, 'g'),
]

function linesIn(text: string): Request[] {
  return lines.flatMap(pattern =>
    eachApart(text, pattern, match => {
      const start = match.index + match[0].length
      return request(match.index, match[1]!, text, start)
    }),
  )
}

/** An address takes in whatever stands in it, so that no part of a text is read twice. */
function eachApart(text: string, pattern: RegExp, read: (match: RegExpExecArray) => Request): Request[] {
  const found: Request[] = []
  let end = 0
  for (const match of firstOf(text.matchAll(pattern), mostPlaces)) {
    if (match.index < end) continue
    const one = read(match)
    found.push(one)
    end = one.end
  }
  return found
}

/** Members of an object or a row, as archives of HTTP, axios, and tables of activity write them, in either order. */
const members = [
  new RegExp(
    `\\b(?:request)?method["']{0,2}\\s?[:=]\\s?["']?${method}\\b["']?[^{}]{1,200}?\\b(?:request)?ur(?:i|l)["']{0,2}\\s?[:=]\\s?["']?(?=https://${graphHost}/)`,
    'gi',
  ),
  new RegExp(
    `\\b(?:request)?ur(?:i|l)["']{0,2}\\s?[:=]\\s?["']?(https://${graphHost}/[^\\s"']{1,2000})["']?[^{}]{1,200}?\\b(?:request)?method["']{0,2}\\s?[:=]\\s?["']?${method}\\b`,
    'gi',
  ),
]

function membersIn(text: string): Request[] {
  const [before, behind] = members as [RegExp, RegExp]
  return [
    ...eachApart(text, before, match => request(match.index, match[1]!, text, match.index + match[0].length)),
    ...eachApart(text, behind, match => {
      const start = match.index + match[0].indexOf(match[1]!)
      return { ...request(match.index, match[2]!, text, start), end: match.index + match[0].length }
    }),
  ]
}

/** Longer commands are not followed. In characters. */
const longestCommand = 4000

/** Commands that send a request: curl, the Azure CLI, PowerShell. */
function commandsIn(text: string): Request[] {
  const starts = text.matchAll(
    /\b(?:curl|az rest|Invoke-(?:MgGraphRequest|RestMethod|WebRequest)|irm|iwr)(?= -|\s+["']?https)/gi,
  )
  return firstOf(starts, mostPlaces).flatMap(({ index }) => {
    const command = commandAt(text, index)
    const asked = requestOfWords(shellWords(command))
    if (asked == null || !isGraphs(asked.url)) return []
    const { method, url } = asked
    return [{ at: index, end: index + command.length, value: { method: method.toUpperCase(), url } }]
  })
}

/** Up to the end of the line, and of those that a shell would join to it. */
function commandAt(text: string, start: number): string {
  const last = Math.min(text.length, start + longestCommand)
  let end = start
  do {
    const next = text.indexOf('\n', end + 1)
    end = next < 0 ? last : Math.min(next, last)
  } while (end < last && /[\\`^]$/.test(text.slice(end - 1, end)))
  return text.slice(start, end)
}

function isGraphs(url: string): boolean {
  const host = /^https:\/\/([^/?#]{1,253})\//i.exec(url)?.[1]
  return host !== undefined && cloudByGraphHost(host) !== null
}

/** A link to Graph Explorer, which holds the request. */
const explorer = /https:\/\/developer\.microsoft\.com\/[\w-]{2,10}\/graph\/graph-explorer\?/gi

function explorersIn(text: string): Request[] {
  return firstOf(text.matchAll(explorer), mostPlaces).flatMap(({ index }) => {
    const { url } = addressAt(text, index)
    const asked = requestIn(url)
    return asked === null ? [] : [{ at: index, end: index + url.length, value: asked }]
  })
}

/** An address alone: with its version, since a scope begins like one, and not that of the service's own description. */
const alone = new RegExp(`https://${graphHost}/(?:v1\\.0|beta)/(?!\\$metadata)`, 'gi')

function addressesIn(text: string): Request[] {
  return eachApart(text, alone, ({ index }) => request(index, null, text, index))
}

/** A cmdlet of Microsoft Graph PowerShell, as its errors name it: `Get-MgUser : …`, `Get-MgUser_List: …`. */
const cmdlets = [
  /\b((?:Add|Get|Grant|Invoke|New|Remove|Reset|Restore|Revoke|Send|Set|Update)-Mg[A-Z][A-Za-z0-9]{1,100})/g,
]

function request(at: number, told: string | null, text: string, start: number): Request {
  const { url, cut } = addressAt(text, start)
  const value = { method: told === null ? null : told.toUpperCase(), url, ...(cut ? { cut } : {}) }
  return { at, end: start + Math.max(1, url.length), value }
}
