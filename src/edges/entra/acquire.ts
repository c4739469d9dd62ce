import { Why403Error } from '../../core/error.ts'
import type { ObservedAcquisition } from '../../core/observed.ts'
import type { HttpResponse, Io } from '../../io.ts'
import { cameWords } from '../answer-words.ts'
import { inTries, type Patience, retryAfter, type Wait } from '../retries.ts'
import { tenantEndpoint } from './authority.ts'
import type { Acquired, Credentials, Keeper, Wish } from './keeper.ts'
import { type Attempt, Client } from './msal.ts'

const usualTimeoutMs = 30_000

/**
 * Acquires app-only tokens through MSAL (RFC 6749 §4.4, client credentials), and keeps them in MSAL's own cache, in memory
 * alone. A refusal is a value, with its raw body: MSAL's own error loses the trace id.
 *
 * A client that was refused is let go: MSAL answers out of its memory for a minute or longer after a 429, a 5xx or a
 * Retry-After (in the words of the refusal before, so that AADSTS50196 may be one that Entra ID never sent), where a
 * new client asks.
 */
export class TokenKeeper implements Keeper {
  isSpent = false
  readonly #credentials: Credentials
  readonly #endpoint: string
  #client: Client | null = null
  /** How the kept token was acquired. */
  #last: ObservedAcquisition | null = null

  constructor(credentials: Credentials) {
    this.#credentials = credentials
    this.#endpoint = tenantEndpoint(credentials.cloud, credentials.emulator, credentials.tenant)
  }

  /**
   * A token: the kept one until it nears its end, else a new one. A request is repeated only where Entra ID cannot have
   * carried it out.
   */
  async acquire(
    io: Io,
    wish: Wish = {},
    patience: Patience = noRetries,
    tell: (wait: Wait) => void = () => {},
  ): Promise<Acquired> {
    const kind = {
      url: this.#endpoint,
      idempotent: false,
      responseOf: ({ response }: Attempt) => response ?? { status: 200, headers: {} },
    }
    const sentAt = Math.floor(io.now() / 1000)
    const attempt = (): Promise<Attempt> => this.#attempt(io, wish, patience)
    const { result, attempts } = await inTries(attempt, kind, patience, io, tell)
    const { response, token, endsAt, isProtocol } = result
    if (!isProtocol) throw notTheProtocol(this.#endpoint, response, attempts)
    if (response === null) return { acquisition: this.#last!, token, reused: true, endsAt }
    const acquisition: ObservedAcquisition = {
      authority: this.#endpoint,
      credential: this.#credentials.proof.kind,
      origin: this.#credentials.origin,
      ...('presented' in this.#credentials.proof ? { presented: this.#credentials.proof.presented } : {}),
      sentAt,
      status: response.status,
      refusal: token === null ? response.body : null,
      ...(attempts === 1 ? {} : { attempts }),
      ...askedToWait(response, io),
    }
    if (token !== null) this.#last = acquisition
    this.isSpent = token === null
    return { acquisition, token, reused: false, endsAt }
  }

  /** One request at most that counts: by a client that was never refused. */
  async #attempt(io: Io, wish: Wish, { timeoutMs }: Patience): Promise<Attempt> {
    const kept = this.#client
    this.#client = null
    const by = async (client: Client): Promise<Attempt> => {
      const attempt = await client.attempt(io, wish, timeoutMs ?? usualTimeoutMs)
      if (attempt.token !== null) this.#client = client
      return attempt
    }
    try {
      return await by(kept ?? this.#newClient())
    } catch (error) {
      // What is none of ours was said by MSAL alone, out of its memory.
      if (kept === null || error instanceof Why403Error) throw error
      return by(this.#newClient())
    }
  }

  #newClient(): Client {
    return new Client(this.#credentials, this.#endpoint)
  }
}

const noRetries: Patience = { retries: 0, timeoutMs: null }

/** A token, in exactly one request. */
export function acquireToken(credentials: Credentials, io: Io): Promise<Acquired> {
  return new TokenKeeper(credentials).acquire(io)
}

function askedToWait(response: HttpResponse | null, io: Io): Pick<ObservedAcquisition, 'retryAfter'> {
  const ms = response === null || response.status < 400 ? null : retryAfter(response.headers, io.now())
  return ms === null ? {} : { retryAfter: Math.ceil(ms / 1000) }
}

function notTheProtocol(endpoint: string, response: HttpResponse | null, attempts: number): Why403Error {
  const came = response === null ? 'nothing' : cameWords(response)
  const tried = attempts === 1 ? '' : ` It was asked ${attempts} times.`
  return new Why403Error('bad-answer', `The token endpoint's answer is not OAuth 2.0: ${came}.${tried}`, [
    `Asked: ${endpoint}/oauth2/v2.0/token`,
    response?.proxy === undefined
      ? 'A captive portal often answers in its place, or a proxy that nobody named.'
      : 'The proxy may be answering in its place.',
  ])
}
