import type { Report } from '../../core/report/report.ts'
import { isoTime } from '../../core/time.ts'
import { html, type Markup } from './parts/html.ts'

/** The time that a report judges by, in seconds since 1970; null where nothing in it tells. */
export function timeOf({ token, case: opened }: Report): number | null {
  if (opened !== undefined && opened.at.value > 0) return opened.at.value
  return token?.exp == null || token.secondsLeft == null ? null : token.exp.value - token.secondsLeft
}

/** `2026-11-26 01:43 UTC`, or `01:43 UTC` of the same day. */
export function utc(seconds: number, sameDayAs: number | null = null): string {
  const [day, time] = isoTime(seconds).split('T') as [string, string]
  const clock = `${time.slice(0, 5)} UTC`
  return sameDayAs !== null && isoTime(sameDayAs).startsWith(day) ? clock : `${day} ${clock}`
}

/** An operation or a path, which may break at its slashes. */
export function breakable(text: string): Markup {
  return html`<span class="m">${soft(text)}</span>`
}

/** Names that may break before a slash and behind a dot: `User.ReadBasic.All`, `/users/{id}`. */
export function soft(text: string): Markup {
  const [first = '', ...rest] = text.split(/(?=\/)|(?<=[A-Za-z]\.)(?=[A-Z])/)
  return html`${first}${rest.map(part => html`<wbr>${part}`)}`
}

/** An id in short, whole where somebody points at it. */
export function shortened(id: string): Markup {
  return /^[0-9a-f-]{36}$/i.test(id)
    ? html`<span class="m" title="${id}">${id.slice(0, 8)}…${id.slice(-4)}</span>`
    : html`<span class="m">${id}</span>`
}

/** Without what this run was not given: `2 of 2 calls answered`. */
export function answeredWords({ calls }: Report): string | null {
  if (calls.length === 0) return null
  const answered = calls.filter(({ status, error }) => status != null && error === undefined).length
  return `${answered} of ${calls.length} call${calls.length === 1 ? '' : 's'} answered`
}
