import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bundleTypes } from './bundle-types.js'

// Writes the types of the library, one file an entry. Silent when it works.

const here = path => fileURLToPath(new URL(path, import.meta.url))

execFileSync(
  process.execPath,
  [here('../node_modules/typescript/bin/tsc'), '--project', 'tsconfig.build.json'],
  {
    cwd: here('..'),
    stdio: 'inherit',
  },
)
const read = path => readFileSync(here(`../build/types/${path}`), 'utf8')
const index = new Map([['index.d.ts', './index.js']])
// In a folder of their own: bundle.js clears that of the modules.
rmSync(here('../dist/types'), { recursive: true, force: true })
mkdirSync(here('../dist/types'), { recursive: true })
writeFileSync(here('../dist/types/index.d.ts'), bundleTypes('index.d.ts', read))
writeFileSync(here('../dist/types/node.d.ts'), bundleTypes('node.d.ts', read, index))
