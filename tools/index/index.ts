/**
 * Builds data/permission-index.txt and data/SOURCE.json from Microsoft's published permission tables and from what its
 * documentation says of permissions, with data/corrections.txt laid over both.
 *
 *     node build/tools/index.js TABLES DOCUMENTATION [--check]
 *
 * TABLES holds permissions.json, provisioningInfo.json and permissions-descriptions.json, DOCUMENTATION operations.tsv,
 * permissions.tsv and cmdlets.tsv, of the commits named below. With --check nothing is written: exit 1 when the
 * committed files differ from what the sources give.
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildIndex } from './build.ts'
import { readCorrections } from './corrections.ts'
import { readDocumentation } from './source-documentation.ts'

const origins = {
  tables: {
    source: 'microsoftgraph/microsoft-graph-devx-content',
    url: 'https://github.com/microsoftgraph/microsoft-graph-devx-content',
    commit: '6cbd6bbd665a877560fdefbad74f3bdb5b57af88',
    date: '2026-08-07',
    licence: 'MIT',
  },
  documentation: {
    source: 'merill/graph-permissions-explorer',
    url: 'https://graphpermissions.merill.net',
    commit: 'ff30a7f',
    date: '2026-08-22',
    from: 'microsoftgraph/microsoft-graph-docs-contrib',
    licence: 'CC-BY-4.0',
  },
} as const

const tableFiles = {
  permissions: { file: 'permissions.json', path: 'permissions/new/permissions.json' },
  provisioning: { file: 'provisioningInfo.json', path: 'permissions/new/provisioningInfo.json' },
  descriptions: { file: 'permissions-descriptions.json', path: 'permissions/permissions-descriptions.json' },
} as const

const documentationFiles = {
  operations: { file: 'operations.tsv' },
  permissions: { file: 'permissions.tsv' },
  cmdlets: { file: 'cmdlets.tsv' },
} as const

/** The two committed files, by name below data/, as two folders of sources give them. */
export function indexFiles(
  tablesFolder: string,
  documentationFolder: string,
  dataFolder: string,
): Record<'permission-index.txt' | 'SOURCE.json', string> {
  const tables = read(tablesFolder, tableFiles)
  const documentation = read(documentationFolder, documentationFiles)
  const { text, counts, ...notes } = buildIndex(
    {
      tables: {
        permissions: JSON.parse(tables.text.permissions),
        provisioning: JSON.parse(tables.text.provisioning),
        descriptions: JSON.parse(tables.text.descriptions),
      },
      documentation: readDocumentation(documentation.text),
      corrections: readCorrections(readFileSync(join(dataFolder, 'corrections.txt'), 'utf8')),
    },
    origins,
  )
  const source = {
    counts,
    tables: { ...origins.tables, files: tables.files, ...notes.tables },
    documentation: { ...origins.documentation, files: documentation.files, ...notes.documentation },
    corrections: notes.corrections,
  }
  return { 'permission-index.txt': text, 'SOURCE.json': `${JSON.stringify(source, null, 2)}\n` }
}

function read<Name extends string>(
  folder: string,
  named: Readonly<Record<Name, { readonly file: string }>>,
): { text: Record<Name, string>; files: { readonly file: string; readonly sha256: string }[] } {
  const entries = Object.entries(named) as [Name, { readonly file: string }][]
  const found = entries.map(([name, known]) => [name, known, readFileSync(join(folder, known.file))] as const)
  return {
    text: Object.fromEntries(found.map(([name, , bytes]) => [name, bytes.toString('utf8')])) as Record<
      Name,
      string
    >,
    files: found.map(([, known, bytes]) => ({ ...known, sha256: sha256(bytes) })),
  }
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** The exit code, and one line to say. */
export function run(args: readonly string[], dataFolder = 'data'): { exitCode: 0 | 1 | 2; message: string } {
  const check = args.includes('--check')
  const [tables, documentation, ...rest] = args.filter(arg => arg !== '--check')
  if (tables === undefined || documentation === undefined || rest.length > 0)
    return { exitCode: 2, message: 'usage: index TABLES DOCUMENTATION [--check]' }
  const files = Object.entries(indexFiles(tables, documentation, dataFolder))
  if (!check) {
    for (const [name, text] of files) writeFileSync(join(dataFolder, name), text)
    return { exitCode: 0, message: `wrote ${files.map(([name]) => join(dataFolder, name)).join(' and ')}` }
  }
  const given = `${tables} and ${documentation}`
  const stale = files.filter(([name, text]) => readFileSync(join(dataFolder, name), 'utf8') !== text)
  if (stale.length === 0) return { exitCode: 0, message: `${dataFolder} is what ${given} give` }
  const names = stale.map(([name]) => join(dataFolder, name)).join(' and ')
  return {
    exitCode: 1,
    message: `${names}: not what ${given} give; run: npm run index -- ${tables} ${documentation}`,
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { exitCode, message } = run(process.argv.slice(2))
  ;(exitCode === 0 ? process.stdout : process.stderr).write(`${message}\n`)
  process.exitCode = exitCode
}
