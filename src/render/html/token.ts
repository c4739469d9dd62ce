import type { ClaimReport, Report, TokenReport } from '../../core/report/report.ts'
import { capitalized } from '../../core/text.ts'
import { claimGroupOf, claimGroups, claimRank } from './claim-groups.ts'
import { cut, html, type Markup, type Part } from './parts/html.ts'
import type { Section } from './section.ts'

/** The token as a picture: header, claims with what they mean, the signature withheld. */
export function token(report: Report): Section | null {
  const { token } = report
  if (token === undefined) return null
  return {
    id: 'token',
    title: 'The token',
    lead:
      token.form === 'jwt'
        ? 'Three parts. The claims are readable by anybody who holds the token; the signature makes it usable, so it is not shown.'
        : 'It is no access token that can be read.',
    body: html`<div class="jwt">${header(token)}${claims(token)}${signature(token)}${checks(token)}</div>`,
    style: tokenStyle,
  }
}

const shownOfHeader = ['alg', 'typ', 'kid', 'x5t'] as const

function header({ header, kind, form }: TokenReport): Markup {
  if (header === undefined) return html`<div class="card"><p>${kind ?? form}</p></div>`
  const members = shownOfHeader.flatMap(name =>
    typeof header[name] === 'string' ? [html`<span><b>${name}</b> ${cut(header[name], 100)}</span>`] : [],
  )
  const nonce = header.nonce === undefined ? null : html`<span><b>nonce</b> present: made for Graph</span>`
  return html`<div class="card"><h3>1 Header</h3><p class="kv">${members}${nonce}</p></div>
`
}

function claims({ claims = [], access, roles, scp }: TokenReport): Markup | null {
  if (claims.length === 0) return null
  const isHit = (access === 'delegated' ? scp : roles) == null
  const groups = claimGroups.flatMap(group => {
    const own = merged(claims.filter(({ name }) => claimGroupOf(name) === group)).map(claim => ({
      name: claim.name,
      row: claimRow(claim),
    }))
    const all = group === 'What it may do' ? [...own, ...absentRows(claims, access, isHit)] : own
    const rows = all.sort((a, b) => claimRank(a.name) - claimRank(b.name)).map(({ row }) => row)
    return rows.length === 0
      ? []
      : [html`<table class="claims"><caption>${group}</caption><tbody>${rows}</tbody></table>`]
  })
  return html`<div class="card"><h3>2 Claims</h3>${groups}${entrasOwn(claims)}</div>
`
}

interface Named {
  readonly name: string
  readonly row: Markup
}

/** What decides, and is told also where it is not there. */
function absentRows(claims: readonly ClaimReport[], access: TokenReport['access'], isHit: boolean): Named[] {
  const isUsers = access === 'delegated'
  const rows: Named[] = [
    {
      name: 'roles',
      row: row(
        'roles',
        'absent',
        isUsers
          ? 'application permissions; usually not in a delegated token'
          : 'application permissions granted: none',
        isHit && !isUsers,
      ),
    },
    {
      name: 'scp',
      row: row(
        'scp',
        'absent',
        access === 'app-only' ? 'delegated scopes; never in an app-only token' : 'delegated scopes: none',
        isHit && isUsers,
      ),
    },
  ]
  return rows.filter(({ name }) => !claims.some(claim => claim.name === name))
}

/** Two claims with one value are one row: `oid, sub`. */
function merged(own: readonly ClaimReport[]): ClaimReport[] {
  const oid = own.find(({ name }) => name === 'oid')
  const sub = own.find(({ name }) => name === 'sub')
  if (oid === undefined || sub === undefined || oid.value !== sub.value) return [...own]
  return own
    .filter(claim => claim !== sub)
    .map(claim => (claim === oid ? { ...oid, name: 'oid, sub' } : claim))
}

const mostValues = 24
const mostCharacters = 300

function claimRow({ name, value, meaning, says }: ClaimReport): Markup {
  const unknown = says === undefined ? 'not in the catalog: shown as it is' : ''
  const told = cut(meaning ?? unknown, 2 * mostCharacters)
  const words = says === undefined ? told : html`<b>${cut(says, mostCharacters)}.</b> ${capitalized(told)}`
  return row(name, shownValue(value), words, false)
}

function row(name: string, value: Part, told: Part, isHit: boolean): Markup {
  return html`<tr${isHit ? html` class="hit"` : null}><th scope="row">${breakableName(cut(name, 60))}</th><td>${value}</td><td>${told}</td></tr>`
}

/** `tenant_region_scope`, which may break at its underscores. */
function breakableName(name: string): Part {
  return name.split(/(?<=_)/).map(part => html`${part}<wbr>`)
}

