import { defineConfig } from 'vitest/config'

/** What takes minutes: `npm run test:slow`. */
export default defineConfig({
  test: {
    include: ['test/slow/**/*.slow.test.ts'],
    reporters: ['default', './test/support/tally.ts'],
    maxWorkers: 2,
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
})
