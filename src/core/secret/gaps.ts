/**
 * What stands in a value that was broken into pieces: the strings that code joins; line ends, also as JSON
 * escapes them, behind the backslash of a shell or the `=` of mail, and before the marks of a quotation;
 * blanks; and the sequences that colour a terminal.
 */
const gaps = new RegExp(
  [
    /["'`](?:\s|\\[rn]){0,40}[+.](?:\s|\\[rn]){0,40}["'`]/,
    /[\\=]?(?:\r?\n|(?:\\r)?\\n)[ \t]{0,40}(?:[>|][ \t]{0,8}){0,3}/,
    /\s+/,
    /\u001b\[[\d;]*m/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
)

/** One of these stands in every gap: to look for them takes a tenth of looking for gaps, and most values have none. */
const ofGaps = /[\s"'`\\\u001b]/

/** The value or text as it was before it was broken. */
export function withoutGaps(text: string): string {
  return ofGaps.test(text) ? text.replace(gaps, '') : text
}

/** Where the characters that are no gap stand. */
export function placesOf(text: string): number[] {
  const places: number[] = []
  let at = 0
  for (const { 0: gap, index } of text.matchAll(gaps)) {
    for (; at < index; at++) places.push(at)
    at = index + gap.length
  }
  for (; at < text.length; at++) places.push(at)
  return places
}
