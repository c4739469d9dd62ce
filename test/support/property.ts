import fc from 'fast-check'

/**
 * fast-check with one seed, so that a run of the tests draws what the run before drew. To search further:
 * `SEED=7 npx vitest run FILE`.
 */
fc.configureGlobal({ seed: Number(process.env.SEED ?? 403) })

export default fc
