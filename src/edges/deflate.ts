import { deflateRawSync } from 'node:zlib'

/** RFC 1951, as small as it gets. The text is ASCII. */
export function deflate(text: string): Uint8Array {
  return deflateRawSync(Buffer.from(text, 'latin1'), { level: 9, memLevel: 9 })
}
