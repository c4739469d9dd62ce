import { pseudoRole } from '../../core/knowledge/directory-roles.ts'
import type { ClaimReport, Report, TokenReport } from '../../core/report/report.ts'
import { audienceWords, expiryWords, rolesWords, scpWords } from '../token-words.ts'
import type { Style } from './style.ts'

const label = 7
/** A client id or an audience, and a gap. */
const value = 39

/** A token in the few lines that decide: what for, who, where, what it may, until when, how far it was checked. */
export function renderSummary(report: Report, style: Style): string {
  const { token } = report
  if (token?.form !== 'jwt') return ''
  const rows: readonly (readonly [label: string, value: string, note?: string])[] = [
    ['aud', token.aud ?? 'absent', apiWords(token, report)],
    ['appid', token.appid ?? 'absent', appWords(token)],
    ['tid', token.tid ?? 'absent', tenantWords(token)],
    ['roles', rolesWords(token, style)],
    ['scp', scpWords(token)],
    ['exp', expiryWords(token)],
    ['checks', checksWords(token)],
    ...telling(token, style).map(words => ['also', words] as const),
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

/** Its own name, or the one that Microsoft's app is known by. */
function appWords(token: TokenReport): string {
  const name = claimOf(token, 'app_displayname')?.value
  if (typeof name === 'string') return name
  return claimOf(token, 'appid')?.says ?? claimOf(token, 'azp')?.says ?? ''
}

/** Claims that few tokens have, and that change what a token is worth: each with why it is told. */
const tellingClaims = new Map<string, (claim: ClaimReport, token: TokenReport) => boolean>([
  ['cnf', () => true],
  ['xms_par_app_azp', () => true],
  ['xms_sub_fct', ({ says }) => /agent/i.test(says ?? '')],
  ['acct', ({ value }) => value === 1 || value === '1'],
  ['idp', ({ value }, { iss }) => value !== iss],
  ['hasgroups', () => true],
  ['_claim_sources', () => true],
  // What stands in every app-only token alone says nothing.
  [
    'wids',
    ({ value }) =>
      Array.isArray(value) && value.some(id => typeof id === 'string' && pseudoRole(id) === null),
  ],
  ['xms_cc', ({ says }) => says !== undefined],
  ['refresh_token', () => true],
  ['serviceurl', () => true],
  ['appctx', () => true],
])

const mostTelling = 3

/** What such claims say, in few words. */
function telling(token: TokenReport, style: Style): string[] {
  const told = [...tellingClaims].flatMap(([name, isTelling]) => {
    const claim = claimOf(token, name)
    return claim !== undefined && isTelling(claim, token) ? [claim] : []
  })
  const all = told.flatMap(({ name, says, meaning }) => {
    const words = says ?? meaning
    return words === null ? [] : [`${name}: ${words}`]
  })
  const pasted =
    token.wrapping === undefined ? [] : [`it came ${token.wrapping}: sent like that, Graph answers 401`]
  return [...pasted, ...(style.verbose ? all : all.slice(0, mostTelling))]
}

function claimOf({ claims = [] }: TokenReport, wanted: string): ClaimReport | undefined {
  return claims.find(({ name }) => name === wanted)
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
  return `${passed}${named}, signature ${signatureWords.get(signature?.status ?? 'not-checked') ?? 'not verified'}`
}

const signatureWords: ReadonlyMap<string, string> = new Map([
  ['verified', 'verified'],
  ['verified-when-written', 'verified when the case was written'],
])
