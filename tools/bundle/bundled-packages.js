import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Rolldown plugin: tells which packages ended up in the bundle, as folders with their manifests, sorted. */
export function bundledPackages(tell) {
  return {
    name: 'bundled-packages',
    generateBundle(_options, bundle) {
      const folders = new Set()
      for (const chunk of Object.values(bundle)) {
        for (const id of Object.keys(chunk.modules ?? {})) {
          if (id.includes('node_modules')) folders.add(packageFolder(id))
        }
      }
      tell([...folders].sort().map(folder => ({ folder, manifest: manifestOf(folder) })))
    },
  }
}

function packageFolder(id) {
  let folder = dirname(id.replace(/^\0/, '').replace(/\?.*$/, ''))
  while (!existsSync(join(folder, 'package.json')) || manifestOf(folder).name === undefined)
    folder = dirname(folder)
  return folder
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}
