import { againWithRecords } from '../core/command-line.ts'
import { Why403Error } from '../core/error.ts'
import { vainBecause } from '../core/report/compare-rounds.ts'
import type { ReportVerdict } from '../core/report/report.ts'
import type { RoundChange } from '../core/report/round.ts'
import type { FoundKeeper } from '../edges/entra/credentials.ts'
import type { UsableSettings } from '../edges/settings.ts'
import type { Io } from '../io.ts'
import type { Course, CourseEnd } from '../render/text/rounds.ts'
import type { OperationsRequest } from '../road.ts'
import { durationOf } from './durations.ts'
import type { Arguments, Flags } from './flags.ts'
import { gatherRequest } from './gather.ts'
import { openData } from './open-data.ts'
import { keepToken, printRound } from './output.ts'
import { progressOf } from './progress.ts'
import { Asker, type Round } from './round.ts'

/** How often, and until when. */
interface Plan {
  readonly everyMs: number
  readonly maxRounds: number
  /** `--until-allowed`: for so long at most; null: it is not asked for. */
  readonly maxWaitMs: number | null
}

/** In milliseconds. Shorter ones than the first look like a loop to Entra ID (AADSTS50196). */
const [usualUntil, usualWait, shortest] = [15_000, 600_000, 1000]

/**
 * Asks again and again: until interrupted, for so many rounds, or until what is asked is allowed. The exit code is the
 * last round's. A round that comes to no answer is told, and does not end it.
 */
export async function keepAsking(args: Arguments, kind: 'check' | 'call', io: Io): Promise<number> {
  const { flags, line } = args
  const plan = planOf(flags)
  const { index, options } = openData(io)
  const request = withKeeper(await gatherRequest(args, kind, index, io), plan)
  const stop = new AbortController()
  void io.untilInterrupted().then(() => stop.abort())
  const progress = progressOf(flags, io)
  const asker = new Asker({
    request,
    index,
    options,
    isNew: plan.maxWaitMs !== null,
    io: until(stop.signal, io),
    tell: progress.tell,
  })
  const course = new Counter(io.now())
  const cameOf: RoundChange[] = []
  let end: CourseEnd | null = null
  while (end === null) {
    const begun = io.now()
    const round = await asker.round().finally(progress.end)
    if (stop.signal.aborted) break
    course.count(round)
    if (plan.maxWaitMs !== null) cameOf.push(...(round.report.round.changes ?? []))
    await keepToken(round.token, 'given' in request.token, flags, io)
    end = endOf(round, course, plan, io, { line, came: cameOf })
    const isTold = plan.maxWaitMs === null || end !== null || flags.on('verbose') || !isAsBefore(round)
    if (isTold && !(await printRound(round.report, flags, io))) end = { kind: 'unread' }
    if (end !== null) break
    await io.pause(waitOf(plan, begun, course, io), stop.signal)
    if (stop.signal.aborted) break
  }
  const { renderCourse } = await import('../render/text/rounds.ts')
  const { textOptions } = await import('./output.ts')
  const told = renderCourse(
    course.over(end ?? { kind: 'interrupted' }, io.now()),
    await textOptions(flags, io, io.stderr),
  )
  // Ctrl-C shows itself where it is typed.
  io.stderr.write(end === null && io.stderr.isTerminal ? `\n${told}` : told)
  return course.code
}

function isAsBefore({ report: { round } }: Round): boolean {
  return round.failed === undefined && round.changes !== null && round.changes.length === 0
}

function planOf(flags: Flags): Plan {
  const every = durationOf('every', shortest, flags)
  const isUntil = flags.on('until-allowed')
  const maxWait = durationOf('max-wait', shortest, flags)
  const maxRounds = flags.number('max-rounds')
  if (every === null && !isUntil) {
    const flag = maxRounds === undefined ? '--max-wait' : '--max-rounds'
    throw new Why403Error('usage', `${flag} ends what --every or --until-allowed begins.`, [
      'Give one of them: --every 5m',
    ])
  }
  if (maxWait !== null && !isUntil)
    throw new Why403Error('usage', '--max-wait ends --until-allowed.', ['For --every: --max-rounds N'])
  if (maxRounds !== undefined && (!Number.isInteger(maxRounds) || maxRounds < 1))
    throw new Why403Error('usage', '--max-rounds takes a whole number from 1.')
  refuseBeside(flags, every === null ? '--until-allowed' : '--every')
  return {
    everyMs: every ?? usualUntil,
    maxRounds: maxRounds ?? Number.POSITIVE_INFINITY,
    maxWaitMs: isUntil ? (maxWait ?? usualWait) : null,
  }
}

