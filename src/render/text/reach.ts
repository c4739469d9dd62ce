import type { ReachReport, Report } from '../../core/report/report.ts'
import type { Style } from './style.ts'

const label = 9
const mostPowers = 8
const mostAreas = 15

/** What the token could do in other hands: how much, the worst of it, and until when. */
export function renderReach({ token }: Report, style: Style): string {
  const reach = token?.reach
  if (token === undefined || reach === undefined) return ''
  const lines = [style.wrap(headline(reach, token.expired === true, style), label, head(style))]
  if (token.access === 'delegated' && reach.operationsAtMost > 0)
    lines.push(style.wrap('never more than its user may do', label))
  lines.push(...powerLines(reach, style))
  if (reach.directoryRoles.length > 0) {
    const roles =
      reach.directoryRoles.slice(0, 5).join(', ') + (reach.directoryRoles.length > 5 ? ', and more' : '')
    lines.push(
      style.wrap(`and whatever these directory roles open: ${roles}`, 4, `  ${style.mark('warning')} `),
    )
  }
  if (reach.unknown.length > 0) {
    const named = reach.unknown.slice(0, 5).join(', ') + (reach.unknown.length > 5 ? ', and more' : '')
    lines.push(style.wrap(`known to neither source, so not counted: ${named}`, label))
  }
  if ('areas' in reach) lines.push(...permissionLines(reach, style), ...areaLines(reach, style))
  return lines.join('\n')
}

function head(style: Style): string {
  return style.colour.bold('Reach'.padEnd(label))
}

function headline(reach: ReachReport, expired: boolean, style: Style): string {
  if (reach.operationsAtMost === 0) return 'nothing: it holds no permission that opens anything in Graph'
  const until =
    reach.until === null ? '' : `, until ${style.time(reach.until.value * 1000, reach.until.value * 1000)}`
  const level = reach.highestPrivilegeLevel
  const highest = level === null ? '' : `; highest privilege level ${level} of 5`
  const counted =
    'operations' in reach
      ? `${reach.operations} operations, ${reach.writes} of them writes`
      : `at most ${reach.operationsAtMost} operations, ${reach.writesAtMost} of them writes (--reach counts them)`
  return expired
    ? `nothing any more, since it has expired; it was ${counted}${highest}`
    : `whoever has it can do ${counted}${highest}${until}`
}

function powerLines({ powers }: ReachReport, style: Style): string[] {
  const { shown, more } = style.few(powers, mostPowers, ' of that kind')
  const lines = shown.map(({ permission, allows, escalates }) =>
    style.wrap(`${permission}: ${allows}`, 4, `  ${style.mark(escalates ? 'bad' : 'warning')} `),
  )
  return [...lines, ...more.map(words => `  ${words}`)]
}

type Counted = Extract<ReachReport, { readonly areas: unknown }>

function permissionLines({ permissions }: Counted, style: Style): string[] {
  const rows = permissions.map(({ permission, level, operations, writes }) => [
    permission,
    level === null ? '-' : String(level),
    String(operations),
    String(writes),
  ])
  return ['', ...table(['Permission', 'level', 'operations', 'writes'], rows, 40, style)]
}

function areaLines({ areas }: Counted, style: Style): string[] {
  const rows = areas.map(({ area, operations, writes }) => [area, '', String(operations), String(writes)])
  return ['', ...table(['Area', '', 'operations', 'writes'], rows, mostAreas, style)]
}

/** The first column to the left, numbers to the right. */
function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  most: number,
  style: Style,
): string[] {
  const { shown, more } = style.few(rows, most)
  const width = Math.min(52, Math.max(...[head, ...shown].map(([first = '']) => first.length)))
  const line = ([first = '', ...numbers]: readonly string[]): string =>
    `  ${style.plain(first).padEnd(width)}${numbers.map((text, at) => text.padStart(at === 0 ? 7 : 12)).join('')}`
  return [style.colour.dim(line(head)), ...shown.map(line), ...more.map(words => `  ${words}`)]
}
