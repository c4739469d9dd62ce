/** Small things about text. They take time in proportion to it, where a pattern would look at some of it again and again. */

/** The text without the runs of a character at its end: `https://host//` without `/` is `https://host`. */
export function withoutEnd(text: string, character: string): string {
  let end = text.length
  while (end > 0 && text[end - 1] === character) end--
  return text.slice(0, end)
}

/** With a great letter at its beginning, as a sentence has it. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** As it stands in the middle of a sentence; names such as `API permissions` keep their case. */
export function uncapitalized(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}

/** Each line end, with the blanks around it, becomes one blank. */
export function onOneLine(text: string): string {
  return text.replace(/\s+/g, blanks => (blanks.includes('\n') ? ' ' : blanks))
}

/** `1 row`, `2 rows`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** `a`, `a and b`, `a, b and c`. */
export function joined(names: readonly string[], word: 'and' | 'or'): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`
}

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
])

/** As it stands in HTML, in an attribute too. */
export function inHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => entities.get(character)!)
}
