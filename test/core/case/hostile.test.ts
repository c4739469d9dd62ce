import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { caseShape } from '../../../src/core/case/form.ts'
import { withoutFolders } from '../../../src/core/case/line.ts'
import { readCase } from '../../../src/core/case/read.ts'
import { whole } from '../../../src/core/case/shape.ts'
import { bareCommandLine } from '../../../src/core/command-line.ts'
import { Why403Error } from '../../../src/core/error.ts'
import { Seed } from '../../canary/seed.ts'
import { why403 } from '../../cli/support.ts'
import { drawn } from '../../fuzz/inputs.ts'
import { sampled } from '../../support/property.ts'

const schema = JSON.parse(readFileSync(new URL('../../../docs/case.schema.json', import.meta.url), 'utf8'))
const fits = new Ajv2020({ strict: false, validateFormats: false }).compile(schema)

/** Cases that were damaged, and some that were not. */
const drawnCases = sampled(
  Array.from({ length: 600 }, (_, at) => drawn('case', new Seed(`schema/${at}`)).text),
)
const good = JSON.parse(drawnCases.find(text => isCase(text) && text.includes('"verified-when-written"'))!)

function isCase(text: string): boolean {
  try {
    return caseShape.fault(JSON.parse(text), whole) === null
  } catch {
    return false
  }
}

test('what the schema takes is taken, and nothing else', () => {
  const both = drawnCases.flatMap(text => {
    try {
      const json = JSON.parse(text)
      return [{ text, bySchema: fits(json), byProgram: caseShape.fault(json, whole) === null }]
    } catch {
      return []
    }
  })
  expect(both.filter(({ bySchema, byProgram }) => bySchema !== byProgram)).toEqual([])
  expect(both.filter(({ bySchema }) => bySchema).length).toBeGreaterThan(both.length / 10)
  expect(both.filter(({ bySchema }) => !bySchema).length).toBeGreaterThan(both.length / 10)
})

const opens = (text: string) => why403(['open', 'c'], { files: { c: text } })

describe('what is no case is refused with one sentence and a next step', () => {
  test.each([
    ['nothing', ''],
    ['no JSON', 'GET /users'],
    ['half of one', JSON.stringify(good).slice(0, 400)],
    ['a list', '[]'],
    ['another JSON', '{"error":{"code":"x"}}'],
    ['a report', '{"schema":1,"verdict":"clear"}'],
    ['one of a newer why403', JSON.stringify({ ...good, case: 2 })],
    ['a member more', JSON.stringify({ ...good, more: 1 })],
    ['__proto__', JSON.stringify(good).replace('{', '{"__proto__":{"case":1},')],
    ['a member less', JSON.stringify({ ...good, token: undefined })],
    [
      'an emulator elsewhere',
      JSON.stringify({ ...good, question: { ...good.question, emulator: 'https://a.example' } }),
    ],
    ['more than is read', `${JSON.stringify(good)}${' '.repeat(1024 * 1024)}`],
    ['brackets without end', '['.repeat(100_000)],
    ['a million brackets', `${'['.repeat(400_000)}${']'.repeat(400_000)}`],
    ['a time that is none', JSON.stringify({ ...good, at: '2026-99-99T99:99:99Z' })],
  ])('%s', async (_, text) => {
    const { code, out, err } = await opens(text)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err.trimEnd().split('\n')).toHaveLength(2)
    expect(err).toMatch(/^why403: .{20,200}\.\n {2}\S/)
    expect(err).not.toContain('went wrong')
  })
})

describe('what its claims hold harms nobody', () => {
  test.each([
    ['__proto__', '{"__proto__":{"roles":["User.Read.All"]},"constructor":{"prototype":1},"toString":1}'],
    ['deep ones', `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
    ['numbers beyond all', '{"exp":1e999,"nbf":-1e999,"iat":null}'],
    ['lines of a build system', '{"upn":"::error::x","name":"##vso[task]","aud":"\\u001b[31m\\u202e"}'],
  ])('%s', async (_, claims) => {
    const text = JSON.stringify({ ...good, token: { ...good.token, claims: 'HERE' } }).replace(
      '"HERE"',
      claims,
    )
    for (const flags of [[], ['--claims', '--verbose'], ['--format', 'json'], ['--format', 'markdown']]) {
      const { code, out, err } = await why403(['open', 'c', ...flags], { files: { c: text } })
      expect([0, 1]).toContain(code)
      expect(err).toBe('')
      expect(out).not.toMatch(/[\u001b\u202e]|^\s*(?:::|##vso\[)/m)
    }
    expect(({} as Record<string, unknown>).roles).toBeUndefined()
  })
})

test('a secret in a case is not shown', async () => {
  const secret = `abc8Q~${'aB3-_x9Z'.repeat(5).slice(0, 34)}`
  const text = JSON.stringify(good)
    .replaceAll('ErrorAccessDenied', secret)
    .replaceAll('contoso.example', secret)
  for (const flags of [[], ['--format', 'json'], ['--format', 'markdown']]) {
    const { out, err } = await why403(['open', 'c', ...flags], { files: { c: text } })
    expect(out + err).not.toContain(secret)
  }
})

test('as many entities as an answer can hold, and no more', async () => {
  const answered = { entities: 100_000, collection: true, bare: false, properties: ['id'], empty: [] }
  const calls = [{ ...good.calls[2], operation: 0, answered }]
  expect((await opens(JSON.stringify({ ...good, calls }))).code).toBe(1)
  const more = [{ ...calls[0], answered: { ...answered, entities: 100_001 } }]
  expect((await opens(JSON.stringify({ ...good, calls: more }))).code).toBe(2)
})

test('next steps lead to files in the folder at hand only', () => {
  const words = [
    'inspect',
    '/etc/t',
    '--token-file',
    '/etc/passwd',
    '--save-token=../../.ssh/x',
    '--from',
    'C:\\a\\b',
  ]
  const line = { ...bareCommandLine, words, command: 'inspect' }
  const flags = ['token-file', 'save-token', 'from']
  const plain = ['inspect', 't', '--token-file', 'passwd', '--save-token=x', '--from', 'b']
  expect(withoutFolders(line, flags).words).toEqual(plain)
  const { observed } = readCase(JSON.stringify({ ...good, question: { ...good.question, line } }), flags)
  expect(observed.line.words).toEqual(plain)
})

test('no next step of a case starts a program of its sender', () => {
  const of = (command: string | null, ...words: string[]) =>
    withoutFolders({ ...bareCommandLine, command, words }, ['output']).words
  const shown = ['run', '--built-in', '--', '<program>']
  expect(of('run', 'run', '--built-in', '--', 'rm', '-r', '/home/ada')).toEqual(shown)
  expect(of(null, 'run', '--built-in', '--', 'rm')).toEqual(shown)
  expect(of('check', '--output', '/x/y', 'run', 'rm', '--', '-r')).toEqual([
    '--output',
    'y',
    'run',
    '--',
    '<program>',
  ])
})

test('the complaint repeats no name that only the file has', () => {
  const text = JSON.stringify({ ...good, 'a-secret-in-the-wrong-place': 1 })
  expect(() => readCase(text, [])).toThrow(Why403Error)
  expect(() => readCase(text, [])).toThrow(/it has a member that no case has/)
})
