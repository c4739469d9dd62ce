import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
// @ts-expect-error: plain JavaScript
import { startFiles } from '../../tools/bundle/start-files.js'

/** A rehearsal of modules: by function, '' the module itself, the runs that came by it. */
function filesOf(
  modules: Record<string, { source: string; runs: Record<string, string> }>,
  {
    reads = [],
    pure = [],
  }: { reads?: readonly (readonly [string, string])[]; pure?: readonly string[] } = {},
): (module: string, key: string) => string | null {
  const codeOf = (source: string): string => source.replaceAll(/^(?:import .*|export )/gm, '')
  const calls = new Map(
    Object.entries({ ...modules, other }).map(([name, { source, runs }]) => {
      const code = codeOf(source)
      const places = new Map<string, Set<string>>()
      for (const [key, said] of Object.entries(runs)) {
        const at = code.indexOf(`function ${key}(`)
        const place = key === '' ? '' : `${at}-${code.indexOf('}', at) + 1}`
        places.set(place, new Set(said === '' ? [] : said.split(' ')))
      }
      return [`src/${name}.cjs`, places]
    }),
  )
  const sourceOf = (file: string): string => ({ ...modules, other })[/src\/(\w+)/.exec(file)![1]!]!.source
  const rehearsed = { calls, reads: reads.map(names => names.map(name => `src/${name}.cjs`)) }
  return startFiles(rehearsed, {
    code: (file: string) => codeOf(sourceOf(file)),
    source: sourceOf,
    isPure: (module: string) => pure.some(name => module.startsWith(`src/${name}`)),
  })
}

/** What another run comes by, so that no other is every run. */
const other = { source: 'const x = 1', runs: { '': 'help' } }

const long = `/* ${'x'.repeat(40_000)} */`

test('what the same runs come by is one file, and what no run comes by is none', () => {
  const fileOf = filesOf({
    a: {
      source: `function f(){${long}}\nfunction g(){${long}}\nfunction h(){}`,
      runs: { '': 'inspect', f: 'inspect', g: 'explain' },
    },
    b: { source: `function f(){${long}}`, runs: { '': 'explain', f: 'explain' } },
  })
  expect(fileOf('src/a.ts', 'f')).toBe(fileOf('src/a.ts', ''))
  expect(fileOf('src/a.ts', 'g')).toBe(fileOf('src/b.ts', 'f'))
  expect(fileOf('src/a.ts', 'g')).not.toBe(fileOf('src/a.ts', 'f'))
  expect(fileOf('src/a.ts', 'h')).toBe(null)
  expect(fileOf('src/c.ts', '')).toBe(null)
})

test('what is shorter than a file costs stands with others', () => {
  const of = (text: string): string | null => {
    const source = `function f(){${text}}\nfunction g(){${text}}`
    const fileOf = filesOf({ a: { source, runs: { '': 'inspect', f: 'inspect', g: 'inspect explain' } } })
    return fileOf('src/a.ts', 'f') === fileOf('src/a.ts', 'g') ? 'one' : 'two'
  }
  expect([of('1'), of(long)]).toEqual(['one', 'two'])
})

test('what every run comes by is in the program, if it needs Node.js', () => {
  const source = `function f(){${long}}`
  const of = (runs: string, pure: readonly string[] = []): string | null =>
    filesOf({ a: { source, runs: { '': runs, f: runs } } }, { pure })('src/a.ts', 'f')
  expect([of('help inspect'), of('help inspect', ['a'])]).toEqual(['program', 'pure-hi'])
  expect(of('inspect')).toBe('own-i')
})

test('what needs Node.js stands apart', () => {
  const one = { source: 'function f(){1}', runs: { '': 'inspect', f: 'inspect' } }
  const fileOf = filesOf({ a: one, b: one }, { pure: ['a'] })
  expect(fileOf('src/a.ts', 'f')).not.toBe(fileOf('src/b.ts', 'f'))
  const together = filesOf({ a: one, b: one })
  expect(together('src/a.ts', 'f')).toBe(together('src/b.ts', 'f'))
})

