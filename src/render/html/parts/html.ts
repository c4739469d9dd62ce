import { inHtml } from '../../../core/text.ts'
import { forTerminal } from '../../neutralise.ts'

/** Text that is markup already. Only `html` makes it, of its own literals and of what it has escaped. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toString(): string {
    return this.text
  }
}

/** What can stand in a template: text and numbers are escaped, lists are joined, null and false leave nothing. */
export type Part = string | number | Markup | readonly Part[] | null | undefined | false

/** A template of HTML or SVG in which every value is escaped, in content and in quoted attributes alike. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(literals.reduce((text, literal, at) => text + shown(parts[at - 1]) + literal))
}

function shown(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (part instanceof Markup) return part.text
  return typeof part === 'string' || typeof part === 'number'
    ? escaped(String(part))
    : part.map(shown).join('')
}

/** On one line, without what turns the reading direction or drives a terminal, and without what HTML would read. */
export function escaped(text: string): string {
  return inHtml(forTerminal(text))
}

/** The first so many characters, and a sign where there are more. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
