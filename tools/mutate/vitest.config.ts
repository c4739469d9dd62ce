import { defineConfig } from 'vitest/config'
import { textModules } from '../text-modules.ts'

/** The tests of one round of tools/mutate.ts, a pattern a line. */
export default defineConfig({
  plugins: [textModules()],
  test: {
    include: (process.env.MUTATE_TESTS ?? 'test/core/**/*.test.ts').split('\n'),
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
})
