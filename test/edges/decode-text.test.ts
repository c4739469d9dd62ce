import { describe, expect, test } from 'vitest'
import { decodePieces, decodeText } from '../../src/edges/decode-text.ts'

const words = 'GET /users\r\nGET /groups?$search="Zoë 🜁"\r\n'
const little = Buffer.from(words, 'utf16le')
const written = {
  'UTF-8': Buffer.from(words),
  'UTF-8 with its mark': Buffer.from(`\ufeff${words}`),
  'UTF-16 of Windows PowerShell': Buffer.from(`\ufeff${words}`, 'utf16le'),
  'UTF-16 without a mark': little,
  'UTF-16, the other way round': Buffer.from(`\ufeff${words}`, 'utf16le').swap16(),
  'that without a mark': Buffer.from(little).swap16(),
}

async function joined(bytes: Buffer, size: number): Promise<string> {
  let text = ''
  const pieces = async function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  for await (const piece of decodePieces(pieces())) text += piece
  return text
}

describe.each(Object.entries(written))('%s', (_, bytes) => {
  test('is read', () => {
    expect(decodeText(bytes)).toBe(words)
  })

  test.each([4, 5, 7, 1024])('also in pieces of %i bytes, which cut characters', async size => {
    expect(await joined(bytes, size)).toBe(words)
  })
})

test('what is neither is taken as it comes', () => {
  expect(decodeText(Buffer.alloc(8))).toBe('\0'.repeat(8))
  expect(decodeText(Buffer.from('a\0b'))).toBe('a\0b')
  expect(decodeText(Buffer.from([]))).toBe('')
  expect(decodeText(Buffer.from([0x61, 0xff, 0x62]))).toBe('a\ufffdb')
})
