import type { Area, CountedReach } from '../../core/need/reach.ts'
import type { ReachReport, Report } from '../../core/report/report.ts'
import { counted } from '../../core/text.ts'
import { html, type Markup } from './parts/html.ts'
import type { Section } from './section.ts'
import { soft, timeOf, utc } from './words.ts'

const mostAreas = 8

/** What the token opens by area of Graph, and what it would with the permissions that are missing. */
export function reach(report: Report): Section | null {
  const { token, proposed } = report
  const now = token?.reach
  // What a user may do is in no table: a figure would promise too much.
  if (token === undefined || now === undefined || !('areas' in now) || token.access !== 'app-only')
    return null
  const then = proposed?.reach ?? null
  if (now.operations === 0 && then === null) return null
  return {
    id: 'reach',
    title: 'What it can reach',
    lead: 'What anybody could do with this token if it leaked, by area of Graph.',
    body: html`<div class="card">${bars(now.areas, then?.areas ?? [])}<p class="note">${nowWords(now, report)}${then === null ? null : thenWords(then, proposed!.permissions)}</p>${powers(now)}</div>`,
    style: reachStyle,
  }
}

interface Bar {
  readonly area: string
  readonly now: Pick<Area, 'operations' | 'writes'>
  readonly later: Pick<Area, 'operations' | 'writes'>
}

const nothing = { operations: 0, writes: 0 }

function bars(now: readonly Area[], later: readonly Area[]): Markup {
  const names = [...new Set([...later, ...now].map(({ area }) => area))]
  const all: Bar[] = names
    .map(area => ({
      area,
      now: now.find(one => one.area === area) ?? nothing,
      later: later.find(one => one.area === area) ?? nothing,
    }))
    .sort((a, b) => size(b) - size(a))
  const shown = all.length > mostAreas + 1 ? all.slice(0, mostAreas) : all
  const rest = all.slice(shown.length)
  const last: Bar[] =
    rest.length === 0
      ? []
      : [
          {
            area: `${rest.length} others`,
            now: sum(rest.map(one => one.now)),
            later: sum(rest.map(one => one.later)),
          },
        ]
  const every = [...shown, ...last]
  const scale = 100 / Math.max(1, ...every.map(size))
  return html`<div class="bars">${every.map(bar => barOf(bar, scale))}</div>`
}

function size({ now, later }: Bar): number {
  return Math.max(now.operations, later.operations)
}

function sum(all: readonly Pick<Area, 'operations' | 'writes'>[]): Pick<Area, 'operations' | 'writes'> {
  return all.reduce(
    (total, { operations, writes }) => ({
      operations: total.operations + operations,
      writes: total.writes + writes,
    }),
    nothing,
  )
}

function barOf({ area, now, later }: Bar, scale: number): Markup {
  const width = (count: number): string => (count * scale).toFixed(1)
  const outline =
    later.operations > now.operations
      ? html`<rect class="o" x=".3" y="1" width="${width(later.operations)}" height="10"/>`
      : null
  const reads = now.operations - now.writes
  const filled =
    now.operations === 0
      ? null
      : html`<rect class="r" y="1" width="${width(reads)}" height="10"/><rect class="w" x="${width(reads)}" y="1" width="${width(now.writes)}" height="10"/>`
  const { operations, writes } = later.operations > now.operations ? later : now
  return html`<span class="m">${area}</span><svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">${filled}${outline}</svg><span>${operations}${writes === 0 ? null : ` · ${writes} write`}</span>`
}

function nowWords(
  { operations, writes, highestPrivilegeLevel }: CountedReach & ReachReport,
  report: Report,
): Markup {
  if (operations === 0) return html`<strong>Now: nothing.</strong> `
  const end = report.token?.exp?.value
  const until =
    end === undefined
      ? ''
      : report.token?.expired === true
        ? '; it has expired'
        : `, until ${utc(end, timeOf(report))}`
  const dark =
    writes === 0
      ? null
      : html`, <span class="warn">${writes} of them ${writes === 1 ? 'a write' : 'writes'}</span> (the darker end of a bar)`
  return html`${counted(operations, 'operation')}${dark}${until}.${levelWords(highestPrivilegeLevel)} `
}

function thenWords(
  { operations, writes, highestPrivilegeLevel }: CountedReach,
  permissions: readonly string[],
): Markup {
  return html`Outlined: with ${permissions.join(', ')} it would be ${counted(operations, 'operation')}${writes === 0 ? null : `, ${writes} of them ${writes === 1 ? 'a write' : 'writes'}`}.${levelWords(highestPrivilegeLevel)}`
}

function levelWords(level: number | null): string {
  return level === null ? '' : ` Highest privilege level ${level} of 5.`
}

/** What of it would be worst in other hands. */
function powers({ powers }: ReachReport): Markup | null {
  if (powers.length === 0) return null
  const items = powers
    .slice(0, 6)
    .map(
      ({ permission, allows }) =>
        html`<li><span class="m warn">${soft(permission)}</span><span class="soft">${allows}</span></li>`,
    )
  return html`<ul class="list powers">${items}</ul>`
}

export const reachStyle = `.bars{display:grid;grid-template-columns:auto minmax(0,1fr) auto;gap:.375rem .875rem;align-items:center;padding:1rem 1.25rem}
.bars svg{display:block;width:100%;height:12px}
.bars .r{fill:var(--accent)}
.bars .w{fill:var(--warn)}
.bars .o{fill:none;stroke:var(--edge);stroke-width:1.5;vector-effect:non-scaling-stroke;stroke-dasharray:3 3}
.bars span:nth-child(3n){font-variant-numeric:tabular-nums;text-align:right;color:var(--soft)}
.powers{border-top:1px solid var(--line)}
@media(max-width:42rem){.bars{padding:.875rem 1rem;gap:.375rem .625rem}}
@media print{.bars{break-inside:avoid}
.bars .r,.bars .w{print-color-adjust:exact}}
@media(forced-colors:active){.bars .r,.bars .w{fill:CanvasText}
.bars .o{stroke:CanvasText}}`
