import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Runs the program of a clone: `npm run why403 -- ARGUMENTS`. Builds it first where there is none, or where
// what it is made of is newer.

const root = fileURLToPath(new URL('..', import.meta.url))
const program = join(root, 'dist/cli/why403.cjs')
const sources = ['src', 'data', 'fixtures', 'tools', 'package.json', 'package-lock.json']

const newest = path => {
  const { mtimeMs } = statSync(path)
  if (!statSync(path).isDirectory()) return mtimeMs
  return Math.max(mtimeMs, ...readdirSync(path).map(name => newest(join(path, name))))
}

const isBuilt =
  existsSync(program) && sources.every(name => newest(join(root, name)) <= statSync(program).mtimeMs)
if (!isBuilt) {
  process.stderr.write('Building the program first, some fifteen seconds ...\n')
  await import('./bundle.js')
}
await import(program)
