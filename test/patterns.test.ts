import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAst } from 'rolldown/parseAst'
import { analyse } from 'scslre'
import { describe, expect, test } from 'vitest'
import { graphRefusals } from '../src/core/knowledge/graph-refusals.ts'

describe('no pattern looks at a run of one character again and again', () => {
  const src = new URL('../src/', import.meta.url).pathname

  test('in all of src', () => {
    const found = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.ts'))
      .flatMap(file => patternsIn(readFileSync(join(src, file), 'utf8')).map(pattern => ({ file, pattern })))
    expect(found.length).toBeGreaterThan(200)
    expect(found.filter(({ pattern }) => isSlow(pattern))).toEqual([])
  })

  test('in the tables', () => {
    const found = graphRefusals().flatMap(({ key, message, phrase }) =>
      [message, phrase].flatMap(pattern =>
        pattern === undefined ? [] : [{ key, ...partsOf(pattern.compiled) }],
      ),
    )
    expect(found.length).toBeGreaterThan(80)
    expect(found.filter(isSlow)).toEqual([])
  })

  test.each(['/\\s*\\n\\s*/g', '/(a+)+$/', '/=+$/', '/^(\\w+\\s?)*$/', '/\\s*[:=]?\\s*x/'])(
    '%s is one',
    pattern => {
      expect(patternsIn(`export const pattern = ${pattern}`).map(isSlow)).toEqual([true])
    },
  )

  test.each(['/^\\s*x/', '/\\s+/g', '/a{1,9}b/', "/'(?:[^']|'')*'/g"])('%s is none', pattern => {
    expect(patternsIn(`export const pattern = ${pattern}`).map(isSlow)).toEqual([false])
  })
})

function partsOf({ source, flags }: RegExp): Pattern {
  return { pattern: source, flags }
}

interface Pattern {
  readonly pattern: string
  readonly flags: string
}

/** The literals; what is put together at run time is measured above. */
function patternsIn(source: string): Pattern[] {
  const found: Pattern[] = []
  const look = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    if ('regex' in node && node.regex !== null) found.push(node.regex as Pattern)
    for (const member of Object.values(node)) look(member)
  }
  look(parseAst(source, { lang: 'ts' }))
  return found
}

function isSlow({ pattern, flags }: Pattern): boolean {
  return analyse({ source: pattern, flags }).reports.length > 0
}
