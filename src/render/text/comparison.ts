import type { ComparisonReport, Report, TokenReport } from '../../core/report/report.ts'
import { cut } from './claims.ts'
import type { Style } from './style.ts'

const label = 12
const mostPermissions = 40
const mostClaims = 15

/** What tells two tokens apart without being worth a line: it differs in any two. */
const alwaysDiffer = ['aio', 'rh', 'uti', 'jti', 'iat', 'nbf', 'exp', 'roles', 'scp', 'xms_ftd']

/** Two tokens side by side, and what changed from the older to the newer. */
export function renderComparison({ token, comparison }: Report, style: Style): string {
  if (token === undefined || comparison === undefined) return ''
  const { against, changes } = comparison
  const columns = new Columns(style)
  const lines = [
    style.colour.bold(columns.line('Compared', headOf(token, comparison), headOf(against, comparison))),
  ]
  if (changes === undefined) {
    lines.push(columns.line('form', token.kind ?? token.form, against.kind ?? against.form))
    return lines.join('\n')
  }
  for (const name of ['access', 'aud', 'appid', 'tid'] as const)
    lines.push(columns.row(name, token[name] ?? 'absent', against[name] ?? 'absent'))
  lines.push(columns.row('issued', token.iat?.time ?? 'absent', against.iat?.time ?? 'absent'))
  lines.push(columns.row('expires', token.exp?.time ?? 'absent', against.exp?.time ?? 'absent'))
  for (const name of ['roles', 'scp'] as const)
    lines.push(...permissionLines(name, token, against, columns, style))
  lines.push(...claimLines(comparison, columns))
  return [...lines, '', style.wrap(summary(changes), 2)].join('\n')
}

function headOf(token: TokenReport, { against, newer }: ComparisonReport): string {
  const isNewer = newer !== undefined && (newer === 'against') === (token === against)
  return `${token.origin}${isNewer ? ' (newer)' : ''}`
}

function permissionLines(
  name: 'roles' | 'scp',
  left: TokenReport,
  right: TokenReport,
  columns: Columns,
  style: Style,
): string[] {
  const [mine, others] = [new Set(left[name] ?? []), new Set(right[name] ?? [])]
  const all = [...new Set([...mine, ...others])].sort()
  if (all.length === 0) return [columns.row(name, 'none', 'none')]
  const { shown, more } = style.few(all, mostPermissions)
  const lines = shown.map((permission, at) =>
    columns.line(
      at === 0 ? name : '',
      mine.has(permission) ? permission : '-',
      others.has(permission) ? permission : '-',
    ),
  )
  return [...lines, ...more.map(words => columns.line('', words, ''))]
}

/** Claims that differ and were not shown already. */
function claimLines({ changes, newer }: ComparisonReport, columns: Columns): string[] {
  const shown = ['aud', 'appid', 'tid', ...alwaysDiffer]
  return (changes?.claims ?? [])
    .filter(({ name }) => !shown.includes(name))
    .slice(0, mostClaims)
    .map(({ name, from, to }) => {
      const [left, right] = newer === 'token' ? [to, from] : [from, to]
      return columns.line(name, words(left), words(right))
    })
}

function words(value: unknown): string {
  if (value === undefined) return 'absent'
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null')
}

function summary({ roles, scp }: NonNullable<ComparisonReport['changes']>): string {
  const gained = [...roles.gained, ...scp.gained].length
  const lost = [...roles.lost, ...scp.lost].length
  const kept = [...roles.kept, ...scp.kept].length
  return `From the older to the newer: ${gained} permissions gained, ${lost} lost, ${kept} kept.`
}

/** A name and two cells; what does not fit is cut off (json carries it whole). */
class Columns {
  readonly #style: Style
  readonly #width: number

  constructor(style: Style) {
    this.#style = style
    this.#width = Math.floor((style.width - label - 2) / 2)
  }

  /** What is the same on both sides is said once, and whole. */
  row(name: string, left: string, right: string): string {
    return left === right
      ? this.#style.wrap(`${left} (both)`, label + 2, `  ${name.padEnd(label)}`)
      : this.line(name, left, right)
  }

  line(name: string, left: string, right: string): string {
    const cell = (text: string, width: number): string => cut(this.#style.plain(text), width, this.#style)
    const first = `${name === 'Compared' ? '' : '  '}${cell(name, label - 1)}`.padEnd(label + 2)
    return `${first}${cell(left, this.#width - 1).padEnd(this.#width)}${cell(right, this.#width)}`.trimEnd()
  }
}
