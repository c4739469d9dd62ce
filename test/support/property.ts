import fc from 'fast-check'

/**
 * fast-check with one seed, so that a run of the tests draws what the run before drew. To search further:
 * `SEED=7 npx vitest run FILE`.
 */
fc.configureGlobal({ seed: Number(process.env.SEED ?? 403) })

/** So many runs of a property; a tenth of them where the tests themselves are tested, once for each change of the code. */
export function runs(count: number): { readonly numRuns: number } {
  return { numRuns: process.env.MUTATE_TESTS === undefined ? count : Math.ceil(count / 10) }
}

export default fc
