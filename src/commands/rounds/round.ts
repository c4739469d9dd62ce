import { Why403Error } from '../../core/error.ts'
import { findingsFor } from '../../core/findings/load.ts'
import { changesBetween, tokenStory } from '../../core/report/compare-rounds.ts'
import { failedRound, type Report, type ReportOptions, reportOf } from '../../core/report/report.ts'
import type { RoundReport } from '../../core/report/round.ts'
import type { Secret } from '../../core/secret.ts'
import type { PermissionIndex } from '../../core/tables/permission-index.ts'
import { isoTime } from '../../core/time.ts'
import type { Io } from '../../io.ts'
import { type Arrival, type Milestone, type OperationsRequest, walk } from '../../road.ts'

export interface Asking {
  readonly request: OperationsRequest
  readonly index: PermissionIndex
  readonly options: Omit<ReportOptions, 'rows'>
  /** Each round with a token of its own: what was granted since is in no other. */
  readonly isNew: boolean
  readonly io: Io
  tell(milestone: Milestone): void
}

/** What a round came to. */
export interface Round {
  readonly report: Report & { readonly round: RoundReport }
  /** One that was acquired in it; null: none was. */
  readonly token: Secret | null
}

/** So many tokens are known at a time: one that ended is no secret any more, and weeks see thousands. */
const mostTokens = 3

/** Asks the same again and again, and compares. */
export class Asker {
  readonly #asking: Asking
  readonly #tokens: Secret[] = []
  #rounds = 0
  /** Of the last round that came to an answer. */
  #last: Report | null = null
  #lastEndsAt: number | null = null
  #hasFailed = false

  constructor(asking: Asking) {
    this.#asking = asking
  }

  /** One round. A server out of reach, or a fault of ours, is what the round came to, and no end. */
  async round(): Promise<Round> {
    const { io, request, index, options, tell } = this.#asking
    const startedAt = Math.floor(io.now() / 1000)
    const round = { nth: ++this.#rounds, startedAt: isoTime(startedAt), changes: null }
    try {
      return await this.#answered(round, startedAt, await walk(request, index, io, tell))
    } catch (error) {
      // Of a wrong setting no later round would hear anything else.
      if (error instanceof Why403Error && error.exitCode === 2) throw error
      const failed = failureOf(error, this.#hasFailed)
      this.#hasFailed = true
      return { report: failedRound({ ...round, failed }, startedAt, options), token: null }
    }
  }

  async #answered(
    base: Pick<RoundReport, 'nth' | 'startedAt'>,
    startedAt: number,
    { facts, acquired }: Arrival,
  ): Promise<Round> {
    const { index, options, isNew } = this.#asking
    const report = reportOf(facts, index, await findingsFor(facts), { ...options, rows: false })
    const renewed = report.calls.find(call => call.renewed !== undefined)?.renewed?.because ?? null
    // The host of a managed identity keeps tokens itself.
    const reused = acquired !== null && (acquired.reused || this.#isLast(acquired.token))
    const isAcquired = acquired !== null && acquired.token !== null && !reused
    const isAsked = acquired !== null || 'given' in this.#asking.request.token
    const token = tokenStory({
      acquired:
        acquired === null ? null : { isIssued: acquired.token !== null, reused, endsAt: acquired.endsAt },
      lastEndsAt: this.#lastEndsAt,
      isFirst: this.#last === null,
      ...{
        isNew,
        hasFailed: this.#hasFailed,
        renewed,
        begunAt: startedAt,
        now: Math.floor(this.#asking.io.now() / 1000),
      },
    })
    const changes = this.#last === null ? null : changesBetween(this.#last, report)
    this.#last = report
    this.#lastEndsAt = acquired?.endsAt ?? null
    this.#hasFailed = false
    if (isAcquired) this.#remember(acquired.token!)
    return {
      report: { ...report, round: { ...base, ...(isAsked ? { token } : {}), changes } },
      token: isAcquired ? acquired.token : null,
    }
  }

  #isLast(token: Secret | null): boolean {
    return token !== null && token.reveal() === this.#tokens.at(-1)?.reveal()
  }

  #remember(token: Secret): void {
    this.#tokens.push(token)
    const { known } = this.#asking.options
    while (this.#tokens.length > mostTokens) known?.forget(this.#tokens.shift()!)
    for (const what of ['assertion', 'federated token']) known?.keepLatest(mostTokens, what)
  }
}

function failureOf(error: unknown, isAgain: boolean): Required<RoundReport>['failed'] {
  if (error instanceof Why403Error)
    return { code: error.code, message: error.message, hints: isAgain ? [] : error.hints }
  const kind = error instanceof Error ? error.name : typeof error
  return { code: 'fault', message: `Something went wrong that should not have (${kind}).`, hints: [] }
}
