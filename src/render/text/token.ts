import { audienceName } from '../../core/knowledge/audiences.ts'
import { cloudTitle, type Report, type TokenReport } from '../../core/report/report.ts'
import { duration } from '../../core/time.ts'
import type { Style } from './style.ts'

const label = 9

/** The claims that decide, in human words: aud, appid, roles, scp, exp, and the signature. */
export function renderToken(report: Report, style: Style): string {
  const { token } = report
  // Of what is no access token the headline has said what it is.
  if (token?.form !== 'jwt') return ''
  const lines = [style.wrap(headline(token, style), label, style.colour.bold('Token'.padEnd(label)))]
  for (const [name, value] of claimRows(token, report, style))
    lines.push(style.wrap(value, label, `  ${name.padEnd(label - 2)}`))
  return lines.join('\n')
}

function headline({ access, credential, origin, secondsLeft, exp }: TokenReport, style: Style): string {
  const proof =
    credential === 'secret'
      ? 'client secret'
      : credential === 'assertion'
        ? 'certificate or federated credential'
        : null
  const parts = [
    access === 'unknown' ? 'of unknown kind' : (access ?? ''),
    proof,
    origin === 'acquired' ? null : origin,
  ]
  if (exp != null && secondsLeft != null) {
    const now = (exp.value - secondsLeft) * 1000
    const until = style.time(exp.value * 1000, now)
    parts.push(
      secondsLeft > 0
        ? `lives ${duration(secondsLeft)}, until ${until}`
        : `expired ${duration(secondsLeft)} ago, at ${until}`,
    )
  }
  return parts.filter(part => part !== null && part !== '').join(style.separator)
}

export function claimRows(token: TokenReport, report: Report, style: Style): [string, string][] {
  const appName = token.claims?.find(({ name }) => name === 'app_displayname')?.value
  const rows: [string, string][] = [
    ['aud', `${token.aud ?? 'absent'}${gap}${audienceWords(token.aud ?? null, report)}`],
    ['appid', `${token.appid ?? 'absent'}${typeof appName === 'string' ? gap + appName : ''}`],
    ['roles', rolesWords(token, style)],
    ['scp', scpWords(token)],
    ['exp', expiryWords(token)],
    ['sig', signatureWords(token)],
  ]
  if (style.verbose) {
    for (const name of ['iss', 'tid', 'oid', 'ver'] as const) rows.push([name, token[name] ?? 'absent'])
    rows.push(['kind', (token.accessEvidence ?? []).join('; ')])
  }
  return rows
}

const gap = '   '

export function audienceWords(aud: string | null, { cloud }: Report): string {
  if (aud === null) return ''
  const name =
    audienceName(aud) ??
    (/^https:\/\/([\w-]+\.)*(graph\.microsoft\.|microsoftgraph\.)/.test(aud) ? 'Microsoft Graph' : null)
  if (name === null) return 'not an API that is known here'
  return name === 'Microsoft Graph' && cloud !== undefined ? `${name}, ${cloudTitle(cloud)}` : name
}

export function rolesWords({ roles, access }: TokenReport, style: Style): string {
  if (roles == null) return access === 'delegated' ? 'absent, as usual for a delegated token' : 'none'
  if (roles.length === 0) return 'none'
  const shown = style.verbose ? roles : roles.slice(0, 12)
  const more = roles.length - shown.length
  return shown.join(', ') + (more > 0 ? `, ${style.ellipsis} ${more} more (--verbose)` : '')
}

export function scpWords({ scp, access }: TokenReport): string {
  if (scp != null && scp.length > 0) return scp.join(', ')
  return access === 'app-only' ? 'absent, as it should be for an app-only token' : 'absent'
}

export function expiryWords({ exp, secondsLeft }: TokenReport): string {
  if (exp == null || secondsLeft == null) return 'absent'
  return `${exp.time}, ${secondsLeft > 0 ? `in ${duration(secondsLeft)}` : `${duration(secondsLeft)} ago`}`
}

function signatureWords({ signature }: TokenReport): string {
  if (signature === undefined) return 'not checked'
  switch (signature.status) {
    case 'verified':
      return `verified${signature.graphNonce ? " (Graph's header nonce handled)" : ''}`
    case 'mismatch':
      return `does not fit: ${signature.reason}`
    case 'not-checked':
      return `not checked: ${signature.reason}`
    case 'unverifiable':
      return `cannot be verified: ${signature.reason}`
  }
}
