import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Report } from '../../src/core/report/report.ts'
import { renderJson } from '../../src/render/json.ts'
import { forJson, forTerminal, inAscii } from '../../src/render/neutralise.ts'
import { renderWords } from '../../src/render/text/asked.ts'
import { coloured } from '../../src/render/text/chalk.ts'
import { renderPermissions } from '../../src/render/text/permissions.ts'
import { renderText } from '../../src/render/text/report.ts'
import type { TextOptions } from '../../src/render/text/style.ts'
import { report, settings, why403 } from '../cli/support.ts'
import { type Stage, stage } from '../emulator/support.ts'
import { buildCommand, colours, dangerous, hostileTexts, ownWords, poisoned } from '../support/hostile.ts'
import { plainLook } from '../support/looks.ts'
import fc from '../support/property.ts'

/** Reports of every kind: a success, refusals with records, an unread token, Entra's refusal, the tables alone. */
let reports: Report[]
let emulator: Stage

beforeAll(async () => {
  emulator = await stage()
  const env = settings(emulator)
  const files = { admin: await emulator.token('admin'), t: await emulator.token('reporting') }
  const list = '/me\nPOST /users\n/nowhere\nnonsense here\nhttps://elsewhere.example/users\n'
  reports = await Promise.all([
    report(['--token-file', 't', '--rows', 'table'], { env, files }),
    report(['--anyway', '--directory-token-file', 'admin', '--from', '-'], { env, files, stdin: list }),
    report(['inspect'], { env, stdin: 'no token' }),
    report([], { env: { ...env, CLIENT_SECRET: 'MAKE-BELIEVE~wrong' } }),
    report(['permissions', 'GET /users', 'GET /userz', 'GET /me/drive/recent']),
  ])
})
afterAll(() => emulator.stop())

const plain: TextOptions = { ...plainLook, rows: 10 }
const looks: [string, TextOptions][] = [40, 80, 120].flatMap(width =>
  [false, true].map((verbose): [string, TextOptions] => [
    `${width} columns${verbose ? ', verbose' : ''}`,
    { ...plain, width, verbose },
  ]),
)

/** Every text that is made of a report. */
function texts(report: Report, options: TextOptions): string[] {
  const [told = ''] = report.findings.map(({ why }) => why)
  return [renderText(report, options), renderPermissions(report, options), renderWords(told, options)]
}

describe.each(Object.entries(hostileTexts))('%s', (_, text) => {
  test('is harmless as text', () => {
    for (const report of reports) {
      const hostile = poisoned(report, text, ownWords)
      for (const [look, options] of looks) {
        const shown = texts(hostile, options)
        const withColours = texts(hostile, { ...options, colours: coloured(3) })
        for (const [at, output] of shown.entries()) {
          expect({ look, dangerous: dangerous.exec(output) }).toEqual({ look, dangerous: null })
          expect({ look, command: buildCommand.exec(output) }).toEqual({ look, command: null })
          // Nothing that looks like a colour is anything but ours.
          expect(withColours[at]!.replace(colours, '')).toBe(output)
        }
        for (const ascii of texts(hostile, { ...options, unicode: false })) {
          expect(ascii).toMatch(/^[\u0020-\u007e\n]*$/)
        }
      }
    }
  })

  test('is harmless as JSON, and comes back as it was', () => {
    for (const report of reports) {
      const hostile = poisoned(report, text, ownWords)
      const json = renderJson(hostile)
      expect(dangerous.exec(json)).toBeNull()
      expect(buildCommand.exec(json)).toBeNull()
      expect(JSON.parse(json)).toEqual(hostile)
    }
  })

  test('is harmless on the command line and in a list', async () => {
    const argv = ['permissions', '--from', '-', text.slice(0, 90)]
    const stdin = `/users/${text}\n{"method":"GET","url":${JSON.stringify(text)}}`
    for (const more of [[], ['--format', 'json']]) {
      for (const words of [argv, argv.slice(0, 3)]) {
        const { out, err } = await why403([...words, ...more], { stdin })
        for (const output of [out, err]) {
          expect(dangerous.exec(output)).toBeNull()
          expect(buildCommand.exec(output)).toBeNull()
        }
      }
    }
  })

  test('is harmless as the name of a file', async () => {
    const { err } = await why403(['check', '--token-file', `./${text.slice(0, 90)}`])
    expect(dangerous.exec(err)).toBeNull()
    expect(buildCommand.exec(err)).toBeNull()
    expect(err.split('\n')).toHaveLength(3)
  })
})

test('a token with 10,000 roles is shown in part, and carried whole', () => {
  const roles = Array.from({ length: 10_000 }, (_, at) => `Made.Up.${at}`)
  const large = { ...reports[0]!, token: { ...reports[0]!.token!, roles } }
  const text = renderText(large, plain)
  expect(text.split('\n').length).toBeLessThan(100)
  expect(text).toMatch(/9988 more\s+\(--verbose\)/)
  expect(JSON.parse(renderJson(large)).token.roles).toHaveLength(10_000)
})

test('a key named __proto__ survives as data', () => {
  const value = JSON.parse('{"claims":{"__proto__":{"polluted":true},"constructor":"x"}}')
  expect(Object.keys(JSON.parse(renderJson(value)).claims)).toEqual(['__proto__', 'constructor'])
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

test('forTerminal says what it took away, once', () => {
  expect(forTerminal('a\u001bb\u202ec\nd')).toBe('a\\u{1b}b\\u{202e}c\\u{a}d')
  expect(forTerminal('::error::x')).toBe(':\\:error::x')
  expect(forTerminal('a ::b')).toBe('a ::b')
  expect(forTerminal('a ###vso[b] ##[c]')).toBe('a ##\\#vso[b] #\\#[c]')
  for (const text of Object.values(hostileTexts))
    expect(forTerminal(forTerminal(text))).toBe(forTerminal(text))
})

test('no command survives, wherever it stands, and JSON still says what it said', () => {
  const fragment = fc.constantFrom('#', '##', '###', 'vso', 'VSO', '[', ']', ' ', '\\', '::', 'x', '"', '\n')
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 12 }), fragments => {
      const text = fragments.join('')
      expect(forTerminal(text)).not.toMatch(buildCommand)
      expect(forTerminal(forTerminal(text))).toBe(forTerminal(text))
      for (const json of [forJson({ [text]: text }), forJson([text], 0)])
        expect(json).not.toMatch(buildCommand)
      expect(JSON.parse(forJson({ [text]: text }))).toEqual({ [text]: text })
    }),
    { numRuns: 500 },
  )
})

test('forTerminal leaves the writing of people alone', () => {
  for (const text of ['## Heading', 'C## [1]', '#[derive]', 'a##b']) expect(forTerminal(text)).toBe(text)
  for (const text of ['Zoë Žižek', 'שלום', '名前', '👩‍👩‍👧']) expect(forTerminal(text)).toBe(text)
  expect(inAscii('é👍')).toBe('\\u{e9}\\u{1f44d}')
})

test('forJson keeps its own line ends', () => {
  expect(forJson({ a: '\u009b\n' })).toBe('{\n  "a": "\\u009b\\n"\n}')
})
