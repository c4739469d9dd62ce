import { fileURLToPath } from 'node:url'
import { build } from 'rolldown'
import { thirdPartyLicences } from './third-party-licences.js'

// Bundles the program, the library, and the tools and benchmarks, which are TypeScript too. Silent when it works.

const here = path => fileURLToPath(new URL(path, import.meta.url))

/** What every output shares: Node's own modules stay outside. */
const common = { cwd: here('..'), platform: 'node', tsconfig: false }

const outputs = [
  {
    ...common,
    input: { why403: 'src/cli.ts' },
    plugins: [thirdPartyLicences(here('../dist/THIRD-PARTY-LICENSES.txt'))],
    // yargs resolves configuration files beside itself, which is not used here.
    transform: { define: { 'import.meta.resolve': 'undefined' } },
    // yargs measures text with string-width, which builds an Intl.Segmenter and three /v patterns at
    // load: most of the time yargs takes to start. Help is plain ASCII, so a code-point count will do.
    // chalk looks at the terminal when it is loaded; the level is always given to it here.
    resolve: {
      alias: {
        'string-width': here('./string-width.js'),
        '#supports-color': here('./supports-color.js'),
      },
    },
    output: {
      dir: 'dist/cli',
      format: 'cjs',
      entryFileNames: '[name].cjs',
      chunkFileNames: '[name]-[hash].cjs',
      banner: chunk => (chunk.isEntry ? '#!/usr/bin/env node' : ''),
      cleanDir: true,
      minify: true,
    },
  },
  {
    ...common,
    input: { index: 'src/index.ts' },
    external: ['jose'],
    output: { dir: 'dist', format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'lib-[hash].js' },
  },
  {
    ...common,
    input: {
      'tools/build-index': 'tools/build-index.ts',
      'tools/docs': 'tools/docs.ts',
      'tools/score': 'tools/score.ts',
      'bench/start-up': 'bench/start-up.ts',
    },
    external: [/^[^./]/],
    output: { dir: 'build', format: 'esm', entryFileNames: '[name].js', cleanDir: true },
  },
]

await build(outputs)
