import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
// @ts-expect-error: plain JavaScript
import { begin, faultOf } from '../../tools/new-finding.js'

const root = process.cwd()

test.each([
  [undefined, /group of acquire/],
  ['nonsense', /group of acquire/],
  ['made/up', /group of acquire/],
  ['token/Wrong', /lower case/],
  ['token/', /lower case/],
  ['token/../x', /group of acquire/],
  ['token/expired', /already/],
])('%s is refused', (id, says) => {
  expect(faultOf(id, root)).toMatch(says)
})

test('in a copy, a finding is begun that compiles', () => {
  const copy = mkdtempSync(join(tmpdir(), 'why403-finding-'))
  try {
    for (const name of ['src', 'data', 'fixtures', 'tools', 'package.json', 'tsconfig.json'])
      cpSync(join(root, name), join(copy, name), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    expect(faultOf('token/made-up-problem', copy)).toBeNull()
    begin('token/made-up-problem', copy)
    const ids = readFileSync(join(copy, 'src/core/findings/ids.ts'), 'utf8')
    expect(ids).toMatch(/ {2}'token\/[a-z-]+',\n {2}'token\/made-up-problem',\n {2}'consent\//)
    const relations = readFileSync(join(copy, 'src/core/findings/relations.ts'), 'utf8')
    expect(relations).toMatch(/ {2}(?:'token\/.*|\}),\n {2}'token\/made-up-problem': .*,\n {2}'consent\//)
    const { status, stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['--noEmit', '-p', '.'], {
      cwd: copy,
      encoding: 'utf8',
    })
    const own = stdout.split('\n').filter(line => line.startsWith('src/'))
    expect(own).toEqual([])
    expect(status === 0 || own.length === 0).toBe(true)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
})
