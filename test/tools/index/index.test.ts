import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { run } from '../../../tools/index/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'why403-index-'))
const tables = join(folder, 'tables')
const documentation = join(folder, 'documentation')
const data = join(folder, 'data')
for (const each of [tables, documentation, data]) mkdirSync(each)
writeFileSync(join(data, 'corrections.txt'), '# none\n')
for (const [name, header] of Object.entries({
  'operations.tsv': 'path\tmethod\tversion\tapplication\tdelegated\tpages',
  'permissions.tsv': 'permission\tapplicationId\tdelegatedId\tapplicationAdminConsent\tdelegatedAdminConsent',
  'cmdlets.tsv': 'cmdlet\tapplication\tdelegated',
}))
  writeFileSync(join(documentation, name), `${header}\n`)
afterAll(() => rmSync(folder, { recursive: true }))

function writeTables(path: string) {
  const permission = {
    authorizationType: 'oAuth2',
    schemes: { Application: { requiresAdminConsent: true, privilegeLevel: 3 } },
    pathSets: [{ schemeKeys: ['Application'], methods: ['GET'], paths: { [path]: 'least=Application' } }],
  }
  const files = {
    'permissions.json': { permissions: { 'Thing.Read.All': permission } },
    'provisioningInfo.json': { permissionDeployments: {} },
    'permissions-descriptions.json': { applicationScopesList: [], delegatedScopesList: [] },
  }
  for (const [name, value] of Object.entries(files)) writeFileSync(join(tables, name), JSON.stringify(value))
}

test('writes the index and where it comes from, then finds them in step', () => {
  writeTables('/things')
  expect(run([tables, documentation], data).exitCode).toBe(0)
  expect(readFileSync(join(data, 'permission-index.txt'), 'utf8')).toContain(
    '/things GET app *Thing.Read.All\n',
  )
  const source = JSON.parse(readFileSync(join(data, 'SOURCE.json'), 'utf8'))
  expect(source).toMatchObject({
    counts: { permissions: 1 },
    tables: {
      source: 'microsoftgraph/microsoft-graph-devx-content',
      commit: expect.stringMatching(/^[0-9a-f]{40}$/),
      date: '2026-08-07',
      licence: 'MIT',
      counts: { keys: 1 },
    },
    documentation: { source: 'merill/graph-permissions-explorer', date: '2026-08-22' },
  })
  expect(
    [...source.tables.files, ...source.documentation.files].map(
      (file: { sha256: string }) => file.sha256.length,
    ),
  ).toEqual([64, 64, 64, 64, 64, 64])
  expect(run([tables, documentation, '--check'], data).exitCode).toBe(0)
})

test('--check says in one line what is out of step, and writes nothing', () => {
  writeTables('/things')
  run([tables, documentation], data)
  const before = readFileSync(join(data, 'permission-index.txt'), 'utf8')
  writeTables('/others')
  const { exitCode, message } = run(['--check', tables, documentation], data)
  expect(exitCode).toBe(1)
  expect(message).toContain('permission-index.txt')
  expect(message).toContain('npm run index')
  expect(message).not.toContain('\n')
  expect(readFileSync(join(data, 'permission-index.txt'), 'utf8')).toBe(before)
})

test('asks for exactly two folders', () => {
  expect(run(['a'], data).exitCode).toBe(2)
  expect(run(['a', 'b', 'c'], data).exitCode).toBe(2)
})
