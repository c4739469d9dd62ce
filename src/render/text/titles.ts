import { Style, type TextOptions } from './style.ts'

/** Ids and titles in two columns, for lists of findings and of scenarios. */
export function renderTitles(
  list: readonly { readonly id: string; readonly title: string }[],
  options: TextOptions,
): string {
  const style = new Style(options)
  const width = Math.max(...list.map(({ id }) => id.length)) + 2
  return list
    .map(({ id, title }) => `${style.wrap(title, width, style.colour.bold(id.padEnd(width)))}\n`)
    .join('')
}
