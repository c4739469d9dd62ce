import type { Report } from '../core/report/report.ts'
import type { View } from './rendering.ts'

/**
 * How what a text told is shown. Without a refusal it is what it holds: operations, a token, or both.
 *
 * @param claims the command that prints a token's claims
 */
export function viewOfPaste(report: Report, claims: string): View {
  const { refusals = [], operations, token } = report
  if (refusals.length > 0 || (operations.length === 0 && token === undefined)) return { show: 'reference' }
  if (token === undefined) return { show: 'needs', scheme: 'application' }
  return operations.length > 0
    ? { show: 'road' }
    : { show: 'token', whole: false, reach: false, rest: claims }
}
