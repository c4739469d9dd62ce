import { sourceTitled } from '../../core/knowledge/sources.ts'
import type { FindingPage } from '../../core/report/report.ts'
import { Style, type TextOptions } from './style.ts'

/** A finding's own words, for `why403 explain ID`. */
export function renderExplanation({ id, title, ...words }: FindingPage, options: TextOptions): string {
  const style = new Style(options)
  const bullet = (text: string): string => style.wrap(text, 4, `  ${style.mark('note')} `)
  // An address stays in one piece, for a click.
  const readOn = (title: string): string[] => {
    const { address } = sourceTitled(title)
    return address === null ? [bullet(title)] : [bullet(title), `    ${style.colour.cyan(address)}`]
  }
  const parts = [
    `${style.colour.bold(title)}\n${style.colour.dim(id)}`,
    style.wrap(words.meaning, 0),
    [style.colour.bold('Likely causes'), ...words.causes.map(bullet)].join('\n'),
    `${style.colour.bold('How sure')}\n${style.wrap(words.certainty, 2)}`,
    [style.colour.bold('Read on'), ...words.sources.flatMap(readOn)].join('\n'),
  ]
  return `${parts.join('\n\n')}\n`
}
