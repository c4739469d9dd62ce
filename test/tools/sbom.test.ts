import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { build } from 'rolldown'
import { beforeAll, expect, test } from 'vitest'
// @ts-expect-error: the build's own tools are JavaScript, and run without a build
import { bundledPackages } from '../../tools/bundle/bundled-packages.js'
// @ts-expect-error
import { sbomOf } from '../../tools/bundle/sbom.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const read = (name: string) => JSON.parse(readFileSync(`${root}${name}`, 'utf8'))
const lock = read('package-lock.json')
const own = { folder: root.replace(/\/$/, ''), manifest: read('package.json') }

interface Bundled {
  readonly folder: string
  readonly manifest: { readonly name: string; readonly version: string }
}

let packages: Bundled[]
/** What the source maps of the bundle say where its code comes from. */
let seen: Set<string>

beforeAll(async () => {
  const { output } = await build({
    cwd: root,
    platform: 'node',
    tsconfig: false,
    input: 'src/cli.ts',
    write: false,
    output: { sourcemap: true },
    plugins: [
      bundledPackages((found: Bundled[]) => {
        packages = found
      }),
    ],
  })
  const sources = output.flatMap(chunk => ('map' in chunk ? (chunk.map?.sources ?? []) : []))
  seen = new Set(
    sources.flatMap(source => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1] ?? []),
  )
})

const text = { type: 'string', minLength: 1 }
const license = {
  anyOf: [
    {
      type: 'object',
      required: ['license'],
      properties: { license: { type: 'object', required: ['id'], properties: { id: text } } },
      additionalProperties: false,
    },
    {
      type: 'object',
      required: ['expression'],
      properties: { expression: text },
      additionalProperties: false,
    },
  ],
}
const component = {
  type: 'object',
  required: ['type', 'name', 'version', 'bom-ref', 'purl', 'licenses'],
  properties: {
    type: { enum: ['application', 'library'] },
    'bom-ref': text,
    group: text,
    name: { type: 'string', pattern: '^[^/@]+$' },
    version: text,
    purl: { type: 'string', pattern: '^pkg:npm/(%40[\\w.-]+/)?[\\w.-]+@[\\w.+%-]+$' },
    licenses: { type: 'array', items: license, minItems: 1, maxItems: 1 },
    hashes: {
      type: 'array',
      items: {
        type: 'object',
        required: ['alg', 'content'],
        properties: { alg: { const: 'SHA-512' }, content: { type: 'string', pattern: '^[0-9a-f]{128}$' } },
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
}

/** What CycloneDX 1.6 demands of the members that are used here; written from the specification. */
const schema = {
  type: 'object',
  required: ['bomFormat', 'specVersion', 'version', 'metadata', 'components', 'dependencies'],
  properties: {
    $schema: { const: 'http://cyclonedx.org/schema/bom-1.6.schema.json' },
    bomFormat: { const: 'CycloneDX' },
    specVersion: { const: '1.6' },
    version: { type: 'integer', minimum: 1 },
    metadata: {
      type: 'object',
      required: ['component'],
      properties: {
        lifecycles: {
          type: 'array',
          items: { type: 'object', required: ['phase'], properties: { phase: { const: 'build' } } },
        },
        component,
      },
      additionalProperties: false,
    },
    components: { type: 'array', items: component, uniqueItems: true },
    dependencies: {
      type: 'array',
      items: {
        type: 'object',
        required: ['ref', 'dependsOn'],
        properties: { ref: text, dependsOn: { type: 'array', items: text, uniqueItems: true } },
        additionalProperties: false,
      },
      uniqueItems: true,
    },
  },
  additionalProperties: false,
}

test('has the shape that CycloneDX demands', () => {
  const validate = new Ajv().compile(schema)
  validate(sbomOf(own, packages, lock))
  expect(validate.errors).toBeNull()
})

test('lists every package whose code is in the bundle, and no other', () => {
  const { components } = sbomOf(own, packages, lock)
  const listed = components.map(({ group, name }: { group?: string; name: string }) =>
    group === undefined ? name : `${group}/${name}`,
  )
  expect([...new Set(listed)].sort()).toEqual([...seen].sort())
  for (const name of ['@azure/msal-node', '@azure/msal-common', 'jose', 'yargs', 'chalk', 'hono', 'dotenv']) {
    expect(listed).toContain(name)
  }
  // The runner of the tests is not part of the program.
  expect(listed).not.toContain('vitest')
})

test('names version, hash and purl as the lock file has them', () => {
  const [jose] = sbomOf(own, packages, lock).components.filter(
    ({ name }: { name: string }) => name === 'jose',
  )
  const { version } = packages.find(({ manifest }) => manifest.name === 'jose')!.manifest
  expect(jose).toMatchObject({
    version,
    purl: `pkg:npm/jose@${version}`,
    licenses: [{ license: { id: 'MIT' } }],
  })
  const msal = sbomOf(own, packages, lock).components.find(
    ({ name }: { name: string }) => name === 'msal-node',
  )
  expect(msal.purl).toMatch(/^pkg:npm\/%40azure\/msal-node@\d/)
})

test('gives no hash of another version than the one that is bundled', () => {
  const [first] = packages
  const other = { folder: '', manifest: { ...first!.manifest, version: '0.0.1' } }
  const hashed = (list: readonly Bundled[]) => 'hashes' in sbomOf(own, list, lock).components[0]
  expect(hashed([other])).toBe(false)
  const { name } = first!.manifest
  const { version } = lock.packages[`node_modules/${name}`]
  expect(hashed([{ folder: '', manifest: { ...first!.manifest, version } }])).toBe(true)
})

test('every dependency leads to a component, and each is reached from ours', () => {
  const { components, dependencies, metadata } = sbomOf(own, packages, lock)
  const known = new Map<string, string[]>(
    dependencies.map(({ ref, dependsOn }: { ref: string; dependsOn: string[] }) => [ref, dependsOn]),
  )
  expect([...known.keys()].sort()).toEqual(
    [metadata.component, ...components].map(one => one['bom-ref']).sort(),
  )
  const reached = new Set<string>()
  const visit = (ref: string): void => {
    if (reached.has(ref)) return
    reached.add(ref)
    for (const next of known.get(ref)!) visit(next)
  }
  visit(metadata.component['bom-ref'])
  expect([...known.keys()].filter(ref => !reached.has(ref))).toEqual([])
})

test('is the same each time', () => {
  const [once, twice] = [0, 1].map(() => JSON.stringify(sbomOf(own, packages, lock)))
  expect(twice).toBe(once)
  expect(once).not.toMatch(/timestamp|serialNumber/)
})

test('goes into the package, with what is said on security', () => {
  expect(own.manifest.files).toEqual(expect.arrayContaining(['dist/sbom.cdx.json', 'SECURITY.md']))
})
