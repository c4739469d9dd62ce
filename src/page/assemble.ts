import type { DataSources } from '../core/tables/permission-index.ts'
import { sha256 } from '../render/html/parts/frame.ts'
import { toBase85 } from './base85.ts'
import { coded } from './coded.ts'
import { shell } from './shell.ts'
import { pageStyle } from './style.ts'

/** What the page is made of: the program's own files, and how to pack. */
export interface Materials {
  /** The text of a file of the program by its name, such as `screen.cjs`. */
  readonly file: (name: string) => string
  /** The permission index, which is ASCII, as the files are. */
  readonly index: string
  /** RFC 1951, for the browser to unpack. */
  readonly deflate: (text: string) => Uint8Array
  readonly version: string
  /** What the index is made of. */
  readonly data: DataSources
}

/** The file that begins, and the one that unpacks: entries of the program's build (tools/bundle.js). */
const [entry, boot] = ['screen.cjs', 'boot.cjs']

/**
 * The whole page, one text. Code and index are packed as one block, which the browser unpacks: the code then runs as a
 * script whose hash stands in the policy, and nothing else can. Hashes are those of what is written here.
 */
export async function pageText({ file, index, deflate, version, data }: Materials): Promise<string> {
  const style = pageStyle
  const first = file(boot).trim()
  const code = codeOf(filesFrom(entry, file))
  const hashes = await Promise.all([style, first, code].map(sha256))
  const [styleHash, ...scriptHashes] = hashes.map(hash => `'sha256-${hash}'`)
  const policy = [
    "default-src 'none'",
    `style-src ${styleHash}`,
    `script-src ${scriptHashes.join(' ')}`,
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types why403',
  ].join('; ')
  const block = toBase85(deflate(`${code}\0${coded(index)}`))
  return shell({ policy, style, boot: first, block, version, data })
}

/** The file and all that it requires, by name: each once. */
export function filesFrom(name: string, file: Materials['file']): ReadonlyMap<string, string> {
  const files = new Map([[name, file(name)]])
  for (const text of files.values()) {
    for (const required of requiredIn(text)) {
      if (!files.has(required)) files.set(required, file(required))
    }
  }
  return files
}

/** The files beside it that a file of the program requires. */
function requiredIn(text: string): string[] {
  return [...text.matchAll(/\brequire\((["'`])\.\/([\w.-]{1,100})\1\)/g)].map(([, , name]) => name!)
}

/**
 * The files as one script: each a function that runs when it is first required, as Node.js would run it. It waits for the
 * index, which is handed to it once.
 */
function codeOf(files: ReadonlyMap<string, string>): string {
  const functions = [...files].map(
    ([name, text]) => `${JSON.stringify(`./${name}`)}(exports,require,module){${body(name, text)}\n}`,
  )
  return `(()=>{"use strict";const files={${functions.join(',')}},made={},load=name=>{if(made[name]===undefined){const module=made[name]={exports:{}};files[name](module.exports,load,module)}return made[name].exports};document.addEventListener("why403",({detail})=>load("./${entry}").start(detail),{once:true})})()`
}

function body(name: string, text: string): string {
  return name.endsWith('.json') ? `module.exports=${text}` : text
}
