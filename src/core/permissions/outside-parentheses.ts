/**
 * Where a character stands that is no data inside a function's parentheses, as `/` and `?` may be in
 * `getByPath(path='a/b?c')`; -1: nowhere. Parentheses that are never closed are ordinary characters.
 */
export function indexOutsideParentheses(text: string, wanted: string): number {
  const first = text.indexOf(wanted)
  if (first < 0 || !text.slice(0, first).includes('(')) return first
  let quoted = false
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const character = text[i]
    if (depth > 0 && character === "'") quoted = !quoted
    else if (quoted) continue
    else if (character === '(') depth++
    else if (character === ')' && depth > 0) depth--
    else if (character === wanted && depth === 0) return i
  }
  return depth === 0 ? -1 : first
}
