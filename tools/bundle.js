import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'rolldown'
import { asciiOnly } from './bundle/ascii-only.js'
import { bundledPackages } from './bundle/bundled-packages.js'
import { groupsOf, isPure } from './bundle/chunks.js'
import { withEagerFunctions } from './bundle/eager-functions.js'
import { lazyChunks } from './bundle/lazy-chunks.js'
import { leftOut } from './bundle/left-out.js'
import { ownFiles } from './bundle/own-files.js'
import { plainStrings } from './bundle/plain-strings.js'
import { rehearse } from './bundle/rehearsal.js'
import { sbomOf } from './bundle/sbom.js'
import { splitModules } from './bundle/split-modules.js'
import { startFiles } from './bundle/start-files.js'
import { textTables } from './bundle/text-tables.js'
import { thirdPartyLicences } from './bundle/third-party-licences.js'

// Bundles the program, the library, and the tools and benchmarks, which are TypeScript too. Silent when it works.

const here = path => fileURLToPath(new URL(path, import.meta.url))

/** yargs itself needs node:module; its parser, which many starts load, only for what is not used here. */
const parserWithoutModule = {
  name: 'parser-without-module',
  resolveId: {
    filter: { id: /^node:module$/ },
    handler: (_id, importer) =>
      importer?.includes('/yargs-parser/') ? here('./bundle/stand-ins/no-module.js') : null,
  },
}

/** What judges is in the package once, for the library too: in the program's chunks, which start faster as CommonJS. */
const judgingOfProgram = {
  name: 'judging-of-program',
  resolveId: {
    filter: { id: /\/judging\.ts$/ },
    handler: () => ({ id: '../cli/judging.cjs', external: 'relative' }),
  },
}

/** What every output shares: Node's own modules stay outside. */
const common = {
  cwd: here('..'),
  platform: 'node',
  tsconfig: false,
  // What a start loads later is mostly loaded by every command with a token, and stands in their chunk.
  checks: { ineffectiveDynamicImport: false, bundlerTimings: false },
}

/** What the package says of the packages that are bundled into it. */
function describe(packages) {
  writeFileSync(here('../dist/THIRD-PARTY-LICENSES.txt'), thirdPartyLicences(packages))
  const [manifest, lock] = ['../package.json', '../package-lock.json'].map(name =>
    JSON.parse(readFileSync(here(name), 'utf8')),
  )
  const sbom = sbomOf({ folder: dirname(here('../package.json')), manifest }, packages, lock)
  writeFileSync(here('../dist/sbom.cdx.json'), `${JSON.stringify(sbom, null, 2)}\n`)
}

const shebang = '#!/usr/bin/env node'

