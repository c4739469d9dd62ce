import type { Report, TokenReport } from '../../core/report/report.ts'
import { duration } from '../../core/time.ts'
import { claimRows, proofWords } from '../token-words.ts'
import type { Style } from './style.ts'

const label = 9

/** The claims that decide, in human words: aud, appid, roles, scp, exp, and the signature. */
export function renderToken(report: Report, style: Style): string {
  const { token } = report
  // Of what is no access token the headline has said what it is.
  if (token?.form !== 'jwt') return ''
  const lines = [style.wrap(headline(token, report, style), label, style.colour.bold('Token'.padEnd(label)))]
  for (const [name, value] of claimRows(token, report, style))
    lines.push(style.wrap(value, label, `  ${name.padEnd(label - 2)}`))
  return lines.join('\n')
}

function headline(token: TokenReport, { acquisition }: Report, style: Style): string {
  const { access, origin, secondsLeft, exp } = token
  const proof = proofWords(token, acquisition)
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
