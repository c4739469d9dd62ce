import type { PermissionProfile } from '../../core/need/profile.ts'
import type { Report } from '../../core/report/report.ts'
import { line, sourceLine } from './permissions.ts'
import { Style, type TextOptions } from './style.ts'

const mostAreas = 12

type Profile = NonNullable<Report['permission']>

/** One permission: its ids, and what it opens; every operation, where the report lists them. */
export function renderProfile(report: Report, options: TextOptions): string {
  const style = new Style(options)
  const profile = report.permission!
  const parts = [headBlock(profile, style), countsBlock(profile, style)]
  if (profile.operations !== undefined) parts.push(operationsBlock(profile.operations, style))
  return `${[...parts.filter(part => part !== ''), sourceLine(report, style)].join('\n\n')}\n`
}

function headBlock({ name, resourceSpecific, schemes }: Profile, style: Style): string {
  const { application, delegatedWork, delegatedPersonal } = schemes
  const rows = [style.colour.bold(style.wrap(name, 0))]
  if (resourceSpecific)
    rows.push(
      style.wrap('Resource-specific: granted per team, chat or site, never on an app registration.', 2),
    )
  rows.push(line('app role', schemeWords(application), style))
  rows.push(line('scope', schemeWords(delegatedWork ?? delegatedPersonal), style))
  if (delegatedPersonal === undefined && delegatedWork !== undefined)
    rows.push(line('', 'not for personal accounts', style))
  return rows.join('\n')
}

function schemeWords(scheme: PermissionProfile['schemes']['application']): string {
  if (scheme === undefined) return 'none that either source knows'
  const { id, level, adminConsent, hidden, enabled, sources } = scheme
  return [
    id ?? 'id not known for certain',
    level === null ? 'no level' : `level ${level}`,
    // Of a form that an operation alone names, nobody says who may consent.
    ...(id === null && !enabled && sources.join() === 'documentation'
      ? []
      : [adminConsent ? 'admin consent' : 'user consent']),
    ...(hidden ? ['hidden'] : []),
    ...(enabled ? [] : ['cannot be granted']),
    ...(sources.join() === 'documentation' ? ['by the documentation alone'] : []),
  ].join(', ')
}

function countsBlock({ opens, name }: Profile, style: Style): string {
  if (opens.methods.length === 0)
    return style.wrap(`Neither source lists an operation for ${name}: what it opens is not known here.`, 0)
  const row = (text: string, application: string, delegated: string): string =>
    `  ${style.plain(text).padEnd(40)}${application.padStart(12)}${delegated.padStart(11)}`
  const counted = (list: PermissionProfile['opens']['methods']): string[] =>
    list.map(({ name, application, delegated }) => row(name, String(application), String(delegated)))
  const { shown: areas, more } = style.few(opens.areas, mostAreas, ' areas')
  return [
    style.colour.dim(row('opens', 'application', 'delegated')),
    ...counted(opens.methods),
    '',
    ...counted(areas),
    ...more.map(words => `  ${words}`),
  ].join('\n')
}

function operationsBlock(operations: PermissionProfile['operations'], style: Style): string {
  const width = Math.max(...operations.map(({ method }) => method.length)) + 1
  return operations
    .map(({ method, template, alsoRequires, marked, schemes }) => {
      const notes = [
        ...(schemes.includes('application') ? [] : ['delegated only']),
        ...(schemes.length === 1 && schemes[0] === 'application' ? ['application only'] : []),
        ...(marked ? ['least'] : []),
        ...(alsoRequires.length > 0 ? [`with ${alsoRequires.join(' or ')}`] : []),
      ]
      const words = `${template}${notes.length === 0 ? '' : `  (${notes.join(', ')})`}`
      return style.wrap(words, width + 4, `  ${method.padEnd(width)}`)
    })
    .join('\n')
}
