import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

/** Vite plugin: a text file is a module of one string, as for the bundler. */
export function textModules(): Plugin {
  return {
    name: 'text-modules',
    enforce: 'pre',
    load: id =>
      id.endsWith('.txt') ? `export default ${JSON.stringify(readFileSync(id, 'utf8'))}` : undefined,
  }
}