function shownValue(value: unknown): Part {
  if (value === '(masked)') return html`<span class="mask">masked</span>`
  if (!Array.isArray(value)) return cut(bare(value), mostCharacters)
  const shown = value.slice(0, mostValues).map(item => html`<li>${cut(bare(item), 120)}</li>`)
  const left = value.length - shown.length
  return html`<ul>${shown}${left > 0 ? html`<li>and ${left} more</li>` : null}</ul>`
}

function bare(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '(empty)' : value
  return JSON.stringify(value) ?? 'null'
}

/** What Entra ID writes for itself: named, and not shown. */
function entrasOwn(claims: readonly ClaimReport[]): Markup | null {
  const names = claims.filter(({ name }) => claimGroupOf(name) === null).map(({ name }) => name)
  if (names.length === 0) return null
  return html`<p class="soft s own">And <span class="m">${names.join(', ')}</span>: Entra ID’s own records, nothing to decide by.</p>`
}

function signature({ form, signature }: TokenReport): Markup | null {
  if (form !== 'jwt' || signature === undefined) return null
  const nonce =
    signature.status === 'verified' && signature.graphNonce
      ? ' It is signed over the hash of Graph’s header nonce; tools that do not know this call such a token invalid.'
      : ''
  const [word, tone] =
    signature.status === 'verified'
      ? ['Verified', 'good']
      : signature.status === 'mismatch'
        ? ['It does not fit', 'bad']
        : ['Not verified', 'warn']
  const reason = 'reason' in signature ? `: ${signature.reason}.` : '.'
  return html`<div class="held-back"><h3>3 Signature <span class="soft s">withheld</span></h3><p class="soft s"><strong class="${tone}">${word}</strong>${reason}${nonce}</p></div>
`
}

/** What was compared, in a line; each that failed in one of its own. */
function checks({ checks = [] }: TokenReport): Markup | null {
  if (checks.length === 0) return null
  const looked = checks.filter(({ status }) => status !== 'not-checked')
  const failed = checks.filter(({ status }) => status === 'failed')
  const passed = looked.filter(({ status }) => status === 'passed').map(({ check }) => check)
  const unlooked = checks.filter(({ status }) => status === 'not-checked')
  const lines = [
    ...failed.map(({ check, reason }) => html`<li><strong class="bad">${check}</strong> ${reason}</li>`),
    ...unlooked.map(({ check, reason }) => html`<li><b>${check}</b> not checked: ${reason}</li>`),
  ]
  return html`<div class="card s"><p><b>${passed.length} of ${looked.length} checks passed</b>: ${passed.join(', ')}</p>${lines.length === 0 ? null : html`<ul>${lines}</ul>`}</div>`
}

export const tokenStyle = `.jwt{display:grid;gap:.5rem}
.jwt>*{padding:.75rem 1.25rem}
.jwt h3{margin-bottom:.25rem}
.claims{width:100%;border-collapse:collapse;margin-top:.25rem}
.claims caption{text-align:left;padding:.875rem 0 .25rem;font-weight:650;font-size:.8125rem;color:var(--soft)}
.claims th,.claims td{padding:.3125rem .75rem .3125rem 0;border-top:1px solid var(--line);text-align:left;vertical-align:top;font-weight:400}
.claims th{width:8.5rem;font:600 .8125rem/1.6 var(--mono)}
.claims td:nth-child(2){width:19rem;font:.8125rem/1.6 var(--mono)}
.claims td:last-child{color:var(--soft);font-size:.875rem;padding-right:0}
.claims td b{color:var(--ink);font-weight:400}
.claims tr.hit th,.claims tr.hit td:nth-child(2){color:var(--bad)}
.own{margin-top:.75rem}
.held-back{background:repeating-linear-gradient(135deg,var(--sunk) 0 8px,var(--paper) 8px 16px);border:1px dashed var(--edge);border-radius:.625rem}
.held-back p{background:var(--paper);padding:.125rem .25rem}
.kv{display:flex;flex-wrap:wrap;gap:.125rem 1rem;font:.8125rem/1.6 var(--mono)}
.kv b{font-weight:600;color:var(--soft)}
@media(max-width:42rem){.jwt>*{padding-inline:1rem}
.claims,.claims tbody{display:block}
.claims caption{display:block}
.claims tr{display:grid;grid-template-columns:6.5rem minmax(0,1fr);border-top:1px solid var(--line);padding:.375rem 0}
.claims th,.claims td,.claims td:nth-child(2){display:block;border:0;padding:0;width:auto}
.claims td:last-child{grid-column:1/-1}}
@media print{.claims th,.claims td{padding-block:.1875rem}
.held-back{break-inside:avoid}}`
