import { statSync } from 'node:fs'
import { basename, dirname, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { partOf } from './split-modules.js'

/**
 * Which modules are one file of the bundle. Another file is loaded where something of it is first used (lazy-chunks.js), and
 * so what a rehearsal came by stands together with what is called in the same runs (start-files.js), and the rest by folder.
 */

const root = fileURLToPath(new URL('../..', import.meta.url))
const screen = 'src/page/screen/screen.ts'
const entries = ['src/cli.ts', 'src/core/library/judging.ts', screen, 'src/page/screen/boot.ts']

/**
 * What judges and what words it, needs nothing of Node.js. The library and the page take it from here
 * (core/library/judging.ts, page/assemble.ts), and so it stands in no file with what only a program can do.
 */
export function isPure(module) {
  if (/^src\/render\/text\/chalk\b/.test(module)) return false
  return (
    /^(?:src\/core|src\/render|data)\/|^(?:src\/version|package)\b/.test(module) || readsTokens.test(module)
  )
}

/** Of jose what reads a token without verifying it; the rest is its own file. */
const readsTokens = /^node_modules\/jose\/dist\/webapi\/(?:lib\/buffer_utils|util\/base64url)\b/

/** So long a table is a file of its own. Bytes. */
const long = 40_000

export function groupsOf(fileOf) {
  return [
    { debugName: 'by run', priority: 1, name: id => nullIfProgram(fileByRun(id, fileOf)) },
    {
      debugName: 'by folder',
      priority: 0,
      name: (id, graph) => (fileByRun(id, fileOf) === 'program' ? null : fileByFolder(id, graph)),
    },
  ]
}

/** What stands in no group of ours, and is reached by the program alone, is in its own file. */
const nullIfProgram = name => (name === 'program' ? null : name)

function fileByRun(id, fileOf) {
  const { path, part } = partOf(id)
  if (part !== null) return part === 'none' ? null : part
  const module = relative(root, path)
  if (entries.includes(module) || isLongTable(path)) return null
  if (module.startsWith('node_modules/@azure/')) return fileOf(module, '') === null ? 'msal-besides' : 'msal'
  return module.startsWith('node_modules/') && !readsTokens.test(module) ? null : fileOf(module, '')
}

/** Of others, such as the emulator, what a command loads is a file without our help. */
const byFolder = /^src\/(?:core|edges|render|road)\//

/** What the page reaches: once it is known who imports whom. */
function isOnPage(id, graph) {
  if (onPage.size === 0) {
    onPage.add(`${root}${screen}`)
    for (const id of onPage) {
      const { importedIds = [], dynamicallyImportedIds = [] } = graph.getModuleInfo(id) ?? {}
      for (const imported of [...importedIds, ...dynamicallyImportedIds]) onPage.add(imported)
    }
  }
  return onPage.has(id)
}

const onPage = new Set()

function fileByFolder(id, graph) {
  const { path, part } = partOf(id)
  const module = relative(root, path)
  if (isLongTable(path)) return basename(path, '.txt')
  // A short table stands with those who know its rows.
  if (path.endsWith('.txt')) return 'core-knowledge'
  if (part === null && !byFolder.test(module)) return null
  const folder = dirname(module).replace('src/', '').replaceAll('/', '-')
  return isOnPage(id, graph) ? folder : `${folder}-besides`
}

function isLongTable(path) {
  return path.endsWith('.txt') && statSync(path).size >= long
}
