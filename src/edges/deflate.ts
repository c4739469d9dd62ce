import { deflateRawSync } from 'node:zlib'

/** RFC 1951, as small as it gets, of UTF-8. */
export function deflate(text: string): Uint8Array {
  return deflateRawSync(text, { level: 9, memLevel: 9 })
}
