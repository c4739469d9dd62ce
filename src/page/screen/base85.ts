/** The bytes of what ../base85.ts wrote. A module of its own, since the script that unpacks can load nothing. */
export function fromBase85(text: string): Uint8Array<ArrayBuffer> {
  const groups = (text.length - 1) / 5
  const bytes = new Uint8Array(groups * 4)
  const view = new DataView(bytes.buffer)
  for (let group = 0, at = 1; group < groups; group++) {
    let value = 0
    for (const end = at + 5; at < end; at++) {
      const code = text.charCodeAt(at)
      value = value * 85 + (code === 120 ? 60 : code) - 35
    }
    view.setUint32(group * 4, value)
  }
  return bytes.subarray(0, bytes.length - Number(text[0]))
}
