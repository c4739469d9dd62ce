import { defineConfig } from 'vitest/config'
import { textModules } from './tools/text-modules.ts'

export default defineConfig({
  plugins: [textModules()],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/slow/**'],
    reporters: ['default', './test/support/tally.ts'],
    // Tests make real RSA keys and real loopback calls on two cores.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
