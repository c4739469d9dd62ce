/**
 * Bytes as text that stands in HTML as it is: five characters for four bytes, where base64 takes six for them and a half.
 * The first character tells how many bytes of the last four are padding. Read by screen/base85.ts.
 */
export function toBase85(bytes: Uint8Array): string {
  const padding = (4 - (bytes.length % 4)) % 4
  const padded = new Uint8Array(bytes.length + padding)
  padded.set(bytes)
  const view = new DataView(padded.buffer)
  const codes = new Uint8Array((padded.length / 4) * 5)
  for (let at = 0, to = 0; at < padded.length; at += 4, to += 5) {
    let rest = view.getUint32(at)
    for (let digit = 4; digit >= 0; digit--) {
      codes[to + digit] = codeOf(rest % 85)
      rest = Math.floor(rest / 85)
    }
  }
  return `${padding}${new TextDecoder('latin1').decode(codes)}`
}

/** From `#` on; an `x` for `<`, with which something else begins. */
function codeOf(digit: number): number {
  const code = digit + 35
  return code === 60 ? 120 : code
}