/** What is for one answer alone. */
function refuseBeside(flags: Flags, asked: string): void {
  const other = (['case', 'rows', 'at'] as const).find(name => flags.text(name) !== undefined)
  if (other !== undefined)
    throw new Why403Error('usage', `--${other} is for one answer, and ${asked} gives many.`, [
      `Leave one of them out.`,
    ])
  const format = flags.text('format') ?? 'text'
  if (format !== 'text' && format !== 'json')
    throw new Why403Error('usage', `${asked} prints text, or with --format json a report a line.`)
}

/** Tokens are kept from round to round, in memory. */
function withKeeper(request: OperationsRequest, { maxWaitMs }: Plan): OperationsRequest {
  const { token } = request
  if ('given' in token) {
    if (maxWaitMs === null) return request
    throw new Why403Error('usage', '--until-allowed asks for new tokens, and this one was handed in.', [
      'What was granted since is in no older token: leave it out, and one is acquired.',
    ])
  }
  const { acquireWith } = token
  if (maxWaitMs !== null && acquireWith.app === null)
    throw new Why403Error(
      'usage',
      '--until-allowed asks for new tokens, and the host of a managed identity keeps its own for up to a day.',
      ['To hear when it hands out another: --every 1h'],
    )
  return { ...request, token: { ...token, keeping: keepingOf(acquireWith), isNew: maxWaitMs !== null } }
}

/** The credential is read once it is needed, and anew after a round that found none that could be used. */
function keepingOf(settings: UsableSettings): (io: Io) => Promise<FoundKeeper> {
  let kept: FoundKeeper | null = null
  return async io => {
    const { keeperOf } = await import('../edges/entra/credentials.ts')
    if (kept === null || kept.keeper === null || kept.keeper.isSpent === true)
      kept = await keeperOf(settings, io)
    return kept
  }
}

/** The same Io, which lets go at once when it is interrupted. */
function until(signal: AbortSignal, io: Io): Io {
  return {
    ...io,
    http: request => io.http({ ...request, signal }),
    pause: ms => io.pause(ms, signal),
  }
}

function endOf(
  { report }: Round,
  course: Counter,
  { maxRounds, maxWaitMs }: Plan,
  { now }: Io,
  { line, came }: { line: Arguments['line']; came: readonly RoundChange[] },
): CourseEnd | null {
  if (maxWaitMs !== null) {
    if (report.verdict === 'clear') return { kind: 'allowed', came }
    const because = vainBecause(report)
    if (because !== null) return { kind: 'in-vain', because }
    if (now() - course.begunAt >= maxWaitMs) return { kind: 'max-wait', look: againWithRecords(line) }
  }
  return course.rounds >= maxRounds ? { kind: 'max-rounds' } : null
}

/** From the beginning of a round to that of the next. */
function waitOf({ everyMs, maxWaitMs }: Plan, begun: number, course: Counter, { now }: Io): number {
  const left = maxWaitMs === null ? Number.POSITIVE_INFINITY : course.begunAt + maxWaitMs - now()
  return Math.max(0, Math.min(begun + everyMs - now(), left))
}

class Counter {
  readonly begunAt: number
  rounds = 0
  /** The last round's; before any, that nothing was answered. */
  code = 3
  readonly #verdicts = new Map<ReportVerdict, number>()
  readonly #counts = { failed: 0, acquired: 0, reused: 0, changes: 0 }

  constructor(begunAt: number) {
    this.begunAt = begunAt
  }

  count({ report }: Round): void {
    const { round, verdict } = report
    this.rounds++
    this.code = round.failed !== undefined ? 3 : verdict === 'clear' ? 0 : 1
    if (round.failed !== undefined) this.#counts.failed++
    else this.#verdicts.set(verdict, this.#of(verdict) + 1)
    if (round.token?.how === 'reused') this.#counts.reused++
    if (round.token?.how === 'acquired' || round.token?.how === 'renewed') this.#counts.acquired++
    this.#counts.changes += round.changes?.length ?? 0
  }

  over(end: CourseEnd, now: number): Course {
    const seconds = Math.round((now - this.begunAt) / 1000)
    const { rounds } = this
    const [clear, problem] = [this.#of('clear'), this.#of('problem')]
    return { rounds, clear, problem, undetermined: this.#of('undetermined'), ...this.#counts, seconds, end }
  }

  #of(verdict: ReportVerdict): number {
    return this.#verdicts.get(verdict) ?? 0
  }
}
