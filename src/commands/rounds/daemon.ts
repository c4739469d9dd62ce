import { Why403Error } from '../../core/error.ts'
import type { FoundKeeper } from '../../edges/entra/credentials.ts'
import type { UsableSettings } from '../../edges/settings.ts'
import type { Io } from '../../io.ts'
import type { CourseEnd } from '../../render/text/rounds.ts'
import type { OperationsRequest } from '../../road.ts'
import type { Arguments } from '../flags.ts'
import { gatherRequest } from '../gather.ts'
import { openData } from '../open-data.ts'
import { keepToken, printRound, textOptions } from '../output.ts'
import { progressOf } from '../progress.ts'
import { Counter } from './course.ts'
import { type Plan, planOf } from './plan.ts'
import { Asker, type Round } from './round.ts'

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
  const isNew = plan.maxWaitMs !== null
  const asker = new Asker({ request, index, options, isNew, io: until(stop.signal, io), tell: progress.tell })
  const course = new Counter(plan, io.now())
  let end: CourseEnd | null = null
  for (;;) {
    const begun = io.now()
    const round = await asker.round().finally(progress.end)
    if (stop.signal.aborted) break
    course.count(round)
    await keepToken(round.token, 'given' in request.token, flags, io)
    end = course.endAfter(round, line, io.now())
    const isTold = plan.maxWaitMs === null || end !== null || flags.on('verbose') || !isAsBefore(round)
    if (isTold && !(await printRound(round.report, flags, io))) end = { kind: 'unread' }
    if (end !== null) break
    await io.pause(course.waitFrom(begun, io.now()), stop.signal)
    if (stop.signal.aborted) break
  }
  const { renderCourse } = await import('../../render/text/rounds.ts')
  const over = course.over(end ?? { kind: 'interrupted' }, io.now())
  const told = renderCourse(over, await textOptions(flags, io, io.stderr))
  // Ctrl-C shows itself where it is typed.
  io.stderr.write(end === null && io.stderr.isTerminal ? `\n${told}` : told)
  return course.code
}

function isAsBefore({ report: { round } }: Round): boolean {
  return round.failed === undefined && round.changes !== null && round.changes.length === 0
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

/** So long a file is taken to be as it was, in milliseconds: certificates are replaced while programs run. */
const freshFor = 3_600_000

/** The credential is read when it is needed; anew where Entra ID refused it, or where it is a file and time has passed. */
function keepingOf(settings: UsableSettings): (io: Io) => Promise<FoundKeeper> {
  let kept: FoundKeeper | null = null
  let readAt = 0
  return async io => {
    const { keeperOf } = await import('../../edges/entra/credentials.ts')
    const isSpent = kept === null || kept.keeper === null || kept.keeper.isSpent === true
    if (kept === null || isSpent || (kept.read !== null && io.now() - readAt >= freshFor)) {
      kept = await keeperOf(settings, io)
      readAt = io.now()
    }
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
