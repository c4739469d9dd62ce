import { defineConfig } from 'vitest/config'
import { textModules } from './tools/text-modules.ts'

/** MSAL holds the managed identity's kind of host for the life of a process. */
const hosts = ['test/cli/credentials.test.ts', 'test/cli/host-identity.test.ts']

export default defineConfig({
  plugins: [textModules()],
  test: {
    reporters: ['default', './test/support/tally.ts'],
    // Tests make real RSA keys and real loopback calls on two cores.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        // To load the sources for each file anew took a fourth of the time; nothing in them may remember a caller anyway.
        test: {
          name: 'shared',
          isolate: false,
          include: ['test/**/*.test.ts'],
          exclude: ['test/slow/**', ...hosts],
        },
      },
      { extends: true, test: { name: 'alone', include: hosts } },
    ],
  },
})
