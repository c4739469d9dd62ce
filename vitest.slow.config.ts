import { defineConfig } from 'vitest/config'
import { textModules } from './tools/text-modules.ts'

/** What takes minutes: `npm run test:slow`. */
export default defineConfig({
  plugins: [textModules()],
  test: {
    include: ['test/slow/**/*.slow.test.ts'],
    reporters: ['default', './test/support/tally.ts'],
    maxWorkers: 2,
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
})
