import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bundleTypes } from './bundle-types.js'

// Writes the types of the library, one file an entry, beside its modules. Silent when it works.

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
writeFileSync(here('../dist/lib/index.d.ts'), bundleTypes('index.d.ts', read))
writeFileSync(here('../dist/lib/node.d.ts'), bundleTypes('node.d.ts', read, index))
