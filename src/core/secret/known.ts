import { isGuid } from '../guid.ts'
import type { Secret } from '../secret.ts'
import { type Hit, withoutHits } from './hidden.ts'
import { run, shortest } from './known-lengths.ts'
import { KnownPlaces } from './known-places.ts'
import { isPlaceholder } from './placeholder.ts'

/**
 * The secrets that this run of the program knows, which it finds in a text whatever dress they wear (known-places.ts).
 *
 * Not looked for: values under 8 characters, placeholders, and GUIDs, which after a mix-up are the client id.
 */
export class KnownSecrets {
  readonly #values = new Map<string, string>()
  #places: KnownPlaces | null = null

  /** Remembers a secret, and hands it back. */
  add(secret: Secret): Secret {
    for (const value of valuesIn(secret.reveal())) this.#learn(secret.what, value)
    return secret
  }

  /** One that is none any more, such as a token that has ended: a program that runs for weeks meets thousands. */
  forget(secret: Secret): void {
    for (const value of valuesIn(secret.reveal())) this.#forget(value)
  }

  /** The same for all of a kind but the latest few: each request brings an assertion of its own, which lives for minutes. */
  keepLatest(count: number, what: string): void {
    const ofKind = [...this.#values].filter(([, kind]) => kind === what).map(([value]) => value)
    if (ofKind.length <= count) return
    for (const value of ofKind.slice(0, -count)) this.#forget(value)
  }

  #forget(value: string): void {
    this.#values.delete(value)
    this.#places?.changed(value)
  }

  #learn(what: string, value: string): void {
    if (value.length < shortest || isPlaceholder(value) || isGuid(value) || this.#values.has(value)) return
    this.#values.set(value, what)
    this.#places?.changed(value)
  }

  /** The text with what is known replaced by its kind and length. */
  takeOutOf(text: string): string {
    return withoutHits(text, this.hitsIn(text))
  }

  /** Writes them out in their dresses, which a first text would wait for. */
  getReady(): void {
    this.hitsIn('x'.repeat(run))
  }

  /** Where it stands. */
  hitsIn(text: string): Hit[] {
    if (this.#values.size === 0) return []
    this.#places ??= new KnownPlaces(this.#values)
    return this.#places.hitsIn(text)
  }
}

/** The values in what was handed over as a secret: itself, and the tokens in it when it is a text around them. */
function valuesIn(text: string): string[] {
  const bare = text.trim().replace(/^(["'])(.*)\1$/s, '$2')
  const words = bare.split(/[\s"',;]+/)
  const tokens = words.filter(word => /^eyJ[\w-]*\./.test(word) || (word.length >= run && /\d/.test(word)))
  const whole = bare.includes('\n') || (/\s/.test(bare) && tokens.length > 0) ? [] : [bare]
  return [...new Set([...whole, ...tokens])]
}
