import { Style, type TextOptions } from './style.ts'

/** What is said to somebody who is led through steps: a sentence of its own. */
export function renderWords(text: string, options: TextOptions): string {
  return `${new Style(options).wrap(text, 0)}\n`
}

/** The keys that do something now. */
export function renderKeys(keys: readonly string[], options: TextOptions): string {
  const style = new Style(options)
  return `\n${style.colour.dim(style.wrap(keys.join(style.separator), 0))}\n`
}
