import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { allRows } from '../../src/core/knowledge/table.ts'
// @ts-expect-error: plain JavaScript
import { asciiOnly } from '../../tools/bundle/ascii-only.js'
// @ts-expect-error: plain JavaScript
import { refusing } from '../../tools/bundle/left-out.js'
// @ts-expect-error: plain JavaScript
import { withPlainStrings } from '../../tools/bundle/plain-strings.js'
// @ts-expect-error: plain JavaScript
import { derToJose } from '../../tools/bundle/stand-ins/ecdsa-sig-formatter.js'
// @ts-expect-error: plain JavaScript
import { withoutComments } from '../../tools/bundle/text-tables.js'

test('a chunk in ASCII means what it meant', () => {
  const code = "['✔ \u00e4', `…\ud83d\ude00`, /^[✔✖]$/.test('✖'), /^\ud83d\ude00$/u.test('\ud83d\ude00')]"
  const bundle = { a: { type: 'chunk', code }, b: { type: 'asset', source: '✔' } }
  asciiOnly().generateBundle({}, bundle)
  expect(bundle.a.code).toMatch(/^[\x20-\x7e]+$/)
  // biome-ignore lint/security/noGlobalEval: what it means is what is asked
  expect(eval(bundle.a.code)).toEqual(['✔ ä', '…😀', true, true])
  expect(bundle.b.source).toBe('✔')
})

test('a text between backticks is the same between quotes', () => {
  const code =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as the minifier writes them
    '`use strict`;((x, raw) => [`a\n"b"\\t`, `${`in`}${x}`, raw`\\n`, { k: `\u2028` }, `` ])(1, String.raw)'
  const plain = withPlainStrings(code)
  // biome-ignore lint/security/noGlobalEval: what it means is what is asked
  expect(eval(plain)).toEqual(['a\n"b"\t', 'in1', '\\n', { k: '\u2028' }, ''])
  expect(plain).toContain('`use strict`;')
  expect(plain.match(/`/g)).toHaveLength(6)
})

test('a text table has the same rows without its comments', () => {
  const table = '# A table.\n# Of rows.\n\nkey: a\ntext: b # not a comment\n\n# A section.\n\nkey: c\n'
  expect(withoutComments(table)).toBe('#\n\nkey: a\ntext: b # not a comment\n\nkey: c\n')
  for (const file of readdirSync('data').filter(name =>
    /^(?!permission-index|corrections).*\.txt$/.test(name),
  )) {
    const text = readFileSync(`data/${file}`, 'utf8')
    expect(allRows(withoutComments(text)), file).toEqual(allRows(text))
  }
})

test('what is left out of the bundle says so where it is missed', async () => {
  expect(() => derToJose()).toThrow(/left out of the bundle/)
  const code = refusing('class A {}\nconst b = 1\n\nexport { A, b };\n//# sourceMappingURL=a.mjs.map\n')
  const { A, b } = await import(`data:text/javascript,${encodeURIComponent(code)}`)
  expect(() => new A()).toThrow(/left out of the bundle/)
  expect(() => b()).toThrow(/left out of the bundle/)
})

test('what the library takes from the program needs nothing of Node.js', () => {
  const files = new Set(['judging.cjs'])
  const others: string[] = []
  for (const file of files) {
    for (const [, name] of readFileSync(`dist/cli/${file}`, 'utf8').matchAll(/\brequire\("([^"]+)"\)/g)) {
      if (name!.startsWith('./')) files.add(name!.slice(2))
      else others.push(`${file}: ${name}`)
    }
  }
  expect(files.size).toBeGreaterThan(10)
  expect(others).toEqual([])
})
