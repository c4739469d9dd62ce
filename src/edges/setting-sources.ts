import type { Setting } from '../core/credential.ts'

/** Where settings may stand: the environment, a `.env`. */
export interface Source {
  readonly origin: string
  valueOf(name: string): string | undefined
}

/** The first that is not blank: source by source, and in one of them name by name. */
export function find(sources: readonly Source[], ...names: readonly string[]): Setting<string> | null {
  for (const source of sources) {
    for (const name of names) {
      const value = source.valueOf(name)
      if (value !== undefined && value.trim() !== '') return { value, name, origin: source.origin }
    }
  }
  return null
}

/** The first of the names that is there and holds nothing; null: none of them is there. */
export function findBlank(sources: readonly Source[], ...names: readonly string[]): Setting<string> | null {
  for (const source of sources) {
    for (const name of names)
      if (source.valueOf(name)?.trim() === '') return { value: '', name, origin: source.origin }
  }
  return null
}

export function fromFlag(value: string | undefined, name: string): Setting<string> | null {
  return value === undefined ? null : { value, name, origin: 'flag' }
}
