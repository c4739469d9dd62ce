/** `2026-11-22T19:31:07Z` of seconds since 1970. */
export function isoTime(seconds: number): string {
  return `${new Date(Math.floor(seconds) * 1000).toISOString().slice(0, 19)}Z`
}

/** A duration in seconds as people say it: `45 s`, `61 min`, `23 h`, `4 days`. Rounded down, sign dropped. */
export function duration(seconds: number): string {
  const length = Math.abs(seconds)
  if (length < 120) return `${Math.floor(length)} s`
  if (length < 2 * 3600) return `${Math.floor(length / 60)} min`
  if (length < 2 * 86_400) return `${Math.floor(length / 3600)} h`
  return `${Math.floor(length / 86_400)} days`
}

/** Beyond year 9999 a number of seconds is no date that can be shown. */
const lastSecond = 253_402_300_799

/** The value if it is a number of seconds since 1970 that can be shown as a date. */
export function secondsOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= lastSecond
    ? value
    : null
}
