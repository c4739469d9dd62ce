import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// Whoever adds a member to a closed set is told by the compiler what it lacks: each of these is tried on a copy.

const root = fileURLToPath(new URL('../..', import.meta.url))
let copy: string

beforeAll(() => {
  // Below node_modules, so that packages are found, and nothing else takes the copy for source.
  copy = mkdtempSync(join(root, 'node_modules', '.closed-sets-'))
  for (const name of ['src', 'fixtures', 'package.json'])
    cpSync(join(root, name), join(copy, name), { recursive: true })
  const { compilerOptions } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'))
  writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }))
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

/** The files that the compiler complains about when one of them is changed so. */
function complaints(file: string, from: string, to: string): string[] {
  const path = join(copy, 'src', file)
  const text = readFileSync(path, 'utf8')
  expect(text).toContain(from)
  writeFileSync(path, text.replace(from, to))
  try {
    execFileSync(
      process.execPath,
      [join(root, 'node_modules/typescript/bin/tsc'), '--project', copy, '--pretty', 'false'],
      {
        encoding: 'utf8',
      },
    )
    return []
  } catch (error) {
    const { stdout } = error as { stdout: string }
    const files = [...stdout.matchAll(/^(?:.*\/)?src\/(\S+?)\(\d+,\d+\): error/gm)].map(
      ([, name = '']) => name,
    )
    return [...new Set(files)].sort()
  } finally {
    writeFileSync(path, text)
  }
}

test('the copy compiles as it is', () => {
  expect(complaints('render/renderings.ts', 'formats', 'formats')).toEqual([])
})

describe('a made-up member', () => {
  test.each<[what: string, file: string, from: string, to: string, lacking: string[]]>([
    [
      'a format',
      'render/renderings.ts',
      "['text', 'json', 'markdown']",
      "['text', 'json', 'markdown', 'yaml']",
      ['commands/output.ts', 'render/renderings.ts'],
    ],
    [
      'the id of a finding',
      'core/findings/ids.ts',
      "  'acquire/",
      "  'acquire/made-up',\n  'acquire/",
      ['core/findings/index.ts'],
    ],
    [
      'what a finding explains',
      'core/findings/token/expired.ts',
      "['operation/refused']",
      "['operation/made-up']",
      ['core/findings/token/expired.ts'],
    ],
    [
      'the id of another finding',
      'core/findings/token/expired.ts',
      "id: 'token/expired'",
      "id: 'token/malformed'",
      ['core/findings/index.ts'],
    ],
    [
      'a view',
      'render/rendering.ts',
      "{ readonly show: 'line' }",
      "{ readonly show: 'line' } | { readonly show: 'made-up' }",
      ['render/markdown.ts', 'render/text.ts'],
    ],
    [
      "a fix of Entra ID's refusals",
      'core/knowledge/aadsts/row.ts',
      'export type AadstsFix =',
      "export type AadstsFix =\n  | 'made-up'",
      ['core/fixes/entra.ts'],
    ],
    [
      "a fix of Graph's refusals",
      'core/knowledge/graph-refusals/row.ts',
      'export type GraphFix =',
      "export type GraphFix =\n  | 'made-up'",
      ['core/fixes/graph.ts'],
    ],
    [
      'a status of a requirement',
      'core/permissions/requirement.ts',
      "  | 'malformed'",
      "  | 'malformed'\n  | 'made-up'",
      ['core/permissions/judge.ts'],
    ],
    [
      'a verdict of a report',
      'core/report/report.ts',
      "'clear' | 'problem' | 'undetermined'",
      "'clear' | 'problem' | 'undetermined' | 'made-up'",
      ['core/report/report.ts', 'core/report/several.ts'],
    ],
  ])('%s', (_, file, from, to, lacking) => {
    expect(complaints(file, from, to)).toEqual(lacking)
  })
})