test('files that would be read in the middle of one another are not made', () => {
  const one = (runs: string): { source: string; runs: Record<string, string> } => ({
    source: 'const x = 1',
    runs: { '': runs },
  })
  const modules = { a: one('inspect'), b: one('explain'), c: one('inspect explain') }
  const merged = filesOf(modules)
  expect(new Set(['a', 'b', 'c'].map(name => merged(`src/${name}.ts`, ''))).size).toBe(1)
  // Pure `b` reads `a`, and `c` reads `b`: with `a` and `c` in one file that would come back to itself.
  const fileOf = filesOf(modules, {
    reads: [
      ['b', 'a'],
      ['c', 'b'],
    ],
    pure: ['b'],
  })
  expect(fileOf('src/a.ts', '')).not.toBe(fileOf('src/c.ts', ''))
  const oneWay = filesOf(modules, { reads: [['b', 'a']], pure: ['b'] })
  expect(oneWay('src/a.ts', '')).toBe(oneWay('src/c.ts', ''))
})

test('what is read because another is counts for all the runs that read that one', () => {
  const modules = (text: string): Parameters<typeof filesOf>[0] => ({
    a: { source: 'const x = 1', runs: { '': 'text' } },
    b: { source: `function f(){${text}}`, runs: { '': 'text', f: 'text' } },
    c: { source: 'const x = 1', runs: { '': 'inspect text' } },
  })
  const isOneWithC = (text: string, reads: readonly (readonly [string, string])[]): boolean => {
    const fileOf = filesOf(modules(text), { reads, pure: ['b'] })
    return fileOf('src/a.ts', '') === fileOf('src/c.ts', '')
  }
  // With `a` in the file of `c`, `inspect` would read `b` too.
  expect(isOneWithC(long, [['a', 'b']])).toBe(false)
  expect(isOneWithC('1', [['a', 'b']])).toBe(false)
  expect(isOneWithC(long, [])).toBe(true)
})

test('a function whose value is taken starts with who takes it, unless it stands in a list', () => {
  const b = { source: `export function g(){${long}}`, runs: { '': '', g: '' } }
  const of = (a: string): string | null =>
    filesOf({ a: { source: `import { g } from './b.ts'\n${a}`, runs: { '': 'inspect', f: 'inspect' } }, b })(
      'src/b.ts',
      'g',
    )
  expect(of('function f(){ return [1].map(g) }')).not.toBe(null)
  expect(of('const x = [1].map(g)')).not.toBe(null)
  expect(of('function f(){ return g() }')).toBe(null)
  expect(of('const x = { g }')).toBe(null)
})

test.each([
  ['permissions', 'GET /users'],
  ['explain', 'AADSTS7000215'],
])('%s %s reads little code that it does not call', (...args) => {
  const folder = mkdtempSync(join(tmpdir(), 'why403-coverage-'))
  try {
    execFileSync(process.execPath, [resolve('dist/cli/why403.cjs'), ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH, NODE_V8_COVERAGE: folder },
    })
    const [coverage] = readdirSync(folder)
    const { result } = JSON.parse(readFileSync(join(folder, coverage!), 'utf8')) as Coverage
    const own = result.filter(({ url }) => url.includes('/dist/cli/'))
    expect(own.length).toBeGreaterThan(5)
    let [read, idle] = [0, 0]
    for (const { functions } of own) {
      const ranges = functions.map(({ ranges }) => ranges[0]!)
      read += Math.max(...ranges.map(({ endOffset }) => endOffset))
      let end = 0
      for (const { startOffset, endOffset, count } of ranges.sort((a, b) => a.startOffset - b.startOffset)) {
        if (count > 0 || startOffset < end) continue
        idle += endOffset - startOffset
        end = endOffset
      }
    }
    expect(idle / read).toBeLessThan(0.25)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

interface Coverage {
  readonly result: readonly {
    readonly url: string
    readonly functions: readonly {
      readonly ranges: readonly {
        readonly startOffset: number
        readonly endOffset: number
        readonly count: number
      }[]
    }[]
  }[]
}
