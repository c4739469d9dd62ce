import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Why403Error } from '../core/error.ts'
import type { Searchable } from '../core/tables/searchable.ts'

/** The text of the permission index that this installation carries. */
export function readIndexText(): string {
  // ASCII by construction; latin1 spares the decoding. In one go: nothing else is under way at a start.
  return readFileSync(ownFile('data/permission-index.txt'), 'latin1')
}

/** Asking so often pays for making a string of all of it. */
const worthAString = 1000

/** The same, searched where it was read to: to make a string of it takes half as long as to read it. */
export function readIndex(): Searchable {
  const bytes = readFileSync(ownFile('data/permission-index.txt'))
  let asked = 0
  let text: string | null = null
  const whole = (): string | null => {
    if (text === null && ++asked > worthAString) text = bytes.toString('latin1')
    return text
  }
  return {
    length: bytes.length,
    indexOf: (sought, from) => (whole() ?? bytes).indexOf(sought, from),
    lastIndexOf: (sought, from) => (whole() ?? bytes).lastIndexOf(sought, from),
    slice: (start, end) => whole()?.slice(start, end) ?? bytes.toString('latin1', start, end),
  }
}

/** A file of the program itself, by its name: for the page, which is made of them. ASCII too. */
export function readProgramFile(name: string): string {
  return readFileSync(ownFile(`dist/cli/${name}`), 'latin1')
}

/** The same up to its paths: a tenth of it, and all that a token alone needs. */
export function readIndexHead(): string {
  const file = openSync(ownFile('data/permission-index.txt'), 'r')
  try {
    const bytes = Buffer.allocUnsafe(mostOfHead)
    const head = bytes.subarray(0, readSync(file, bytes, 0, mostOfHead, 0))
    const permissions = head.indexOf('\n\n') + 2
    const paths = head.indexOf('\n\n', permissions) + 2
    return paths < 2 ? readIndexText() : head.toString('latin1', 0, paths)
  } finally {
    closeSync(file)
  }
}

/** The permissions take nine tenths of it today. Each page of memory that is not touched is some microseconds. */
const mostOfHead = 164 * 1024

/** A file of the package. The program, the library and the tests stand at different depths in it. */
function ownFile(name: string): string {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, name))) {
    const parent = dirname(folder)
    if (parent === folder)
      throw new Why403Error('unreadable-input', `This installation of why403 lacks its file ${name}.`, [
        'Install the package again.',
      ])
    folder = parent
  }
  return join(folder, name)
}
