import type { Source } from '../knowledge/sources.ts'
import type { Explanation } from './explanation.ts'

/** What the documentation tells of a thing that no refusal is at hand for. */
export interface Documented {
  /** Null: `explain` takes it by its own name. */
  readonly id: string | null
  readonly title: string
  readonly class: string | null
  readonly shown: readonly (readonly [name: string, actual: string])[]
  /** A sentence. */
  readonly cure: string
  readonly source: Source
  readonly uncertain?: string
}

export function documented({
  id,
  title,
  class: kind,
  shown,
  cure,
  source,
  uncertain,
}: Documented): Explanation {
  return {
    id,
    title,
    class: kind,
    causes: [],
    retry: null,
    evidence: shown.map(([name, actual]) => ({ name, expected: null, actual, source: 'documentation' })),
    candidates: [],
    fix: source.address === null ? [] : [{ label: cure, url: source.address }],
    source: source.title,
    page: source.address,
    uncertain: uncertain ?? null,
  }
}
