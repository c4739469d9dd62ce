import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as library from '../../../src/node.ts'
import { keyNamed, signToken } from '../../../tools/case.ts'
import { why403 } from '../../cli/support.ts'
import { readCase } from '../../support/cases.ts'
import { index, indexText } from '../committed-index.ts'

/** What is printed as an example runs, and gives what stands behind it: `expression // value`. */
const root = new URL('../../../', import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, root), 'utf8')

/** A case that somebody sent. */
async function caseOf(token: string): Promise<string> {
  const words = ['check', 'GET /users', '--offline', '--token-file', 't', '--case', 'case.json']
  return (await why403(words, { files: { t: token } })).files['case.json']!
}

const { header, claims } = readCase('operation/missing-permission', 'fires').token!
const key = await keyNamed(String(header.kid))
const sent = await caseOf(await signToken(key, header, claims))

const AsyncFunction: new (...names: string[]) => (...values: unknown[]) => Promise<void> =
  Object.getPrototypeOf(async () => {}).constructor

async function run(example: string, scope: Record<string, unknown>): Promise<[unknown, unknown][]> {
  const results: [unknown, unknown][] = []
  const code = example
    .replaceAll(/^import .*$/gm, '')
    .replaceAll(/^(?!\/\/)(.+) \/\/ (['[].*)$/gm, 'told((await ($1)), ($2))')
  const names = { ...library, ...scope, told: (...pair: [unknown, unknown]) => results.push(pair) }
  await new AsyncFunction(...Object.keys(names), `{${code}}`)(...Object.values(names))
  return results
}

const folder = 'src/core/library/'
const sources = [...readdirSync(new URL(folder, root)).map(name => folder + name), 'src/node.ts'].map(read)
const documented = sources.flatMap(source =>
  [...source.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport (?:async )?function (\w+)/g)].flatMap(
    ([, comment = '', name = '']) =>
      name in library ? [{ name, comment: comment.replaceAll(/^ \* ?/gm, '') }] : [],
  ),
)

test('every function of the library is documented', () => {
  const functions = Object.entries(library).flatMap(([name, value]) =>
    typeof value === 'function' && !(value.prototype instanceof Error) ? [name] : [],
  )
  expect(documented.map(({ name }) => name).toSorted()).toEqual(functions.toSorted())
})

describe.each(documented)('$name', ({ comment }) => {
  test('says what it throws, and what it does not check', () => {
    expect(comment).toContain('@throws')
    expect(comment.includes('Not checked:') || comment.includes('@throws {Why403Error}')).toBe(true)
  })

  test('has an example that runs', async () => {
    const example = comment.split('@example\n')[1] ?? ''
    const results = await run(example, { index, text: indexText, sent })
    expect(results.length).toBeGreaterThan(0)
    for (const [given, told] of results) expect(given).toEqual(told)
  })
})

describe('README.md', async () => {
  const section = read('README.md').split('## As a library')[1]!.split('\n## ')[0]!
  const blocks = [...section.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code)

  test('names only what the entries export', () => {
    const imported = [...section.matchAll(/^import \{ (.+) \} from '(why403(?:\/node)?)'$/gm)]
    expect(imported.length).toBeGreaterThan(1)
    for (const [, names = ''] of imported)
      for (const name of names.split(', ')) expect(Object.keys(library)).toContain(name)
  })

  test.each(blocks)('runs: %#', async block => {
    const text = await signToken(key, header, claims)
    const refusal = Response.json(
      {
        error: {
          code: 'Authorization_RequestDenied',
          message: 'Insufficient privileges to complete the operation.',
        },
      },
      { status: 403 },
    )
    const fetch = async (url: string): Promise<Response> =>
      url.startsWith('https://graph.microsoft.com/') ? refusal : new Response(indexText)
    for (const [given, told] of await run(block, { claims, text, keys: key.jwks, fetch, index, sent }))
      expect(given).toEqual(told)
  })
})
