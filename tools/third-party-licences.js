import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Rolldown plugin: collects the licence texts of the packages that ended up in the bundle into a file. */
export function thirdPartyLicences(file) {
  return {
    name: 'third-party-licences',
    generateBundle(_options, bundle) {
      const folders = new Set()
      for (const chunk of Object.values(bundle)) {
        for (const id of Object.keys(chunk.modules ?? {})) {
          if (id.includes('node_modules')) folders.add(packageFolder(id))
        }
      }
      const parts = [...folders].sort().map(licenceOf)
      const rule = `\n\n${'-'.repeat(80)}\n\n`
      writeFileSync(
        file,
        `The program that why403 is built into contains these packages.${rule}${parts.join(rule)}\n`,
      )
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

function licenceOf(folder) {
  const { name, version, license } = manifestOf(folder)
  const file = readdirSync(folder).find(entry => /^licen[cs]e/i.test(entry))
  if (file === undefined) throw new Error(`${name} is bundled, and brings no licence text`)
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}`
}
