import { createHash } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { readIndexText, readProgramFile } from '../../src/edges/data.ts'
import { deflate } from '../../src/edges/deflate.ts'
import { filesFrom, pageText } from '../../src/page/assemble.ts'
import { toBase85 } from '../../src/page/base85.ts'
import { coded, decoded } from '../../src/page/coded.ts'
import { fromBase85 } from '../../src/page/screen/base85.ts'
import { index } from '../core/committed-index.ts'

// The page as the command writes it, of the program that is built.

const files = filesFrom('screen.cjs', readProgramFile)
let text = ''
let code = ''

beforeAll(async () => {
  text = await page()
  const block = /<script type="text\/plain" id="block">([^<]*)<\/script>/.exec(text)![1]!
  const unpacked = inflateRawSync(fromBase85(block)).toString('utf8')
  const end = unpacked.indexOf('\0')
  code = unpacked.slice(0, end)
  expect(decoded(unpacked.slice(end + 1)) === readIndexText()).toBe(true)
})

function page(): Promise<string> {
  return pageText({
    ...{ file: readProgramFile, index: readIndexText(), deflate, version: '1.2.3', data: index.source },
  })
}

const hashOf = (script: string): string => `'sha256-${createHash('sha256').update(script).digest('base64')}'`

function policy(): Map<string, string[]> {
  const content = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text)![1]!
  return new Map(
    content
      .replaceAll('&#39;', "'")
      .split('; ')
      .map(one => one.split(' '))
      .map(([name, ...values]) => [name!, values]),
  )
}

test('nothing of the page needs Node.js, and all that it requires is in it', () => {
  expect(files.size).toBeGreaterThan(20)
  for (const [name, content] of files) {
    const required = [...content.matchAll(/\brequire\(["'`]([^"'`]+)["'`]\)/g)].map(([, what]) => what!)
    const missing = required.filter(what => !what.startsWith('./') || !files.has(what.slice(2)))
    expect({ name, missing }).toEqual({ name, missing: [] })
    expect({ name, isAscii: /^[\0-\x7f]*$/.test(content) }).toEqual({ name, isAscii: true })
  }
  expect([...files.keys()].filter(name => code.includes(`"./${name}"(exports,require,module){`))).toEqual([
    ...files.keys(),
  ])
})

test('files in JSON are read as such', () => {
  const of = new Map([
    ['screen.cjs', 'require("./table-1.json");require(`./other.cjs`)'],
    ['table-1.json', '{}'],
    ['other.cjs', ''],
  ])
  expect([...filesFrom('screen.cjs', name => of.get(name)!).keys()]).toEqual([...of.keys()])
})

describe('the policy', () => {
  test('allows the one style sheet and the two scripts, by what they are', () => {
    const style = /<style>([^<]*)<\/style>/.exec(text)![1]!
    const boot = /<script>(.*?)<\/script>/s.exec(text)![1]!
    expect(policy().get('style-src')).toEqual([hashOf(style)])
    expect(policy().get('script-src')).toEqual([hashOf(boot), hashOf(code)])
    expect(text.match(/<script/g)).toHaveLength(2)
  })

  test('allows nothing else', () => {
    expect(policy().get('default-src')).toEqual(["'none'"])
    for (const name of ['connect-src', 'base-uri', 'form-action'])
      expect({ name, values: policy().get(name) }).toEqual({ name, values: ["'none'"] })
    expect(policy().get('require-trusted-types-for')).toEqual(["'script'"])
    expect(policy().get('trusted-types')).toEqual(['why403'])
    expect([...policy().values()].flat().filter(value => value.startsWith("'unsafe"))).toEqual([])
  })

  test('stands before everything that it is for', () => {
    expect(text.indexOf('Content-Security-Policy')).toBeLessThan(200)
  })
})

test('the page has no attribute that the policy would refuse, and no address of the web', () => {
  const markup = text.replace(/<(script|style)[^>]*>[^<]*<\/\1>/g, '')
  expect(markup).not.toMatch(/\sstyle=|\son\w+=/)
  expect(markup).not.toMatch(/https?:/)
})

test('a page is no longer than 700 KB', () => {
  expect(text.length).toBeLessThan(700_000)
})

test('an index that is coded is shorter by a third, and comes back', () => {
  const whole = readIndexText()
  expect(decoded(coded(whole)) === whole).toBe(true)
  expect(coded(whole).length).toBeLessThan(whole.length * 0.66)
  const small =
    '# x\n\nA.Read app\nB.Read-Only app\n\n/a.read GET app *A.Read work A.Read.All <A.Read+B.Read-Only@beta\n'
  expect(coded(small)).toBe(
    '# x\n\nA.Read app\nB.Read-Only app\n\n/a.read GET app *\u0080 work A.Read.All <\u0080+\u0081@beta\n',
  )
  expect(decoded(coded(small))).toBe(small)
})

test('the same page, whoever writes it', async () => {
  expect((await page()) === text).toBe(true)
})

test('any bytes come back from their text', () => {
  for (let length = 0; length < 9; length++) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 89 + length * 31) % 256)
    expect(fromBase85(toBase85(bytes))).toEqual(bytes)
  }
  for (const fill of [0, 255]) {
    const bytes = new Uint8Array(1000).fill(fill)
    expect(fromBase85(toBase85(bytes))).toEqual(bytes)
  }
  expect(toBase85(Uint8Array.from({ length: 4096 }, (_, at) => (at * 7919) % 256))).not.toMatch(/</)
})
