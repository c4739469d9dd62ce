import { Why403Error } from '../core/error.ts'
import type { Flags } from './flags.ts'

const units: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
])

/** A week: longer than anybody waits for one thing. */
const longest = 7 * 24 * 3_600_000

/** Milliseconds of `30s`, `5m`, `1h`, `500ms`; a bare number is seconds. Null: the flag is not given. */
export function durationOf(
  name: 'every' | 'max-wait' | 'timeout',
  shortest: number,
  flags: Flags,
): number | null {
  const text = flags.text(name)
  if (text === undefined) return null
  const [, number = '', unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?) ?(ms|s|m|h)?$/.exec(text.trim()) ?? []
  const ms = number === '' ? Number.NaN : Number(number) * units.get(unit || 's')!
  if (ms >= shortest && ms <= longest) return ms
  throw new Why403Error('usage', `--${name} takes a time between ${shortest / 1000} s and a week.`, [
    'Such as 30s, 5m or 1h.',
  ])
}
