import type { JsonObject } from '../../core/json.ts'
import type { ClaimReport, Report } from '../../core/report/report.ts'
import { isPersonalClaim } from '../../core/token/personal.ts'
import type { Style } from './style.ts'

/** Where values begin: an issuer then fits into 80 columns. Longer names push the first line to the right. */
const label = 12

/** What is shown of a value, unless all is asked for: about three lines. */
const mostCharacters = 220

/** The header in a line, then every claim: its value, what this stands for, and what such a claim says. */
export function renderClaims({ token }: Report, style: Style): string {
  if (token?.claims === undefined) return ''
  const lines = token.claims.flatMap(claim => claimLines(claim, style))
  const header = token.header === undefined ? [] : [row('(header)', headerWords(token.header), style)]
  return [style.colour.bold('Claims'), ...header, ...lines].join('\n')
}

function claimLines({ name, value, meaning, says }: ClaimReport, style: Style): string[] {
  const shown =
    style.personal || !isPersonalClaim(name)
      ? `${valueWords(value, style)}${says === undefined ? '' : ` = ${says}`}`
      : '(masked: --show-personal)'
  const explained = meaning ?? 'not in the catalog: shown as it is'
  return [row(name, shown, style), style.colour.dim(style.wrap(explained, label))]
}

function row(name: string, text: string, style: Style): string {
  const named = `  ${cut(style.plain(name), 40, style)} `
  return style.wrap(text, label, named.padEnd(label))
}

/** The nonce is an opaque value of Graph's, of no use to a reader. */
function headerWords(header: JsonObject): string {
  return Object.entries(header)
    .map(([name, value]) => (name === 'nonce' ? 'nonce (Graph)' : `${name} ${bare(value)}`))
    .join(', ')
    .slice(0, mostCharacters)
}

/** A value in words that fit: long lists and long texts are cut off, and say so. */
function valueWords(value: unknown, style: Style): string {
  if (Array.isArray(value)) return listWords(value, style)
  return broken(cut(bare(value), style.verbose ? 100_000 : mostCharacters, style), style)
}

function listWords(values: readonly unknown[], style: Style): string {
  if (values.length === 0) return '(an empty list)'
  const { shown, more } = style.few(values, 12)
  return [...shown.map(item => broken(cut(bare(item), 120, style), style)), ...more].join(', ')
}

function bare(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '(empty)' : value
  return JSON.stringify(value) ?? 'null'
}

export function cut(text: string, most: number, { ellipsis }: Style): string {
  if (text.length <= most) return text
  return text.slice(0, most - ellipsis.length).replace(/[\ud800-\udbff]$/, '') + ellipsis
}

/** Breaks words that no line can hold. */
function broken(text: string, { width }: Style): string {
  const room = width - label - 1
  return text
    .split(' ')
    .flatMap(word => (word.length <= room ? [word] : (word.match(new RegExp(`.{1,${room}}`, 'gsu')) ?? [])))
    .join(' ')
}
