/**
 * A text in one line, without the escapes that JSON, Python and logs put into it, so that words are found however they
 * were wrapped: `\"code\": \"X\"` and `"code":"X"` alike.
 */
export function flat(text: string): string {
  return text
    .replace(/\\+/g, '\\')
    .replace(/\\u0027/gi, "'")
    .replace(/\\u0022/gi, '"')
    .replace(/\\[rn]/g, ' ')
    .replace(/\\(?=["'/])/g, '')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/\s+/g, ' ')
}
