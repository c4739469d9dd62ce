import { type JsonObject, objectOf, textOf } from '../json.ts'
import type { Place } from '../knowledge/fragment.ts'
import {
  describes,
  libraryByKey,
  mayStandIn,
  type NeighbourRefusalRow,
  neighbourRefusals,
  signOf,
  type Told,
} from '../knowledge/neighbour-refusals.ts'
import { neighbours } from '../knowledge/neighbours.ts'
import { Context, ownSigns } from './context.ts'
import { flat } from './flat.ts'
import { namedHost, type Station, stationsIn } from './hosts.ts'
import type { Found } from './json-inside.ts'
import type { Other, Placed } from './refusal.ts'

/**
 * What a text tells of refusals that are not Graph's, decided before any row of Graph's is read. The host of a request
 * outweighs words, words of a refusal outweigh an address that is merely named, and an address in a query counts nothing.
 */
export class Elsewhere {
  readonly #pieces: readonly Piece[]
  readonly #others: ReadonlyMap<Piece, Placed<Other>>

  /** @param entra where refusals of Entra ID stand: what a library says around them follows from these */
  constructor(text: string, objects: readonly Found[], entra: readonly number[]) {
    this.#pieces = piecesOf(text)
    const whole = flat(text).toLowerCase()
    const rows = neighbourRefusals().filter(row => mayStandIn(row, whole))
    this.#others = new Map(
      this.#pieces.flatMap(piece => {
        const { start, end } = piece
        const inside = objects.filter(found => found.start >= start && found.start < end)
        const refused = entra.some(at => at >= start && at < end)
        const other = otherIn(text.slice(start, end), { piece, rows, objects: inside, refused })
        return other === null ? [] : [[piece, other] as const]
      }),
    )
  }

  get refusals(): Placed<Other>[] {
    return [...this.#others.values()]
  }

  /** Whether what stands there is not Graph's, whatever its form. */
  owns(at: number): boolean {
    const piece = this.#pieces.find(({ start, end }) => at >= start && at < end)
    if (piece === undefined || piece.isGraphs) return false
    return piece.station !== null || (this.#others.has(piece) && !piece.isAboutGraph)
  }
}

/** A piece of a text that tells of one request, or of none. */
interface Piece {
  readonly start: number
  readonly end: number
  /** A request to another service; null where none is told. */
  readonly station: Station | null
  /** A request to Graph is told. */
  readonly isGraphs: boolean
  readonly isAboutGraph: boolean
}

function piecesOf(text: string): Piece[] {
  const stations = stationsIn(text).filter((station, at, all) => !isSameRequest(all[at - 1], station))
  const starts = stations.length === 0 ? [null] : stations
  return starts.map((station, at) => {
    const start = at === 0 ? 0 : station!.at
    const end = stations[at + 1]?.at ?? text.length
    return {
      ...{ start, end },
      station: station?.neighbour == null ? null : station,
      isGraphs: station !== null && station.neighbour === null,
      isAboutGraph: ownSigns.test(text.slice(start, end)),
    }
  })
}

/** `curl -v` tells one request several times: where it connects, its line, its host. */
function isSameRequest(before: Station | undefined, { call }: Station): boolean {
  if (before === undefined || !URL.canParse(before.call.url) || !URL.canParse(call.url)) return false
  const [one, other] = [new URL(before.call.url), new URL(call.url)]
  return one.host === other.host && (one.href === other.href || other.pathname === '/')
}

/** What was recognised: whose it is, which row describes it, and where its words stand; null: by its status alone. */
interface Recognised {
  readonly who: string
  readonly row: NeighbourRefusalRow | null
  readonly place: Place | null
}

interface Searched {
  readonly piece: Piece
  /** Rows whose words stand somewhere in the text: a log has many pieces. */
  readonly rows: readonly NeighbourRefusalRow[]
  readonly objects: readonly Found[]
  /** Entra ID refused in it. */
  readonly refused: boolean
}

function otherIn(text: string, { piece, rows, objects, refused }: Searched): Placed<Other> | null {
  if (piece.isGraphs && rows.length === 0) return null
  const line = flat(text)
  const near = new Context(text).around(0, text.length)
  const status = near.status ?? bareStatus(text)
  const call = piece.station?.call ?? null
  const told: Told = { text: line.toLowerCase(), status, url: (call?.url ?? '').toLowerCase() }
  const error = errorIn(objects, line)
  const fails = !refused && (error !== null || (status !== null && (status >= 400 || status === 203)))
  const found =
    (piece.isGraphs ? null : byWords(piece, told, rows)) ??
    ofLibrary(told, refused, piece, rows) ??
    (piece.isGraphs || !fails ? null : byHost(text, piece, told))
  if (found === null) return null
  const { who, row, place } = found
  return {
    at: piece.start + Math.min(place?.start ?? 0, Math.max(0, text.length - 1)),
    refusal: {
      service: libraryByKey(who) === null ? 'neighbour' : 'library',
      ...{ status, who, call, requestId: near.requestId, known: row?.key ?? null },
      code: error?.code ?? null,
      message: error?.message ?? (place === null ? '' : excerpt(line, place)),
    },
  }
}

/** By what the answer says: in the words of the service that was called, else in words that only one service has. */
function byWords({ station }: Piece, told: Told, rows: readonly NeighbourRefusalRow[]): Recognised | null {
  if (station !== null) return ofService(station.neighbour!.neighbour.key, told, false)
  for (const row of rows) {
    const place = libraryByKey(row.who) === null ? signOf(row, told) : null
    if (place !== null) return { who: row.who, row, place }
  }
  const signed = neighbours().find(({ signs }) => signs.some(sign => sign.in(told.text) !== null))
  if (signed === undefined) return null
  return ofService(signed.key, told, true) ?? { who: signed.key, row: null, place: null }
}

/** By who was called, or by an address that is named, where the answer says nothing of its own. */
function byHost(text: string, { station, isAboutGraph }: Piece, told: Told): Recognised | null {
  const who = (station ?? (isAboutGraph ? null : namedHost(text)))?.neighbour?.neighbour.key
  return who === undefined ? null : (ofService(who, told, true) ?? { who, row: null, place: null })
}

/** The first row of a service that fits; `anyway` also one of a status alone. */
function ofService(who: string, told: Told, anyway: boolean): Recognised | null {
  for (const row of neighbourRefusals()) {
    const place = row.who === who ? describes(row, told) : null
    if (place !== null && (anyway || place.end > 0)) return { who, row, place: place.end > 0 ? place : null }
  }
  return null
}

function ofLibrary(
  told: Told,
  refused: boolean,
  { isGraphs }: Piece,
  rows: readonly NeighbourRefusalRow[],
): Recognised | null {
  for (const row of rows) {
    const stage = libraryByKey(row.who)?.stage
    if (stage === undefined || (refused && !row.beforeEntra) || (isGraphs && stage === 'validation')) continue
    const place = signOf(row, told)
    if (place !== null) return { who: row.who, row, place }
  }
  return null
}

/** A status that stands alone at the beginning of a line, or the one of an answer that is no failure by its number. */
function bareStatus(text: string): number | null {
  const status =
    /(?:^|\n)[^\S\n]{0,4}(?:->[^\S\n]?)?([45]\d\d)(?=[\s{:]|$)/.exec(text) ??
    /\(([45]\d\d)\) ?[A-Z]/.exec(text) ??
    /\bHTTP\/[\d.]{1,3} (203)\b/.exec(text)
  return status === null ? null : Number(status[1])
}

interface ErrorWords {
  readonly code: string | null
  readonly message: string
}

/** The error that an answer carries, in whichever of the forms that services have. */
function errorIn(objects: readonly Found[], line: string): ErrorWords | null {
  for (const { value } of objects) {
    const error = errorOf(value, 0)
    if (error !== null) return error
  }
  const [, code = null] = /<(?:\w{1,20}:)?code>([\w.-]{1,80})</i.exec(line) ?? []
  const [, message = ''] = /<(?:\w{1,20}:)?message[^<>]{0,80}>([^<]{1,600})</i.exec(line) ?? []
  if (code !== null || message !== '') return { code, message }
  const labelled = /\b(?:error ?code|code|error type)["']?\s?[:=]\s?["']?([A-Za-z]\w{3,80})\b/i.exec(
    line,
  )?.[1]
  if (labelled !== undefined && !/^(?:none|null|undefined|true|false)$/i.test(labelled))
    return {
      code: labelled,
      message: /\b(?:message|reason)["']?\s?[:=]\s?["']?([^"<>]{4,400})/i.exec(line)?.[1] ?? '',
    }
  const reason = /x-ms-diagnostics.{0,40}?reason=["']?([^"<>]{4,300})/i.exec(line)?.[1]
  return reason === undefined ? null : { code: null, message: reason }
}

const deepest = 6

function errorOf(value: JsonObject, depth: number): ErrorWords | null {
  const inner = objectOf(value.error) ?? objectOf(value['odata.error']) ?? objectOf(value.Error)
  const told = inner ?? value
  const code =
    wordOf(told.code ?? told.errorCode ?? told.ErrorCode ?? told.Code ?? told.typeKey) ??
    (inner === null ? wordOf(value.error) : null)
  const message =
    textOf(told.message) ??
    textOf(objectOf(told.message)?.value) ??
    textOf(told.Message) ??
    textOf(told.error_description) ??
    textOf(told.errorMessage)
  if (message !== null || (code !== null && inner !== null))
    return { code, message: (message ?? '').slice(0, longestMessage) }
  if (depth >= deepest) return null
  for (const member of Object.values(value).slice(0, 50)) {
    const below = objectOf(Array.isArray(member) ? member[0] : member)
    const error = below === null ? null : errorOf(below, depth + 1)
    if (error !== null) return error
  }
  return null
}

const longestMessage = 2000

function wordOf(value: unknown): string | null {
  return typeof value === 'number' ? String(value) : textOf(value)
}

/** What stands from the recognised words on, to where a stack begins. */
function excerpt(line: string, { start, end }: Place): string {
  const told = line.slice(start, end)
  const behind = line.slice(end, Math.max(end, start + 400))
  const turn = behind.search(/ at [\w.$<>]{1,100}\(| --- | Error:|["'{}<]\s?[,}]/)
  return `${told}${turn < 0 || turn + told.length < 20 ? behind : behind.slice(0, turn)}`.trim()
}
