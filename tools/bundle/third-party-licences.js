import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The licence texts of the packages in a bundle. */
export function thirdPartyLicences(packages) {
  const rule = `\n\n${'-'.repeat(80)}\n\n`
  const parts = packages.map(licenceOf)
  return `The program that why403 is built into contains these packages.${rule}${parts.join(rule)}\n`
}

function licenceOf({ folder, manifest: { name, version, license } }) {
  const file = readdirSync(folder).find(entry => /^licen[cs]e/i.test(entry))
  if (file === undefined) throw new Error(`${name} is bundled, and brings no licence text`)
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}`
}
