import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Why403Error } from '../core/error.ts'

/** The text of the permission index that this installation carries. */
export function readIndexText(): string {
  // ASCII by construction; latin1 spares the decoding. In one go: nothing else is under way at a start.
  return readFileSync(dataFile('permission-index.txt'), 'latin1')
}

/** The same up to its paths: a tenth of it, and all that a token alone needs. */
export function readIndexHead(): string {
  const file = openSync(dataFile('permission-index.txt'), 'r')
  try {
    const head = Buffer.allocUnsafe(mostOfHead)
    const text = head.toString('latin1', 0, readSync(file, head, 0, mostOfHead, 0))
    const permissions = text.indexOf('\n\n') + 2
    const paths = text.indexOf('\n\n', permissions) + 2
    return paths < 2 ? readIndexText() : text.slice(0, paths)
  } finally {
    closeSync(file)
  }
}

/** The permissions take half of it today. */
const mostOfHead = 256 * 1024

/** The program, the library and the tests stand at different depths above the one data folder. */
function dataFile(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'data', name))) {
    const parent = dirname(folder)
    if (parent === folder)
      throw new Why403Error('unreadable-input', `This installation of why403 lacks its file data/${name}.`, [
        'Install the package again.',
      ])
    folder = parent
  }
  return join(folder, 'data', name)
}
