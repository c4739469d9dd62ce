import type { Report } from '../../core/report/report.ts'
import type { TokenCheck } from '../../core/token/checks.ts'
import type { Mark, Style } from './style.ts'

const marks: Record<TokenCheck['status'], Mark> = { passed: 'good', failed: 'bad', 'not-checked': 'note' }

const label = 11

/** The validation, a line for each thing that was compared. */
export function renderChecks({ token }: Report, style: Style): string {
  if (token?.checks === undefined) return ''
  const lines = token.checks.map(({ check, status, reason }) =>
    style.wrap(
      status === 'not-checked' ? `not checked: ${reason}` : reason,
      label + 4,
      `  ${style.mark(marks[status])} ${check.padEnd(label)}`,
    ),
  )
  return [style.colour.bold('Checks'), ...lines].join('\n')
}
