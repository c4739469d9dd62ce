import { describe, expect, test } from 'vitest'
import { endsOfKeys } from '../../../src/core/secret/key-end.ts'
import { marked, unmarked } from './marked.ts'

function expectMarks(text: string): void {
  const plain = unmarked(text)
  expect(marked(plain, endsOfKeys(plain))).toBe(text)
}

const line = 'x7KtZ94hQpLm2vRb8NcYw5JsD3fGa6Tu'
const end = '-----END PRIVATE KEY-----'

describe('the end of a private key, whose beginning was cut away', () => {
  test.each([
    `«${line}\n${end}»`,
    `«${line}\n${line}\nab==\n${end}»\n`,
    `«ab=\n${end}»`,
    `«${line}\n-----END RSA PRIVATE KEY-----»`,
    `«${line}\n-----END EC PRIVATE KEY-----»`,
    `«${line}\r\n  ${line}\r\n${end}»`,
    `«${line}\\n${line}\\n${end}»\\n`,
    `«${line}\\r\\n${line}\\r\\n${end}»`,
    `«${line}\\\\n${line}\\\\n${end}»`,
    `«${line}\\\n${end}»`,
    `"«${line}\\nab\\n${end}»"`,
    `«+/${line}\n${end}»`,
    // A word of base64 before the lines is too short to be one.
    `the key: «${line}\n${end}»`,
    `a sentence that says that this is the key «${line}\n${end}»`,
    `the key «${line}\nab\n${end}»`,
    `fifteen-abcdefghijklmno «${line}\n${end}»`.replace('fifteen-', ''),
    `«abcdefghijklmnop ${line}\n${end}»`,
    // Two keys.
    `«${line}\n${end}»\nbetween\n«${line}\n${end}»`.replace('between\n', '- '),
  ])('%j', expectMarks)

  test.each([
    end,
    `${end} of it`,
    `"…"\n${end}`,
    `(cut)\n${end}`,
    `${line}\n-----END CERTIFICATE-----`,
    `${line}\n-----END PUBLIC KEY-----`,
    `${line}\n-----BEGIN PRIVATE KEY-----`,
  ])('near miss: %j', expectMarks)

  test('of a text without end, as much as a key is long', () => {
    const text = `${`${line}\n`.repeat(1000)}${end}`
    const [hit] = endsOfKeys(text)
    expect(text.length - hit!.start).toBeGreaterThan(15_900)
    expect(text.length - hit!.start).toBeLessThan(16_100)
  })
})
