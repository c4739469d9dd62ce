/**
 * Where a character stands that is no data inside a function's parentheses, as `/` and `?` may be in
 * `getByPath(path='a/b?c')`; -1: nowhere. Parentheses that are never closed are ordinary characters.
 */
export function indexOutsideParentheses(text: string, wanted: string): number {
  return outsideParentheses(text)(wanted, 0)
}

/** The same from any place on, for who asks often: the text is looked through once. */
export function outsideParentheses(text: string): (wanted: string, from: number) => number {
  let closings: Int32Array | null = null
  return (wanted, from) => {
    const first = text.indexOf(wanted, from)
    if (first < 0 || !text.slice(from, first).includes('(')) return first
    closings ??= closingsIn(text)
    for (let at = from; at < text.length; at++) {
      if (text[at] === wanted) return at
      if (text[at] === '(' && closings[at + 1]! >= 0) at = closings[at + 1]!
    }
    return -1
  }
}

/**
 * For each place, where the parenthesis is closed that was opened right before it; -1: nowhere. Quotes hide
 * parentheses. Read from the end, so that what lies inside is known before it is needed.
 */
function closingsIn(text: string): Int32Array {
  const closings = new Int32Array(text.length + 2).fill(-1)
  let quote = -1
  for (let at = text.length - 1; at >= 0; at--) {
    const character = text[at]
    let next = at + 1
    if (character === ')') closings[at] = at
    else {
      if (character === "'") next = quote < 0 ? text.length : quote + 1
      else if (character === '(') next = closings[next]! < 0 ? text.length : closings[next]! + 1
      closings[at] = closings[next]!
    }
    if (character === "'") quote = at
  }
  return closings
}
