import fc from 'fast-check'

/**
 * fast-check with one seed, so that a run of the tests draws what the run before drew. To search further:
 * `SEED=7 npx vitest run FILE`.
 */
fc.configureGlobal({ seed: Number(process.env.SEED ?? 403) })

const areTested = process.env.MUTATE_TESTS !== undefined

/** So many runs of a property; a tenth of them where the tests themselves are tested, once for each change of the code. */
export function runs(count: number): { readonly numRuns: number } {
  return { numRuns: areTested ? Math.ceil(count / 10) : count }
}

/** All of a list; there every tenth. */
export function sampled<Item>(items: Iterable<Item>): Item[] {
  return [...items].filter((_, i) => !areTested || i % 10 === 0)
}

export default fc
