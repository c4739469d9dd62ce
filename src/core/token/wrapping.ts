/**
 * What stands around or inside a token as it was pasted that must not be there when it is sent: quotes, `Bearer`
 * twice or glued to it, escapes, line ends. A clause; null where there is nothing, or where the token stands in a text
 * of its own, such as a log or an answer.
 */
export function wrappingOf(text: string, token: string): string | null {
  const bare = text.trim()
  const at = bare.indexOf(token)
  if (at < 0) return bare.replace(/\s+/g, '').includes(token) ? 'with line breaks or spaces inside it' : null
  const before = bare.slice(0, at)
  const behind = bare.slice(at + token.length)
  if (before.length > longestBefore || behind.length > longestBehind) return null
  if (/bearer[\s"']{0,4}bearer\s{0,4}$/i.test(before)) return 'with Bearer twice before it'
  if (/bearer$/i.test(before)) return 'with Bearer before it and no space between'
  if (/%22$|%20$/.test(before) || /^%22|^%20|^%0a/i.test(behind))
    return 'with an encoded quote or space beside it'
  if (/\\["'n]?$/.test(before) || /^\\["'nr]/.test(behind))
    return 'with an escaped quote or line end beside it'
  if (/^(?:authorization\s*:\s*)?(?:bearer\s+)?["'`]$/i.test(before) && /^["'`]/.test(behind))
    return 'with quotes around it'
  return null
}

/** `Authorization: "Bearer Bearer `, and no more than that. In characters. */
const longestBefore = 40
const longestBehind = 4
