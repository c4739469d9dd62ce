import { Why403Error } from '../../core/error.ts'
import { durationOf } from '../durations.ts'
import type { Flags } from '../flags.ts'

/** How often, and until when. */
export interface Plan {
  readonly everyMs: number
  readonly maxRounds: number
  /** `--until-allowed`: for so long at most; null: it is not asked for. */
  readonly maxWaitMs: number | null
}

/** In milliseconds. Shorter ones than the first look like a loop to Entra ID (AADSTS50196). */
const [usualUntil, usualWait, shortest] = [15_000, 600_000, 1000]

/** What `--every`, `--until-allowed` and their limits ask for. */
export function planOf(flags: Flags): Plan {
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
  const other = flags.on('open')
    ? 'open'
    : (['case', 'rows', 'at'] as const).find(name => flags.text(name) !== undefined)
  if (other !== undefined)
    throw new Why403Error('usage', `--${other} is for one answer, and ${asked} gives many.`, [
      `Leave one of them out.`,
    ])
  const format = flags.text('format') ?? 'text'
  if (format !== 'text' && format !== 'json')
    throw new Why403Error('usage', `${asked} prints text, or with --format json a report a line.`)
}
