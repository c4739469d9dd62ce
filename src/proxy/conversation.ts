import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { type Head, type Message, MessageReader, Unreadable } from './messages.ts'

/** A request and its answer, as they went by. */
export interface Exchange {
  readonly host: string
  readonly method: string
  /** Path and query, as they were sent. */
  readonly target: string
  readonly request: Part
  readonly status: number
  readonly answer: Part
  /** When the request was there, and until the answer was. In milliseconds since 1970. */
  readonly sentAt: number
  readonly endedAt: number
}

export interface Part {
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>
  /** Decompressed. */
  readonly body: string
  /** The body went by in full and could be read. */
  readonly isWhole: boolean
}

export interface Listener {
  take(exchange: Exchange): void
  /** From here on this connection is not read; its bytes pass as before. */
  lose(): void
}

/** Bytes of a body that are kept: no token, refusal or batch comes near it. */
const keep = 1024 * 1024
/** Bytes of a body that was compressed. */
const longestInflated = 8 * 1024 * 1024
/** Requests that a client sends before it has an answer. */
const mostWaiting = 100

/** A request whose answer is to come; its own end may be still to come too. */
interface Waiting {
  readonly head: Head
  message: Message | null
  at: number
}

/**
 * Reads what passes on a connection, out of a copy of its bytes. Whatever it meets, it throws nothing: the connection
 * itself goes on.
 */
export class Conversation {
  readonly #host: string
  readonly #now: () => number
  readonly #listener: Listener
  readonly #waiting: Waiting[] = []
  #asking: Waiting | null = null
  readonly #requests: MessageReader
  readonly #answers: MessageReader
  #isLost = false

  constructor(host: string, now: () => number, listener: Listener) {
    this.#host = host
    this.#now = now
    this.#listener = listener
    this.#requests = new MessageReader({
      keep,
      bodyOf: () => 'none',
      isBodiless: () => false,
      began: head => {
        if (this.#waiting.length >= mostWaiting) throw new Unreadable()
        this.#asking = { head, message: null, at: this.#now() }
        this.#waiting.push(this.#asking)
      },
      take: message => {
        if (this.#asking !== null) Object.assign(this.#asking, { message, at: this.#now() })
      },
    })
    this.#answers = new MessageReader({
      keep,
      bodyOf: () => 'until-close',
      isBodiless: head => this.#isBodiless(head),
      take: message => this.#answered(message),
    })
  }

  request(piece: Buffer): void {
    this.#guarded(() => this.#requests.push(piece))
  }

  answer(piece: Buffer): void {
    this.#guarded(() => this.#answers.push(piece))
  }

  end(): void {
    this.#guarded(() => this.#answers.end())
  }

  #guarded(read: () => void): void {
    if (this.#isLost) return
    try {
      read()
    } catch {
      this.#isLost = true
      this.#listener.lose()
    }
  }

  /** RFC 9110 §6.4.1. */
  #isBodiless({ start: [, status] }: Head): boolean {
    return /^(?:1..|204|304)$/.test(status) || this.#waiting[0]?.head.start[0] === 'HEAD'
  }

  #answered(message: Message): void {
    const status = Number(message.start[1])
    if (!message.start[0].startsWith('HTTP/1.') || !Number.isInteger(status)) throw new Unreadable()
    // From here on it is another protocol.
    if (status === 101) throw new Unreadable()
    if (status < 200) return
    const asked = this.#waiting.shift()
    if (asked === undefined) throw new Unreadable()
    const [method, target] = asked.head.start
    this.#listener.take({
      host: this.#host,
      ...{ method, target, status },
      // A refusal may come before the request's body has.
      request:
        asked.message === null
          ? { headers: asked.head.headers, body: '', isWhole: false }
          : partOf(asked.message),
      answer: partOf(message),
      sentAt: asked.at,
      endedAt: this.#now(),
    })
  }
}

function partOf({ headers, body, isCut }: Message): Part {
  const plain = isCut ? null : inflated(headers.get('content-encoding') ?? '', body)
  return { headers, body: plain?.toString('utf8') ?? '', isWhole: plain !== null }
}

/** Null: it cannot be read. */
function inflated(encoding: string, body: Buffer): Buffer | null {
  const options = { maxOutputLength: longestInflated }
  try {
    switch (encoding.trim().toLowerCase()) {
      case '':
      case 'identity':
        return body
      case 'gzip':
      case 'x-gzip':
        return body.length === 0 ? body : gunzipSync(body, options)
      case 'deflate':
        return body.length === 0 ? body : inflateSync(body, options)
      case 'br':
        return body.length === 0 ? body : brotliDecompressSync(body, options)
      default:
        return null
    }
  } catch {
    return null
  }
}
