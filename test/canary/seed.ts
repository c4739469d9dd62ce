import { createHash } from 'node:crypto'

/** Randomness that repeats: the same seed gives the same draws, in the same order, on every machine. */
export class Seed {
  readonly #name: string
  #drawn = 0

  constructor(name: string | number) {
    this.#name = String(name)
  }

  /** Another, that what is drawn here does not move. */
  branch(name: string): Seed {
    return new Seed(`${this.#name}/${name}`)
  }

  bytes(count: number): Buffer {
    return createHash('shake256', { outputLength: count })
      .update(`${this.#name}#${this.#drawn++}`)
      .digest()
  }

  /** From 0 up to, and without, the limit. */
  below(limit: number): number {
    return this.bytes(6).readUIntBE(0, 6) % limit
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!
  }

  /** So many characters of an alphabet. */
  text(alphabet: string, length: number): string {
    return [...this.bytes(2 * length)].reduce(
      (text, byte, at, all) =>
        at % 2 === 0 ? text + alphabet[(byte * 256 + all[at + 1]!) % alphabet.length] : text,
      '',
    )
  }
}
