import { cloudTitle } from '../core/clouds.ts'
import { credentialTitle } from '../core/credential.ts'
import { audienceName } from '../core/knowledge/audiences.ts'
import type { Report, TokenReport } from '../core/report/report.ts'
import { duration } from '../core/time.ts'
import type { Style } from './text/style.ts'

/** What text and Markdown say of a token in the same words, claim by claim. */
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
  const { shown, more } = style.few(roles, 12)
  return [...shown, ...more].join(', ')
}

export function scpWords({ scp, access }: TokenReport): string {
  if (scp != null && scp.length > 0) return scp.join(', ')
  // An empty one, or "/".
  const form = scp == null ? 'absent' : 'present, and without a delegated permission'
  return access === 'app-only' ? `${form}, as it should be for an app-only token` : form
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
    case 'verified-when-written':
      return 'verified when the case was written, as the case says'
    case 'mismatch':
      return `does not fit: ${signature.reason}`
    case 'not-checked':
      return `not checked: ${signature.reason}`
    case 'unverifiable':
      return `cannot be verified: ${signature.reason}`
  }
}

/** How the client proved itself: as it was done here, beside what the token says; else as the token says alone. */
export function proofWords({ credential }: TokenReport, acquisition: Report['acquisition']): string | null {
  const told = credential === undefined ? undefined : claimWords.get(credential)
  if (acquisition === undefined) return told ?? null
  const done = credentialTitle(acquisition.credential)
  if (acquisition.claimAgrees === false)
    return `${done}, but its appidacr tells of a ${told ?? 'public client'}`
  return acquisition.claimAgrees === true && acquisition.credential !== 'secret'
    ? `${done}, as appidacr says`
    : done
}

const claimWords: ReadonlyMap<string, string> = new Map([
  ['secret', 'client secret'],
  ['assertion', 'certificate or federated credential'],
])
