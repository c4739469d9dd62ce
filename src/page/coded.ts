/**
 * The index with each name of a permission as one character, behind the list of them all: what it says most often takes most
 * of the page. Names stand for themselves where they are listed.
 */
export function coded(index: string): string {
  const { names, end } = namesIn(index)
  const codes = new Map(names.map((name, at) => [name, String.fromCharCode(firstCode + at)]))
  return index.slice(0, end) + index.slice(end).replace(/[A-Za-z][\w.-]*/g, word => codes.get(word) ?? word)
}

/** The index again. */
export function decoded(text: string): string {
  const { names, end } = namesIn(text)
  return (
    text.slice(0, end) +
    text.slice(end).replace(/[^\0-\x7f]/g, code => names.at(code.charCodeAt(0) - firstCode) ?? code)
  )
}

/** Behind ASCII, of which an index is. Up to U+07FF, two bytes each. */
const firstCode = 0x80

/** The permissions, which stand between the first two blank lines, a line each, and where they end. */
function namesIn(text: string): { names: string[]; end: number } {
  const start = text.indexOf('\n\n') + 2
  const end = text.indexOf('\n\n', start)
  return {
    names: text
      .slice(start, end)
      .split('\n')
      .map(line => line.slice(0, line.indexOf(' '))),
    end,
  }
}
