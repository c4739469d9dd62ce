import { audienceName } from '../../core/knowledge/audiences.ts'
import type { InspectedToken, Report } from '../../core/report/report.ts'
import type { Style } from './style.ts'

const indent = 6

/** Several tokens of one text: a row each, with the answer below it. */
export function renderTokens({ tokens }: Report, style: Style): string {
  if (tokens === undefined) return ''
  const lines = tokens.flatMap((one, at) => [
    style.wrap(rowOf(one, style), indent, `  ${String(at + 1).padStart(3)} `),
    style.wrap(one.headline.text, indent + 2, `${' '.repeat(indent)}${style.mark(one.headline.mark)} `),
  ])
  return [
    style.colour.bold('Tokens'),
    ...lines,
    '',
    style.wrap('One alone is shown with its claims and checks: put it into a file of its own.', 2),
  ].join('\n')
}

function rowOf({ token }: InspectedToken, style: Style): string {
  const { access, aud, appid, exp } = token
  if (access === undefined) return token.form
  return [
    access === 'unknown' ? 'of unknown kind' : access,
    aud == null ? 'no audience' : (audienceName(aud) ?? aud),
    `appid ${appid ?? 'absent'}`,
    `exp ${exp?.time ?? 'absent'}`,
  ].join(style.separator)
}
