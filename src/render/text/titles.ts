import { Style, type TextOptions } from './style.ts'

/** Ids and titles in two columns, for lists of findings and of scenarios; a long id has a line of its own. */
export function renderTitles(
  list: readonly { readonly id: string; readonly title: string }[],
  options: TextOptions,
): string {
  const style = new Style(options)
  const widest = Math.max(...list.map(({ id }) => id.length))
  const column = Math.min(widest, Math.floor(options.width * 0.45)) + 2
  const lines = list.map(({ id, title }) =>
    id.length + 2 > column
      ? `${style.colour.bold(id)}\n${style.wrap(title, column)}`
      : style.wrap(title, column, style.colour.bold(id.padEnd(column))),
  )
  return `${lines.join('\n')}\n`
}
