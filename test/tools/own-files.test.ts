import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
// @ts-expect-error: plain JavaScript
import { ownFiles } from '../../tools/bundle/own-files.js'

const folder = mkdtempSync(join(tmpdir(), 'why403-own-files-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs a program of several files, and gives what it prints. */
function run(files: Readonly<Record<string, string>>): string {
  for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code)
  const program = `#!/usr/bin/env node\nrequire = (${ownFiles})(require, module, __dirname);\n${files['why403.cjs']}`
  writeFileSync(join(folder, 'why403.cjs'), program)
  return execFileSync(process.execPath, [join(folder, 'why403.cjs')], { encoding: 'utf8', stdio: 'pipe' })
}

test('a file is read once, whoever asks for it, and gets its own names', () => {
  const out = run({
    'why403.cjs':
      "exports.me = 'program'; console.log(require('./a.cjs').all(), require('./b.cjs') === require('./b.cjs'))",
    'a.cjs': `
      const b = require('./b.cjs')
      exports.all = () => JSON.stringify([b.count(), b.count(), require('./why403.cjs').me, typeof require('node:fs').statSync,
        require('node:path').basename(__filename), __dirname === require('node:path').dirname(__filename), module.exports === exports])`,
    'b.cjs': 'let n = 0; exports.count = () => ++n',
  })
  expect(out).toBe('[1,2,"program","function","a.cjs",true,true] true\n')
})

test('two files that need one another see what the other has so far', () => {
  const out = run({
    'why403.cjs': "console.log(require('./a.cjs').seen, require('./b.cjs').seen)",
    'a.cjs': "exports.early = 1; exports.seen = require('./b.cjs').seen; exports.late = 2",
    'b.cjs': "const a = require('./a.cjs'); exports.seen = [a.early, a.late].join()",
  })
  expect(out).toBe('1, 1,\n')
})

test('a file that is not there is an error of its own', () => {
  expect(() => run({ 'why403.cjs': "require('./missing.cjs')" })).toThrow(/ENOENT.*missing\.cjs/s)
})

test('the program finds its files from a link to it, and in a folder with blanks and signs', () => {
  const moved = join(folder, 'a b#c%20d')
  cpSync('dist/cli', join(moved, 'dist/cli'), { recursive: true })
  cpSync('data/permission-index.txt', join(moved, 'data/permission-index.txt'))
  const link = join(folder, 'why403')
  symlinkSync(join(moved, 'dist/cli/why403.cjs'), link)
  const out = execFileSync(process.execPath, [link, 'permissions', 'GET /users'], { encoding: 'utf8' })
  expect(out).toContain('User.ReadBasic.All')
})
