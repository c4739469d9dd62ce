import { chainOf } from '../../core/report/chain.ts'
import { leadOf } from '../../core/report/headline.ts'
import type { Report, TokenReport } from '../../core/report/report.ts'
import { counted } from '../../core/text.ts'
import { duration } from '../../core/time.ts'
import { audienceWords } from '../token-words.ts'
import { html, type Markup } from './parts/html.ts'
import { shortened, soft, timeOf, utc } from './words.ts'

type Field = 'aud' | 'appid' | 'roles' | 'scp' | 'exp' | 'sig'

/** The token in six fields; the one that the verdict is about is marked. */
export function strip(report: Report): Markup | null {
  const { token } = report
  if (token?.form !== 'jwt') return null
  const hit = hitOf(report, token)
  const fields: readonly (readonly [Field, Markup | string, Markup | string])[] = [
    ['aud', ...audience(token, report)],
    ['appid', ...app(token)],
    [
      'roles',
      ...permissions(
        token.roles ?? [],
        token.access === 'delegated' ? 'usual for a delegated token' : '',
        'none',
      ),
    ],
    ['scp', ...scopes(token)],
    ['exp', ...expiry(token, report)],
    ['sig', ...signature(token)],
  ]
  const cells = fields.map(
    ([name, value, note]) =>
      html`<div${name === hit ? html` class="hit"` : null}><dt>${name}</dt><dd>${softened(value)}<small>${softened(note)}</small></dd></div>`,
  )
  return html`<dl class="strip card" aria-label="The token at a glance">${cells}</dl>
`
}

function softened(part: Markup | string): Markup {
  return typeof part === 'string' ? soft(part) : part
}

const ofFinding: ReadonlyMap<string, Field> = new Map([
  ['token/wrong-audience', 'aud'],
  ['token/expired', 'exp'],
  ['token/not-yet-valid', 'exp'],
  ['token/signature-mismatch', 'sig'],
  ['token/unverified-signature', 'sig'],
  ['token/refused-algorithm', 'sig'],
])

/** What the verdict is about: a field of its own, else the permissions, where the chain breaks or comes to nothing. */
function hitOf(report: Report, { access }: TokenReport): Field | null {
  const lead = leadOf(report)
  if (lead === undefined) return null
  const permissions = access === 'delegated' ? 'scp' : 'roles'
  const field = ofFinding.get(lead.id)
  if (field !== undefined) return field
  if (lead.id === 'token/unexpected-access' || lead.id.startsWith('consent/')) return permissions
  const breaks = chainOf(report)?.rows.some(({ broken }) => broken === 'held' || broken === 'granted')
  return breaks === true ? permissions : null
}

type Cell = readonly [value: Markup | string, note: Markup | string]

function audience({ aud }: TokenReport, report: Report): Cell {
  if (aud == null) return ['absent', 'for no API']
  const [name = '', ...rest] = audienceWords(aud, report).split(', ')
  return [name, [aud, ...rest].join(', ')]
}

function app({ appid, claims = [] }: TokenReport): Cell {
  if (appid == null) return ['absent', 'no app is named']
  const name = claims.find(claim => claim.name === 'app_displayname')?.value
  return typeof name === 'string' && name !== ''
    ? [name.slice(0, 60), shortened(appid)]
    : [shortened(appid), 'the app that asked']
}

function permissions(names: readonly string[], absent: string, none: string): Cell {
  if (names.length === 0)
    return [absent === '' ? none : 'absent', absent === '' ? 'no application permission' : absent]
  const [first = ''] = names
  if (names.length === 1) return [first, 'the only one']
  const shown = names.slice(0, 3).join(', ')
  return [
    counted(names.length, 'permission'),
    names.length > 3 ? `${shown} and ${names.length - 3} more` : shown,
  ]
}

function scopes({ scp, access }: TokenReport): Cell {
  if (scp == null) return ['absent', access === 'app-only' ? 'as it should be: app-only' : '']
  const [value, note] = permissions(scp, '', 'empty')
  if (access === 'app-only') return [value, 'unusual for an app-only token']
  if (access !== 'delegated') return [value, note]
  return [scp.length <= 3 ? scp.join(', ') : value, 'delegated: a user is behind it']
}

function expiry({ exp, secondsLeft }: TokenReport, report: Report): Cell {
  if (exp == null || secondsLeft == null) return ['absent', 'no end is named']
  const when = utc(exp.value, timeOf(report))
  return [when, secondsLeft > 0 ? `in ${duration(secondsLeft)}` : `expired ${duration(secondsLeft)} ago`]
}

function signature({ signature }: TokenReport): Cell {
  switch (signature?.status) {
    case 'verified':
      return ['verified', 'by a key of its issuer']
    case 'verified-when-written':
      return ['not verified', 'it was, the case says, when it was written']
    case 'mismatch':
      return ['does not fit', signature.reason]
    case 'unverifiable':
      return ['not verified', signature.reason]
    default:
      return ['not verified', signature?.reason ?? 'nobody looked']
  }
}

export const stripStyle = `.strip{display:grid;grid-template-columns:repeat(6,minmax(0,auto));margin-top:1rem;overflow:hidden}
.strip>div{padding:.75rem 1rem;border-left:1px solid var(--line);min-width:0}
.strip>div:first-child{border-left:0}
.strip dt{font:600 .8125rem/1.4 var(--mono);color:var(--soft)}
.strip dd{font-weight:600;line-height:1.35}
.strip dd small{display:block;font-weight:400;color:var(--soft);margin-top:.125rem}
.strip .hit{background:var(--bad-tint)}
.strip .hit dd,.strip .hit dt{color:var(--bad)}
@media(max-width:62rem){.strip{grid-template-columns:repeat(3,minmax(0,1fr))}
.strip>div:nth-child(n+4){border-top:1px solid var(--line)}
.strip>div:nth-child(3n+1){border-left:0}}
@media(max-width:42rem){.strip{grid-template-columns:minmax(0,1fr)}
.strip>div,.strip>div:first-child{border-left:0;border-top:1px solid var(--line);padding:.5rem 1rem;display:grid;grid-template-columns:3.25rem minmax(0,1fr);gap:.5rem}
.strip>div:first-child{border-top:0}}
@media print{.strip{break-inside:avoid;grid-template-columns:repeat(3,minmax(0,1fr))}
.strip>div:nth-child(n+4){border-top:1px solid var(--line)}
.strip>div:nth-child(3n+1){border-left:0}}`