const program = {
  ...common,
  input: {
    why403: 'src/cli.ts',
    // Of the library; nothing of it needs Node.js.
    judging: 'src/core/library/judging.ts',
    // Of the page, and the script that unpacks it: `why403 page` puts them together.
    screen: 'src/page/screen/screen.ts',
    boot: 'src/page/screen/boot.ts',
    jsonwebtoken: 'tools/bundle/stand-ins/jsonwebtoken-sign.js',
  },
  // What opens PKCS#12 files, and what writes certificates: larger than all that they would be bundled with.
  external: ['node-forge', /^@peculiar\//],
  plugins: [parserWithoutModule, leftOut(), textTables(), lazyChunks(), plainStrings(), asciiOnly()],
  preserveEntrySignatures: 'allow-extension',
  // yargs resolves configuration files beside itself, which is not used here.
  transform: { define: { 'import.meta.resolve': 'undefined' } },
  // yargs measures text with string-width, which builds an Intl.Segmenter and three /v patterns at
  // load: most of the time yargs takes to start. Help is plain ASCII, so a code-point count will do.
  // Its assertions load node:assert, which opens stderr to see whether it has colours.
  // chalk looks at the terminal when it is loaded; the level is always given to it here.
  // MSAL loads jsonwebtoken whatever the credential is.
  resolve: {
    alias: {
      assert: here('./bundle/stand-ins/assert.js'),
      'ecdsa-sig-formatter': here('./bundle/stand-ins/ecdsa-sig-formatter.js'),
      jsonwebtoken: here('./bundle/stand-ins/jsonwebtoken.js'),
      semver: here('./bundle/stand-ins/semver.js'),
      'string-width': here('./bundle/stand-ins/string-width.js'),
      '#supports-color': here('./bundle/stand-ins/supports-color.js'),
    },
  },
  output: {
    dir: 'dist/cli',
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    banner: ({ name }) => (name === 'why403' ? shebang : ''),
    cleanDir: true,
    minify: true,
    // Each module of MSAL repeats its banner; dist/THIRD-PARTY-LICENSES.txt holds the licences themselves.
    comments: { legal: false },
  },
}

const others = [
  {
    ...common,
    platform: 'neutral',
    input: {
      index: 'src/index.ts',
      node: 'src/node.ts',
      // An entry too, and so in a module of its own: who bundles it alone leaves the others out.
      permissions: 'src/core/library/permissions.ts',
    },
    plugins: [textTables(), judgingOfProgram],
    external: [/^node:/],
    output: {
      dir: 'dist/lib',
      minify: true,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: '[name]-[hash].js',
      cleanDir: true,
    },
  },
  {
    ...common,
    input: {
      'tools/index': 'tools/index/index.ts',
      'tools/canary': 'tools/canary.ts',
      'tools/cases': 'tools/cases.ts',
      'tools/docs': 'tools/docs.ts',
      'tools/mutate': 'tools/mutate.ts',
      'tools/fuzz': 'tools/fuzz.ts',
      'tools/score': 'tools/score.ts',
      'bench/start-up': 'bench/start-up.ts',
      'bench/bulk': 'bench/bulk.ts',
      'bench/page': 'bench/page.ts',
    },
    plugins: [textTables()],
    external: [/^[^./]/],
    output: {
      dir: 'build',
      format: 'esm',
      entryFileNames: '[name].js',
      // As deep as the entries: what reads a file beside the source finds it.
      chunkFileNames: 'tools/[name]-[hash].js',
      cleanDir: true,
    },
  },
]

/** What most starts that load a file call of it is compiled with it. */
async function compileEagerly(program) {
  const { calls } = await rehearse(program)
  for (const [name, of] of calls) {
    const path = join(dirname(program), name)
    const runs = of.get('') ?? new Set()
    const isCalled = ({ start, end }) => (of.get(`${start}-${end}`)?.size ?? 0) * 4 >= runs.size * 3
    writeFileSync(path, withEagerFunctions(readFileSync(path, 'utf8'), isCalled))
  }
}

/** The program with a file a module, as it is rehearsed. */
async function rehearsed() {
  const dir = here('../build/rehearsal')
  await build({
    ...program,
    output: { ...program.output, dir, preserveModules: true, chunkFileNames: '[name].cjs', minify: false },
  })
  const { calls, reads } = await rehearse(join(dir, 'why403.cjs'))
  return startFiles(
    { calls, reads },
    {
      code: file => readFileSync(join(dir, file), 'utf8'),
      source: module => readFileSync(here(`../${module}`), 'utf8'),
      isPure,
    },
  )
}

await build(others)
const fileOf = await rehearsed()
await build({
  ...program,
  plugins: [splitModules(here('..'), fileOf), ...program.plugins, bundledPackages(describe)],
  output: {
    ...program.output,
    banner: ({ name }) =>
      name === 'why403' ? `${shebang}\nrequire = (${ownFiles})(require, module, __dirname);` : '',
    codeSplitting: { groups: groupsOf(fileOf), includeDependenciesRecursively: false },
  },
})
await compileEagerly(here('../dist/cli/why403.cjs'))
// npm makes the program of an installed package executable; a linked clone is built again later.
chmodSync(here('../dist/cli/why403.cjs'), 0o755)
