import { dirname, join } from 'node:path'

/**
 * A software bill of materials for the program, so that scanners see what is bundled into it: CycloneDX 1.6, as JSON.
 * The same input gives the same bytes: it holds no time and no serial number, which the standard leaves optional.
 * Source: ECMA-424, cyclonedx.org/docs/1.6/json; the purl specification, type npm; SPDX.
 *
 * `own` is our package, `packages` what is bundled, each a folder and its manifest; `lock` the lock file: its hashes
 * are those of the packages as they were downloaded, and given only for the version that is bundled.
 */
export function sbomOf(own, packages, lock) {
  const byFolder = new Map(packages.map(({ folder, manifest }) => [folder, manifest]))
  // A package may lie in several folders: it is one component of each version.
  const components = [...new Map(packages.map(one => [purlOf(one.manifest), one])).values()]
  const dependencyOf = ({ folder, manifest }, names) => ({
    ref: purlOf(manifest),
    dependsOn: [...new Set(names.flatMap(name => found(name, folder, byFolder)))].sort(),
  })
  // Our own package names those that it needs only to be built as well: what of them is bundled, it depends on.
  const ownNames = Object.keys({ ...own.manifest.dependencies, ...own.manifest.devDependencies })
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      component: componentOf('application', own.manifest),
    },
    components: components.map(({ manifest }) => ({
      ...componentOf('library', manifest),
      ...hashesOf(manifest, lock),
    })),
    dependencies: [
      dependencyOf(own, ownNames),
      ...components.map(one => dependencyOf(one, Object.keys(one.manifest.dependencies ?? {}))),
    ],
  }
}

/** What a name means to the package in a folder, as Node resolves it; none where that is not bundled. */
function found(name, folder, byFolder) {
  for (let at = folder; ; at = dirname(at)) {
    const manifest = byFolder.get(join(at, 'node_modules', name))
    if (manifest !== undefined) return [purlOf(manifest)]
    if (at === dirname(at)) return []
  }
}

function componentOf(type, manifest) {
  const { name, version, license } = manifest
  const [, group, bare] = /^(?:(@[^/]+)\/)?(.+)$/.exec(name)
  return {
    type,
    'bom-ref': purlOf(manifest),
    ...(group === undefined ? {} : { group }),
    name: bare,
    version,
    licenses: [/ (OR|AND|WITH) /.test(license) ? { expression: license } : { license: { id: license } }],
    purl: purlOf(manifest),
  }
}

/** `pkg:npm/%40azure/msal-node@7.2.3` */
function purlOf({ name, version }) {
  return `pkg:npm/${name.split('/').map(encodeURIComponent).join('/')}@${encodeURIComponent(version)}`
}

function hashesOf({ name, version }, lock) {
  const locked = Object.entries(lock.packages).find(
    ([path, one]) => path.endsWith(`node_modules/${name}`) && one.version === version,
  )
  const [, sha512] = /^sha512-(\S+)$/.exec(locked?.[1].integrity ?? '') ?? []
  if (sha512 === undefined) return {}
  return { hashes: [{ alg: 'SHA-512', content: Buffer.from(sha512, 'base64').toString('hex') }] }
}
