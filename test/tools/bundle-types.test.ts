import { describe, expect, test } from 'vitest'
// @ts-expect-error: the build's own tools are JavaScript, and run without a build
import { bundleTypes } from '../../tools/bundle-types.js'

function bundle(files: Record<string, string>, entry = 'index.d.ts', apart?: Map<string, string>): string {
  return bundleTypes(entry, (path: string) => files[path]!, apart)
}

describe('bundleTypes', () => {
  test('brings what the exports lead to, exported, with its comments, and nothing else', () => {
    const files = {
      'index.d.ts': `export { run } from './core/run.ts';\nexport type { Options as Options } from './core/run.ts';\n`,
      'core/run.d.ts': [
        `import { type Kind, type Unused } from '../kind.ts';`,
        `import type { JWK } from 'jose';`,
        `/** How to. */`,
        `export interface Options {`,
        `    readonly kind: Kind;`,
        `}`,
        `export interface Alone {`,
        `    readonly key: JWK;`,
        `}`,
        `/** Runs. */`,
        `export declare function run(options: Options): void;`,
      ].join('\n'),
      'kind.d.ts': [
        `declare const kinds: readonly ['a', 'b'];`,
        `export type Kind = (typeof kinds)[number];`,
        `export interface Unused {`,
        `    readonly Kind: 1;`,
        `}`,
      ].join('\n'),
    }
    expect(bundle(files)).toBe(
      [
        `/** Runs. */`,
        `export declare function run(options: Options): void;`,
        `/** How to. */`,
        `export interface Options {`,
        `    readonly kind: Kind;`,
        `}`,
        `export type Kind = (typeof kinds)[number];`,
        `declare const kinds: readonly ['a', 'b'];`,
        `export {}`,
        ``,
      ].join('\n'),
    )
  })

  test('imports what another entry has', () => {
    const files = {
      'node.d.ts': `import { type A } from './index.ts';\nexport * from './index.ts';\nexport declare function load(): A;\n`,
    }
    expect(bundle(files, 'node.d.ts', new Map([['index.d.ts', './index.js']]))).toBe(
      `import type { A } from './index.js'\nexport * from './index.js'\nexport declare function load(): A;\nexport {}\n`,
    )
  })

  test('follows a module that exports all of another', () => {
    const files = {
      'index.d.ts': `export * from './a.ts';`,
      'a.d.ts': `export declare class A {\n}\nexport declare const b: A;`,
    }
    expect(bundle(files)).toBe(`export declare class A {\n}\nexport declare const b: A;\nexport {}\n`)
  })

  test.each<[string, Record<string, string>]>([
    [
      'two types are called A',
      {
        'index.d.ts': `export type { B } from './b.ts';\nexport type { A } from './a.ts';`,
        'a.d.ts': `export type A = 1;`,
        'b.d.ts': `type A = 2;\nexport type B = A;`,
      },
    ],
    ['lead to the package jose', { 'index.d.ts': `import type { JWK } from 'jose';\nexport type A = JWK;` }],
    [
      'A is called B here',
      {
        'index.d.ts': `import type { A as B } from './a.ts';\nexport type C = B;`,
        'a.d.ts': `export type A = 1;`,
      },
    ],
    ['does not export A', { 'index.d.ts': `export type { A } from './a.ts';`, 'a.d.ts': `export {};` }],
    ['an import() among the types', { 'index.d.ts': `export declare const a: import('./a.ts').A;` }],
  ])('refuses what could not be named: %s', (reason, files) => {
    expect(() => bundle(files)).toThrow(reason)
  })
})
