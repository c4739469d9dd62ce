import type { Reporter, TestModule } from 'vitest/node'

/**
 * Ends a run with one plain line, `N passed, N failed`, for whoever reads the log by machine. With FORBID_SKIPS set, a
 * test that is skipped fails the run.
 */
export default class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0 }
    for (const module of modules) {
      counts.failed += module.errors().length
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'pending' || state === 'skipped') counts.skipped++
        else counts[state]++
      }
    }
    if (counts.skipped > 0 && process.env.FORBID_SKIPS) process.exitCode = 1
    const skipped = counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`
    // A task of its own, behind the default reporter's summary.
    setTimeout(
      () => process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed${skipped}\n`),
      0,
    )
  }
}
