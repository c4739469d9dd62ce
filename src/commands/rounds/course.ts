import { againWithRecords, type CommandLine } from '../../core/command-line.ts'
import { vainBecause } from '../../core/report/compare-rounds.ts'
import type { ReportVerdict } from '../../core/report/report.ts'
import type { RoundChange } from '../../core/report/round.ts'
import type { Course, CourseEnd } from '../../render/text/rounds.ts'
import type { Plan } from './plan.ts'
import type { Round } from './round.ts'

/** How the rounds go: counted, and when the next one is, if any. */
export class Counter {
  /** The last round's exit code; before any, that nothing was answered. */
  code = 3
  readonly #plan: Plan
  readonly #begunAt: number
  readonly #verdicts = new Map<ReportVerdict, number>()
  readonly #counts = { rounds: 0, failed: 0, acquired: 0, reused: 0, changes: 0 }
  /** What came while it was waited for. */
  readonly #came: RoundChange[] = []

  constructor(plan: Plan, begunAt: number) {
    this.#plan = plan
    this.#begunAt = begunAt
  }

  count({ report }: Round): void {
    const { round, verdict } = report
    const counts = this.#counts
    counts.rounds++
    this.code = round.failed !== undefined ? 3 : verdict === 'clear' ? 0 : 1
    if (round.failed !== undefined) counts.failed++
    else this.#verdicts.set(verdict, this.#of(verdict) + 1)
    if (round.token?.how === 'reused') counts.reused++
    if (round.token?.how === 'acquired' || round.token?.how === 'renewed') counts.acquired++
    counts.changes += round.changes?.length ?? 0
    if (this.#plan.maxWaitMs !== null) this.#came.push(...(round.changes ?? []))
  }

  /** Why this round was the last; null: another follows. */
  endAfter({ report }: Round, line: CommandLine, now: number): CourseEnd | null {
    const { maxRounds, maxWaitMs } = this.#plan
    const because = maxWaitMs !== null || report.round.nth === 1 ? vainBecause(report) : null
    if (maxWaitMs !== null) {
      if (report.verdict === 'clear') return { kind: 'allowed', came: this.#came }
      if (because !== null) return { kind: 'in-vain', because: because.words }
      if (now - this.#begunAt >= maxWaitMs) return { kind: 'max-wait', look: againWithRecords(line) }
    }
    // Settings are read once: no later round would hear anything else.
    if (because?.isOfSettings === true) return { kind: 'in-vain', because: because.words }
    return this.#counts.rounds >= maxRounds ? { kind: 'max-rounds' } : null
  }

  /** Milliseconds from now to the beginning of the next round. */
  waitFrom(begun: number, now: number): number {
    const { everyMs, maxWaitMs } = this.#plan
    const left = maxWaitMs === null ? Number.POSITIVE_INFINITY : this.#begunAt + maxWaitMs - now
    return Math.max(0, Math.min(begun + everyMs - now, left))
  }

  over(end: CourseEnd, now: number): Course {
    const seconds = Math.round((now - this.#begunAt) / 1000)
    const [clear, problem] = [this.#of('clear'), this.#of('problem')]
    return { clear, problem, undetermined: this.#of('undetermined'), ...this.#counts, seconds, end }
  }

  #of(verdict: ReportVerdict): number {
    return this.#verdicts.get(verdict) ?? 0
  }
}
