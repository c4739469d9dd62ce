import { constants, fstatSync, mkdirSync, rmSync, write } from 'node:fs'
import { type FileHandle, open, readlink, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { isatty } from 'node:tty'
import { promisify } from 'node:util'
import { Why403Error } from '../core/error.ts'
import type { FileMode } from '../io.ts'

type Text = string | AsyncIterable<string>

/** Where a name leads once every symbolic link is followed. */
type Target = { readonly descriptor: number } | { readonly path: string }

/** Calls back when the process is told to end; what it returns takes the call back. */
export type OnInterrupt = (cleanUp: () => void) => () => void

/**
 * Writes a file whole or not at all: beside it first, then renamed over it, so that no reader sees a half and no
 * failure leaves one. A symbolic link stays, and what it leads to is replaced. A device, a pipe or a descriptor
 * (`/dev/fd/3`) is written to as it is. A file that was there keeps its mode, unless it is to hold a secret.
 * Rejects with Node's own error.
 */
export async function writeWhole(
  name: string,
  text: Text,
  mode: FileMode,
  onInterrupt: OnInterrupt,
): Promise<void> {
  const target = await targetOf(name)
  if ('descriptor' in target) return writeThrough(target.descriptor, text, mode)
  const there = await stat(target.path).catch(absent)
  if (there === null || there.isFile()) return replace(target.path, text, mode, there?.mode, onInterrupt)
  // A folder is refused by the system, with its own error. A pipe waits for its reader.
  const handle = await open(target.path, constants.O_WRONLY | constants.O_NOCTTY)
  try {
    await writeThrough(handle, text, mode)
  } finally {
    await handle.close()
  }
}

/** The one name of the regular file that a name leads to, there or not; null for a device, a pipe or a folder. */
export async function regularPath(name: string): Promise<string | null> {
  const target = await targetOf(name)
  if ('descriptor' in target) return null
  const there = await stat(target.path).catch(() => null)
  if (there !== null) return there.isFile() ? realpath(target.path) : null
  const folder = await realpath(dirname(target.path)).catch(() => dirname(target.path))
  return join(folder, basename(target.path))
}

/**
 * Makes a folder and those above it, for their owner only; one that is there stays as it is. One after another:
 * Node's own `recursive` never returns below /proc, where nothing can be made (Node 20).
 */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || dirname(path) === path) throw error
    makeFolder(dirname(path))
    mkdirSync(path, { mode: 0o700 })
  }
}

async function replace(
  path: string,
  text: Text,
  mode: FileMode,
  former: number | undefined,
  onInterrupt: OnInterrupt,
): Promise<void> {
  // Renaming over a file that may not be written would get around that.
  if (former !== undefined) await (await open(path, constants.O_WRONLY)).close()
  // The name is no longer than others: one that is as long as the system allows can be written.
  const beside = join(dirname(path), `.why403-${crypto.randomUUID()}.tmp`)
  const takeBack = onInterrupt(() => rmSync(beside, { force: true }))
  try {
    const handle = await open(beside, 'wx', mode)
    try {
      await writeFile(handle, text)
      if (mode !== 0o600 && former !== undefined) await handle.chmod(former & 0o777)
    } finally {
      await handle.close()
    }
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  } finally {
    takeBack()
  }
}

/** To what is no file. Who reads may leave early, as `head` does: that is no failure. */
async function writeThrough(to: number | FileHandle, text: Text, mode: FileMode): Promise<void> {
  if (mode === 0o600 && !hidesSecrets(typeof to === 'number' ? to : to.fd)) {
    throw new Why403Error(
      'usage',
      'What only you may read is written to a file of yours or to a pipe, and to nothing that shows it.',
      ['Give the name of a file.'],
    )
  }
  const descriptor = typeof to === 'number' ? to : to.fd
  try {
    for await (const piece of typeof text === 'string' ? [text] : text) await writeAll(descriptor, piece)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
  }
}

const writeSome = promisify(write)

/** A stream would do, but pipeline() never settles on one that leaves its descriptor open (Node 20). */
async function writeAll(descriptor: number, text: string): Promise<void> {
  let rest = Buffer.from(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray((await writeSome(descriptor, rest)).bytesWritten)
    } catch (error) {
      // A pipe that is full, and that its maker set not to wait.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      await setTimeout(fullPipeMs)
    }
  }
}

const fullPipeMs = 5

/** No terminal, no standard stream, and no file whose mode is somebody else's choice. */
function hidesSecrets(descriptor: number): boolean {
  if (descriptor <= 2 || isatty(descriptor)) return false
  return !fstatSync(descriptor).isFile()
}

const mostLinks = 40

/** Follows the links of a name itself, since the last of them may lead to a descriptor, or to what is not there yet. */
async function targetOf(name: string): Promise<Target> {
  let path = name
  for (let link = 0; link < mostLinks; link++) {
    const descriptor = descriptorOf(path)
    if (descriptor !== null) return { descriptor }
    const next = await readlink(path).catch(() => null)
    if (next === null) break
    const folder = await realpath(dirname(path)).catch(() => dirname(path))
    path = resolve(folder, next)
  }
  return { path }
}

/** Sources: Linux proc(5), fd(4) of macOS and BSD. */
function descriptorOf(path: string): number | null {
  const standard = ['/dev/stdin', '/dev/stdout', '/dev/stderr'].indexOf(path)
  if (standard >= 0) return standard
  const number = /^\/(?:dev|proc\/(?:self|thread-self|\d+))\/fd\/(\d{1,9})$/.exec(path)?.[1]
  return number === undefined ? null : Number(number)
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}
