import type { Report } from '../core/report/report.ts'

/** `Permission tables of 2026-08-07 and documentation of 2026-08-22, 111 days old`. */
export function sourceWords({ date, documentation, ageInDays }: Report['data']): string {
  const second = documentation === undefined ? '' : ` and documentation of ${documentation.date}`
  return `Permission tables of ${date}${second}${ageInDays === undefined ? '' : `, ${ageInDays} days old`}`
}
