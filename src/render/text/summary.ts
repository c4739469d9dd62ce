import type { Report, TokenReport } from '../../core/report/report.ts'
import type { Style } from './style.ts'
import { audienceWords, expiryWords, renderToken, rolesWords, scpWords } from './token.ts'

const label = 7
/** A client id or an audience, and a gap. */
const value = 39

/** A token in the few lines that decide: what for, who, where, what it may, until when, how far it was checked. */
export function renderSummary(report: Report, style: Style): string {
  const { token } = report
  if (token?.form !== 'jwt') return renderToken(report, style)
  const name = token.claims?.find(({ name }) => name === 'app_displayname')?.value
  const rows: readonly (readonly [label: string, value: string, note?: string])[] = [
    ['aud', token.aud ?? 'absent', apiWords(token, report)],
    ['appid', token.appid ?? 'absent', typeof name === 'string' ? name : ''],
    ['tid', token.tid ?? 'absent', tenantWords(token)],
    ['roles', rolesWords(token, style)],
    ['scp', scpWords(token)],
    ['exp', expiryWords(token)],
    ['checks', checksWords(token)],
  ]
  return rows
    .map(([name, text, note = '']) => {
      const words = note === '' ? text : `${text.padEnd(value - 1)} ${note}`
      return style.wrap(words, label, name.padEnd(label))
    })
    .join('\n')
}

function apiWords({ aud }: TokenReport, report: Report): string {
  const words = audienceWords(aud ?? null, report)
  return report.cloud === 'emulator' && words.startsWith('Microsoft Graph')
    ? 'Microsoft Graph, make-believe'
    : words
}

function tenantWords({ checks = [] }: TokenReport): string {
  const tenant = checks.find(({ check }) => check === 'tenant')
  if (tenant?.status === 'passed') return 'the configured tenant'
  return tenant?.status === 'failed' ? 'not the configured tenant' : ''
}

/** `9 of 9 passed, signature verified`; those that failed are named. */
function checksWords({ checks = [], signature }: TokenReport): string {
  const looked = checks.filter(({ status }) => status !== 'not-checked')
  const failed = looked.filter(({ status }) => status === 'failed').map(({ check }) => check)
  const passed = `${looked.length - failed.length} of ${looked.length} passed`
  const named = failed.length === 0 ? '' : `, not ${failed.join(', ')}`
  return `${passed}${named}, signature ${signature?.status === 'verified' ? 'verified' : 'not verified'}`
}
