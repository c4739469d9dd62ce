/** Colours and the like, which terminals leave in what is copied from a log. */
const escapes = /\u001b\[[0-9;?]*[A-Za-z]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g

/**
 * A pasted text as its writer wrote it: without escape sequences and HTML entities, without the marks of
 * `curl -v`, quoting marks of mail, and with lines put together that a terminal had broken.
 */
export function straighten(text: string): string {
  const plain = text
    .replace(escapes, '')
    .replace(/\r\n?/g, '\n')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
  const lines = plain
    .split('\n')
    .map(line => line.replace(box, '').replace(/^(?:[<>|*] ?)+(?=\S)/, mark => kept(mark)))
  return rejoined(lines)
}

/** What Terraform draws at the left of an error. */
const box = /^[^\S\n]{0,4}[\u2502\u2577\u2575\u2503\u2551] ?/

/** curl marks what it sends by `>`: that tells a request from an answer, so it stays as a word. */
function kept(mark: string): string {
  return mark.trim() === '>' ? '> ' : ''
}

/**
 * A terminal breaks a long line at its last column: several lines of just the same, greatest length are
 * such breaks, where the next one does not begin a token. A code that is broken in its digits is put together in any case.
 */
function rejoined(lines: readonly string[]): string {
  const width = lines.reduce((longest, { length }) => Math.max(longest, length), 0)
  const full = lines.filter(({ length }) => length === width).length
  const isBroken = width >= 40 && (full >= 2 || width % 20 === 0)
  let text = ''
  for (const [at, line] of lines.entries()) {
    const next = lines[at + 1]
    text += line
    if (next === undefined) break
    const inCode = /AADSTS\d{0,7}$/.test(line) && /^\d/.test(next)
    const isWhole = /^ey[IJ]/.test(next) && !line.endsWith('.')
    text += (isBroken && line.length === width && !isWhole) || inCode ? '' : '\n'
  }
  return text
}
