/** The bytes of what ../base85.ts wrote. A module of its own, since the script that unpacks can load nothing. */
export function fromBase85(text: string): Uint8Array<ArrayBuffer> {
  const digits = new TextEncoder().encode(text).map(code => (code === 120 ? 60 : code) - 35)
  const groups = (digits.length - 1) / 5
  const bytes = new Uint8Array(groups * 4)
  const view = new DataView(bytes.buffer)
  for (let group = 0, at = 1; group < groups; group++, at += 5) {
    // Two digits and three: what fits a small number is fast.
    const high = digits[at]! * 85 + digits[at + 1]!
    const low = (digits[at + 2]! * 85 + digits[at + 3]!) * 85 + digits[at + 4]!
    view.setUint32(group * 4, high * 614_125 + low)
  }
  return bytes.subarray(0, bytes.length - Number(text[0]))
}
