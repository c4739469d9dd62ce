import type { Report, ReportVerdict } from '../core/report/report.ts'
import { isoTime } from '../core/time.ts'
import { forTerminal } from './neutralise.ts'

/**
 * A token on one line, for CI: how it stands, its kind, appid, tid, roles, scp, exp, and whether it was
 * verified. Always the same fields in the same order, nothing that the token does not say itself, and no
 * personal claim; of several tokens a line each. `ok` stands only where everything was verified.
 */
export function renderBrief(report: Report): string {
  return (report.tokens ?? [report]).map(lineOf).join('')
}

function lineOf({ headline, verdict, token }: Pick<Report, 'headline' | 'verdict' | 'token'>): string {
  const status = token?.signature?.status
  const verified = status === 'verified' || status === 'verified-when-written' ? status : 'not-verified'
  if (token?.form !== 'jwt') return `${standingOf(headline?.mark, verdict, false)} not-a-token ${verified}\n`
  const { access = 'unknown', appid, tid, roles, scp, exp } = token
  const fields = [
    standingOf(
      headline?.mark,
      verdict,
      token.signature?.keys === 'not-asked' || status === 'verified-when-written',
    ),
    access,
    `appid=${word(appid)}`,
    `tid=${word(tid)}`,
    ...(access === 'delegated' && !roles?.length ? [] : [`roles=${list(roles)}`]),
    ...(access === 'app-only' && !scp?.length ? [] : [`scp=${list(scp)}`]),
    `exp=${exp == null ? 'none' : isoTime(exp.value)}`,
    verified,
  ]
  return `${fields.join(' ')}\n`
}

type Standing = 'ok' | 'unverified' | 'problem' | 'undetermined'

function standingOf(
  mark: NonNullable<Report['headline']>['mark'] | undefined,
  verdict: ReportVerdict,
  notAsked: boolean,
): Standing {
  if (verdict === 'problem') return 'problem'
  if (mark === 'good') return 'ok'
  return mark === 'note' && notAsked ? 'unverified' : 'undetermined'
}

function list(names: readonly string[] | null | undefined): string {
  return names == null || names.length === 0 ? 'none' : names.map(word).join(',')
}

/** Foreign text as one word, in which no field can be hidden. */
function word(text: string | null | undefined): string {
  if (text == null || text === '') return 'none'
  return forTerminal(text).replace(/[\s,=]/g, character => `%${character.charCodeAt(0).toString(16)}`)
}
