/**
 * Builds data/permission-index.txt and data/SOURCE.json from Microsoft's published permission tables.
 *
 *     node build/tools/index.js DIR [--check]
 *
 * DIR holds permissions.json, provisioningInfo.json and permissions-descriptions.json of the commit named
 * below. With --check nothing is written: exit 1 when the committed files differ from what DIR gives.
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildIndex } from './build.ts'

const upstream = {
  source: 'microsoftgraph/microsoft-graph-devx-content',
  url: 'https://github.com/microsoftgraph/microsoft-graph-devx-content',
  commit: '6cbd6bbd665a877560fdefbad74f3bdb5b57af88',
  date: '2026-08-07',
  licence: 'MIT',
}

const sources = {
  permissions: { file: 'permissions.json', path: 'permissions/new/permissions.json' },
  provisioning: { file: 'provisioningInfo.json', path: 'permissions/new/provisioningInfo.json' },
  descriptions: { file: 'permissions-descriptions.json', path: 'permissions/permissions-descriptions.json' },
} as const

/** The two committed files, by name below data/, as a folder of tables gives them. */
export function indexFiles(folder: string): Record<'permission-index.txt' | 'SOURCE.json', string> {
  const permissions = readFileSync(join(folder, sources.permissions.file))
  const provisioning = readFileSync(join(folder, sources.provisioning.file))
  const descriptions = readFileSync(join(folder, sources.descriptions.file))
  const tables = {
    permissions: JSON.parse(permissions.toString('utf8')),
    provisioning: JSON.parse(provisioning.toString('utf8')),
    descriptions: JSON.parse(descriptions.toString('utf8')),
  }
  const { text, counts, ...notes } = buildIndex(tables, upstream)
  const files = [
    { ...sources.permissions, sha256: sha256(permissions) },
    { ...sources.provisioning, sha256: sha256(provisioning) },
    { ...sources.descriptions, sha256: sha256(descriptions) },
  ]
  const source = { ...upstream, files, counts, ...notes }
  return { 'permission-index.txt': text, 'SOURCE.json': `${JSON.stringify(source, null, 2)}\n` }
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** The exit code, and one line to say. */
export function run(args: readonly string[], dataFolder = 'data'): { exitCode: 0 | 1 | 2; message: string } {
  const check = args.includes('--check')
  const [folder, ...rest] = args.filter(arg => arg !== '--check')
  if (folder === undefined || rest.length > 0) return { exitCode: 2, message: 'usage: index DIR [--check]' }
  const files = Object.entries(indexFiles(folder))
  if (!check) {
    for (const [name, text] of files) writeFileSync(join(dataFolder, name), text)
    return { exitCode: 0, message: `wrote ${files.map(([name]) => join(dataFolder, name)).join(' and ')}` }
  }
  const stale = files.filter(([name, text]) => readFileSync(join(dataFolder, name), 'utf8') !== text)
  if (stale.length === 0) return { exitCode: 0, message: `${dataFolder} is what ${folder} gives` }
  const names = stale.map(([name]) => join(dataFolder, name)).join(' and ')
  return { exitCode: 1, message: `${names}: not what ${folder} gives; run: npm run index -- ${folder}` }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { exitCode, message } = run(process.argv.slice(2))
  ;(exitCode === 0 ? process.stdout : process.stderr).write(`${message}\n`)
  process.exitCode = exitCode
}
