import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
// @ts-expect-error: plain JavaScript
import { withLazyChunks } from '../../tools/bundle/lazy-chunks.js'

/** Runs a chunk; tells what it required, in order, and what came out. */
function run(code: string, modules: Readonly<Record<string, unknown>>): { loaded: string[]; out: unknown } {
  const loaded: string[] = []
  const require = (name: string): unknown => {
    loaded.push(name)
    return modules[name]
  }
  const exports: Record<string, unknown> = {}
  const body = new Function('require', 'exports', 'loaded', withLazyChunks(code))
  return { out: body(require, exports, loaded) ?? exports, loaded }
}

test('a chunk is loaded once, where it is first used', () => {
  const code = `
    const require_a = require("./a.cjs");
    const require_b = require("./b.cjs");
    const before = loaded.length;
    function both() { return [require_a.x, require_a["x"], new require_a.Thing(1).of, { x: require_a.x }] }
    return [before, both(), both()]`
  const Thing = class {
    constructor(readonly of: number) {}
  }
  const { loaded, out } = run(code, { './a.cjs': { x: 2, Thing } })
  expect(out).toEqual([0, [2, 2, 1, { x: 2 }], [2, 2, 1, { x: 2 }]])
  expect(loaded).toEqual(['./a.cjs'])
})

test("the default of one of Node's modules is too", () => {
  const code = `
    const require_runtime = require("./runtime.cjs");
    let node_http = require("node:http");
    node_http = require_runtime.__toESM(node_http, 1);
    const before = loaded.length;
    return [before, node_http.default.get, node_http.default.get]`
  const __toESM = (module: unknown, mode: number) => ({ default: module, mode })
  const { loaded, out } = run(code, { './runtime.cjs': { __toESM }, 'node:http': { get: 'got' } })
  expect(out).toEqual([0, 'got', 'got'])
  expect(loaded).toEqual(['./runtime.cjs', 'node:http'])
})

test('what has a namesake, or is handed on whole, is loaded at once', () => {
  const code = `
    const require_runtime = require("./runtime.cjs");
    let url = require("url");
    url = require_runtime.__toESM(url, 1);
    let all = require("all");
    const shown = url => url.href;
    return [loaded.length, shown({ href: 1 }), url.default.parse, [all].length, { url: 2 }.url]`
  const { out } = run(code, {
    './runtime.cjs': { __toESM: (module: unknown) => ({ default: module }) },
    url: { parse: 'parsed' },
    all: {},
  })
  expect(out).toEqual([3, 1, 'parsed', 1, 2])
})

test('what is exported is what it is, and what changes stays what it will be', () => {
  const get = (name: string): string =>
    `Object.defineProperty(exports, "${name}", { enumerable: true, get: function () { return ${name}; } });`
  const code = `
    let counted = 0;
    function count() { counted++ }
    ${get('counted')}
    ${get('count')}`
  const { out } = run(code, {})
  const exported = out as { counted: number; count(): void }
  exported.count()
  expect(exported.counted).toBe(1)
  expect(Object.getOwnPropertyDescriptor(exported, 'count')?.get).toBeUndefined()
})

test('each chunk of the program can be the first one that is read', () => {
  const folder = 'dist/cli'
  // Two run when they are loaded: the program, and the first script of the page, which wants a browser.
  const runs = ['why403.cjs', 'boot.cjs']
  const chunks = readdirSync(folder).filter(name => name.endsWith('.cjs') && !runs.includes(name))
  expect(chunks.length).toBeGreaterThan(20)
  const load = `
    process.on('warning', ({ message }) => { throw new Error(message) })
    for (const name of ${JSON.stringify(chunks)}) {
      for (const path of Object.keys(require.cache)) delete require.cache[path]
      require('./${folder}/' + name)
    }`
  execFileSync(process.execPath, ['-e', load], { stdio: 'pipe' })
})
