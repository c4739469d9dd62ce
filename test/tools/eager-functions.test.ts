import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
// @ts-expect-error: plain JavaScript
import { withEagerFunctions } from '../../tools/bundle/eager-functions.js'

const every = (): boolean => true

/** What a chunk exports once it has run. */
function exportsOf(code: string): Record<string, unknown> {
  const exports = {}
  new Function('exports', code)(exports)
  return exports
}

test('functions mean the same, arrows in arrows and in defaults too', async () => {
  const code = [
    'exports.early=later(1);function later(n){return n+1}',
    'async function*steps(n){for(let i=0;i<n;i++)yield later(i)}',
    'exports.steps=steps;exports.add=a=>b=>c=>({sum:a+b+c});',
    'exports.defaults=(f=x=>x*2,[y]=[3],...rest)=>f(y)+rest.length;',
    'exports.none=()=>{let n=0;return()=>++n};exports.wait=async x=>await x+1;',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as the minifier writes them
    'exports.text=n=>`${n.map(x=>`<${x}>`)}`;exports.name=later.name;exports.length=((a,b=1)=>a).length;',
  ].join('')
  const eager = withEagerFunctions(code, every)
  expect(eager).toMatch(/^var later=\(function \(n\)/)
  expect(eager).not.toContain('=>')
  for (const text of [code, eager]) {
    const {
      early,
      steps,
      add,
      defaults,
      none,
      wait,
      text: shown,
      name,
      length,
    } = exportsOf(text) as never as {
      early: number
      steps(n: number): AsyncIterable<number>
      add(a: number): (b: number) => (c: number) => unknown
      defaults(...given: unknown[]): number
      none(): () => number
      wait(x: unknown): Promise<number>
      text(n: readonly number[]): string
      name: string
      length: number
    }
    const seen: number[] = []
    for await (const n of steps(3)) seen.push(n)
    const count = none()
    expect([
      early,
      seen,
      add(1)(2)(3),
      defaults(),
      defaults(undefined, [1], 7, 8),
      count() + count(),
    ]).toEqual([2, [1, 2, 3], { sum: 6 }, 6, 4, 3])
    expect([await wait(1), shown([1, 2]), name, length]).toEqual([2, '<1>,<2>', 'later', 1])
  }
})

test('an arrow that means the this, or the arguments, of what is around it stays one', () => {
  const code = [
    'class A{n=1;plus=m=>this.n+m;of(){return[1].map(x=>x+this.n)}}class B extends A{of(){return[0].map(()=>super.of()[0])}}',
    'function all(){return[1].map(()=>arguments.length)}function made(){return(()=>new.target)()}',
    'exports.all=[new A().plus(1),new A().of(),new B().of(),all(7,8),typeof new made()];',
    'exports.own=(()=>function(){return this}.call(5)==5)();',
  ].join('')
  const eager = withEagerFunctions(code, every)
  expect(eager.match(/=>/g)).toHaveLength(5)
  expect(exportsOf(eager)).toEqual(exportsOf(code))
  expect(exportsOf(eager)).toMatchObject({ all: [2, [2], [2], [2], 'function'], own: true })
})

test('only what is called, below the directives and the line that names the interpreter', () => {
  const code = '#!/usr/bin/env node\n"use strict";const a=x=>1;function b(){}function c(){return y=>2}'
  const isCalled = ({ start, end }: { start: number; end: number }): boolean =>
    ['x=>1', 'function b(){}', 'y=>2'].includes(code.slice(start, end))
  expect(withEagerFunctions(code, isCalled)).toBe(
    '#!/usr/bin/env node\n"use strict";\nvar b=(function (){});const a=(function(x){return 1});function c(){return (function(y){return 2})}',
  )
  expect(withEagerFunctions(code, () => false)).toBe(code)
})

test('methods of objects mean the same, but for those that name their parent', () => {
  const code = [
    'const base={greet(){return "hello"}};',
    'exports.own={x:1,get y(){return 2},add(n){return this.x+n},async late(n){return n},*steps(n){yield n},["a"+1](){return 3},',
    '__proto__:base,greet(){return super.greet()+"!"}};',
  ].join('')
  const eager = withEagerFunctions(code, every)
  expect(eager).toContain('add:(function(n){return this.x+n})')
  expect(eager).toContain('late:(async function(n){return n})')
  expect(eager).toContain('greet(){return super.greet()+"!"}')
  for (const text of [code, eager]) {
    const { own } = exportsOf(text) as never as { own: Record<string, (n?: number) => unknown> }
    expect([own.y, own.add!(2), [...(own.steps!(4) as Iterable<number>)], own.a1!(), own.greet!()]).toEqual([
      2,
      3,
      [4],
      3,
      'hello!',
    ])
    expect(own.add!.name).toBe('add')
  }
})

test('the program has been rehearsed', () => {
  const files = readdirSync('dist/cli')
  const eager = (name: RegExp): number =>
    files
      .filter(file => name.test(file))
      .flatMap(file => readFileSync(`dist/cli/${file}`, 'utf8').match(/\(function ?\(/g) ?? []).length
  // What runs of all kinds come by, and a command that few starts call.
  expect(eager(/^pure-aiprst?-/)).toBeGreaterThan(50)
  expect(eager(/^demo-/)).toBe(0)
})
