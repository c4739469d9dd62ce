/** The copy cannot be read on: what comes is not HTTP/1.1, or more than any program sends. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}

/** A request or an answer, as it went by (RFC 9112). */
export interface Message {
  /** The words of its first line: `GET /v1.0/users HTTP/1.1`, `HTTP/1.1 403 Forbidden`. */
  readonly start: readonly [string, string, string]
  /** Names in lower case; repeated ones joined by a comma and a blank. */
  readonly headers: ReadonlyMap<string, string>
  /** As it was transferred, without its chunks; no more than is kept. */
  readonly body: Buffer
  /** More came than is kept. */
  readonly isCut: boolean
}

/** What has been read of a message once its head is there. */
export type Head = Pick<Message, 'start' | 'headers'>

export interface Wishes {
  /** Bytes of a body that are kept. */
  readonly keep: number
  /** How a body ends whose head does not say: never comes, or with the connection. */
  bodyOf(head: Head): 'none' | 'until-close'
  began?(head: Head): void
  /** The body of this one is empty, whatever its head says: answers to HEAD, 204, 304. */
  isBodiless(head: Head): boolean
  take(message: Message): void
}

/** Node and Entra ID stop far below. In bytes. */
const longestHead = 64 * 1024
const longestLine = 4096

type State =
  | { readonly at: 'head' }
  /** So many bytes of body, or of a chunk of it, are to come; Infinity: all until the end. */
  | { readonly at: 'bytes'; left: number; readonly chunked: boolean }
  | { readonly at: 'size' | 'chunk-end' | 'trailer' }

/**
 * Reads the messages of one direction of a connection out of its bytes, in pieces of any size. It holds no more than a
 * head, a line, and what is kept of a body.
 *
 * @throws Unreadable where it cannot read on
 */
export class MessageReader {
  readonly #wishes: Wishes
  #state: State = { at: 'head' }
  #rest: Buffer = Buffer.alloc(0)
  #head: Head | null = null
  #kept: Buffer[] = []
  #keptLength = 0
  #isCut = false

  constructor(wishes: Wishes) {
    this.#wishes = wishes
  }

  push(piece: Buffer): void {
    let bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece])
    for (;;) {
      const used = this.#step(bytes)
      if (used === null) break
      bytes = bytes.subarray(used)
    }
    // A copy: a small rest would keep the whole piece.
    this.#rest = Buffer.from(bytes)
  }

  /** The connection has ended. */
  end(): void {
    if (this.#state.at === 'bytes' && this.#state.left === Number.POSITIVE_INFINITY) this.#finish()
  }

  /** How many bytes were used; null: more have to come first. */
  #step(bytes: Buffer): number | null {
    const state = this.#state
    if (state.at === 'head') return this.#readHead(bytes)
    if (state.at !== 'bytes') return this.#readLine(state.at, bytes)
    if (bytes.length === 0) return null
    const taken = bytes.subarray(0, state.left)
    this.#keep(taken)
    state.left -= taken.length
    if (state.left === 0) {
      if (state.chunked) this.#state = { at: 'chunk-end' }
      else this.#finish()
    }
    return taken.length
  }

  #readHead(bytes: Buffer): number | null {
    // Between two requests an empty line may stand (RFC 9112 §2.2).
    if (bytes[0] === 13 && bytes[1] === 10) return 2
    const end = bytes.indexOf('\r\n\r\n')
    if (end < 0 || end > longestHead) {
      if (bytes.length > longestHead) throw new Unreadable()
      return null
    }
    const head = parsedHead(bytes.toString('latin1', 0, end))
    this.#head = head
    this.#begin(head)
    return end + 4
  }

  #begin(head: Head): void {
    this.#wishes.began?.(head)
    const length = head.headers.get('content-length')
    const isChunked = /(?:^|,)\s*chunked\s*$/i.test((head.headers.get('transfer-encoding') ?? '').slice(-100))
    if (this.#wishes.isBodiless(head)) this.#finish()
    else if (isChunked) this.#state = { at: 'size' }
    else if (length !== undefined) {
      if (!/^\d{1,15}$/.test(length)) throw new Unreadable()
      if (Number(length) === 0) this.#finish()
      else this.#state = { at: 'bytes', left: Number(length), chunked: false }
    } else if (this.#wishes.bodyOf(head) === 'none') this.#finish()
    else this.#state = { at: 'bytes', left: Number.POSITIVE_INFINITY, chunked: false }
  }

  #readLine(at: 'size' | 'chunk-end' | 'trailer', bytes: Buffer): number | null {
    const end = bytes.indexOf('\r\n')
    if (end < 0) {
      if (bytes.length > longestLine) throw new Unreadable()
      return null
    }
    if (at === 'chunk-end') this.#state = { at: 'size' }
    else if (at === 'trailer') {
      if (end === 0) this.#finish()
    } else {
      const size = /^([0-9a-f]{1,12})\s*(?:;|$)/i.exec(bytes.toString('latin1', 0, end))?.[1]
      if (size === undefined) throw new Unreadable()
      const left = Number.parseInt(size, 16)
      this.#state = left === 0 ? { at: 'trailer' } : { at: 'bytes', left, chunked: true }
    }
    return end + 2
  }

  #keep(bytes: Buffer): void {
    const room = this.#wishes.keep - this.#keptLength
    if (bytes.length > room) this.#isCut = true
    const taken = bytes.subarray(0, room)
    if (taken.length > 0) this.#kept.push(Buffer.from(taken))
    this.#keptLength += taken.length
  }

  #finish(): void {
    const message = { ...this.#head!, body: Buffer.concat(this.#kept), isCut: this.#isCut }
    this.#state = { at: 'head' }
    this.#head = null
    this.#kept = []
    this.#keptLength = 0
    this.#isCut = false
    this.#wishes.take(message)
  }
}

function parsedHead(text: string): Head {
  const [first = '', ...lines] = text.split('\r\n')
  const start = /^(\S+) (\S+)(?: (.*))?$/.exec(first)
  if (start === null) throw new Unreadable()
  const headers = new Map<string, string>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon <= 0) throw new Unreadable()
    const name = line.slice(0, colon).toLowerCase()
    const value = line.slice(colon + 1).trim()
    const before = headers.get(name)
    headers.set(name, before === undefined ? value : `${before}, ${value}`)
  }
  return { start: [start[1]!, start[2]!, start[3] ?? ''], headers }
}
