import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'rolldown'
import { afterAll, beforeAll, expect, test } from 'vitest'
// @ts-expect-error: plain JavaScript
import { lazyChunks } from '../../tools/bundle/lazy-chunks.js'
// @ts-expect-error: plain JavaScript
import { partOf, splitModules } from '../../tools/bundle/split-modules.js'

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'why403-split-'))
  mkdirSync(join(root, 'src'))
})
afterAll(() => rmSync(root, { recursive: true }))

const modules = {
  'src/main.ts': `
    import { counted, Late, list, named as other, twice } from './a.ts'
    import * as words from './words.ts'
    import { shout } from './words.ts'
    type Say = (text: string) => string
    const table: Record<string, { say: Say; late?: Say }> = {
      one: { say: words.whisper },
      two: { say: shout, late: (text: string): string => { return [text, text, text, text, text, text, text, text, text, text, text, text, text, text, text, text, text, text, text, text, text, text].join('').slice(0, 7) } },
      three: { say(text: string): string { return [...text].reverse().join('') + [text, text, text, text, text, text, text, text, text, text, text, text, text].length } },
    }
    export function out(): unknown {
      const late = new Late(2)
      return [twice(4), other('a'), counted(), counted(), list.map(make => make(3)), late.get(), table.one.say('Ab'), table.two.say('Ab'), table.two.late!('xyz'), table.three.say('abc')]
    }`,
  'src/a.ts': `
    import type { Unknown } from './none.ts'
    import { shout } from './words.ts'
    export const factor = 2
    let count = 0
    /** Both forms. */
    export function twice(n: number): number
    export function twice(n: string): string
    export function twice(n: any): any { return n * factor + helper(n) }
    const helper = (n: number): number => hidden.get('a')! + n
    const hidden = new Map([['a', 10]])
    function named<T extends Unknown | string>(text: T): string { return shout(String(text)) + factor }
    export { named }
    export function counted(): number { count += 1; return count }
    function early(n: number): number { return n + 1 }
    export const start = early(1)
    function later(n: number) { return n * start }
    export const list = [early, later, (n: number) => n - 1]
    export class Late { n: number; constructor(n: number) { this.n = n } get = () => this.n + start }`,
  'src/words.ts': `
    export function shout(text: string): string { return text.toUpperCase() }
    export const whisper = (text: string): string => text.toLowerCase()`,
}
type FileOf = (module: string, key: string) => string | null

async function outOf(fileOf: FileOf | null): Promise<{ out: unknown; files: readonly string[] }> {
  for (const [name, code] of Object.entries(modules)) writeFileSync(join(root, name), code)
  const dir = mkdtempSync(join(root, 'dist-'))
  const name = (id: string): string | null => partOf(id).part
  const { output } = await build({
    cwd: root,
    input: 'src/main.ts',
    tsconfig: false,
    plugins: fileOf === null ? [] : [splitModules(`${root}/`, fileOf), lazyChunks()],
    preserveEntrySignatures: 'allow-extension',
    output: {
      dir,
      format: 'cjs',
      codeSplitting: { groups: [{ name }], includeDependenciesRecursively: false },
    },
  })
  const files = output.map(({ fileName }) => fileName)
  const { out } = createRequire(import.meta.url)(join(dir, 'main.js')) as { out(): unknown }
  return { out: out(), files }
}

test('a module in parts means the same', async () => {
  const { out } = await outOf(null)
  expect(out).toEqual([22, 'A2', 1, 2, [4, 6, 2], 4, 'ab', 'AB', 'xyzxyzx', 'cba13'])
  const homes: FileOf[] = [
    (_, key) => (key === '' ? 'start' : null),
    (_, key) => (key === '' ? 'start' : key.length % 2 === 0 ? 'even' : 'odd'),
    (module, key) => `${module.length % 2}${key.length % 3}`,
    module => module,
  ]
  for (const fileOf of homes) expect((await outOf(fileOf)).out).toEqual(out)
  expect((await outOf(() => 'one')).files).toEqual(['main.js'])
})

test('what a module calls as it is read, and what gives its variables values, stays; the rest goes', () => {
  for (const [name, code] of Object.entries(modules)) writeFileSync(join(root, name), code)
  const { load } = splitModules(`${root}/`, (_: string, key: string) => (key === '' ? 'start' : null))
  const a = load.handler(join(root, 'src/a.ts'))
  const moved = load.handler(`${join(root, 'src/a.ts')}?part=none`)
  for (const kept of ['function early', 'function counted', 'class Late', 'const hidden'])
    expect([a.code.includes(kept), moved.code.includes(kept)], kept).toEqual([true, false])
  for (const gone of ['function twice(n: any)', 'const helper', 'function named', 'function later'])
    expect([a.code.includes(gone), moved.code.includes(gone)], gone).toEqual([false, true])
  expect(a.code).toContain('[early, (...given) => later(...given), (n: number) => n - 1]')
  expect(moved.code).toContain('import { hidden } from')
})

test('a module that no run came by stays as it is', () => {
  const { load } = splitModules(`${root}/`, () => null)
  expect(load.handler(join(root, 'src/a.ts'))).toBe(null)
})
