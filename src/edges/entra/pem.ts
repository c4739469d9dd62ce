/** What stands between the markers of a PEM file, with its label: `CERTIFICATE`. */
export interface PemBlock {
  readonly label: string
  /** With its markers. */
  readonly text: string
}

/** The blocks of a text in the order in which they stand: RFC 7468 §2. What has no end is left out. */
export function pemBlocks(text: string): PemBlock[] {
  const blocks: PemBlock[] = []
  for (let at = text.indexOf(begin); at >= 0; at = text.indexOf(begin, at + begin.length)) {
    const label = /^[A-Z0-9 ]{1,40}(?=-----)/.exec(text.slice(at + begin.length, at + begin.length + 50))?.[0]
    if (label === undefined) continue
    const ending = `-----END ${label}-----`
    const end = text.indexOf(ending, at)
    if (end < 0) break
    blocks.push({ label, text: text.slice(at, end + ending.length) })
    at = end
  }
  return blocks
}

const begin = '-----BEGIN '

/** A certificate's or a key's bytes as PEM. */
export function pemOf(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}
