import { join } from 'node:path'
import type { JSONWebKeySet } from 'jose'
import { objectOf, objectsOf, parseJson } from '../../core/json.ts'
import type { FileStatus, Io } from '../../io.ts'
import { isLoopback } from '../loopback.ts'
import { cacheFolder } from '../user-folder.ts'

/** Keys that were fetched once, and when. */
export interface KeptKeys {
  readonly keys: JSONWebKeySet
  /** Seconds since 1970. */
  readonly fetchedAt: number
}

/** Far above a set of keys with their certificates. In bytes. */
const longestFile = 1024 * 1024

/**
 * Public keys of issuers, kept on this machine so that a token can be verified without a network. Keeping is
 * a convenience: what cannot be read or written is as if it were not there.
 */
export async function readKeptKeys(document: string, io: Io): Promise<KeptKeys | null> {
  const [folder, file] = [keyFolder(io), fileOf(document, io)]
  if (folder === null || file === null) return null
  if (!(await isOurs(folder, 'folder', io)) || !(await isOurs(file, 'file', io))) return null
  const kept = objectOf(parseJson(await io.readFile(file, longestFile).catch(() => '')))
  if (kept?.document !== document || typeof kept.fetchedAt !== 'number' || !Array.isArray(kept.keys))
    return null
  return { keys: keySet(kept.keys), fetchedAt: kept.fetchedAt }
}

/**
 * Whether nobody else can have put the keys there: who can, says whose signature is trusted. Where the system
 * tells neither owner nor mode (Windows), the folder is the user's own by its place.
 */
async function isOurs(path: string, kind: FileStatus['kind'], io: Io): Promise<boolean> {
  const status = await io.fileStatus(path).catch(() => null)
  if (status === null || status.kind !== kind || status.isOurs === false) return false
  return status.mode === null || (status.mode & writableByOthers) === 0
}

const writableByOthers = 0o022

export async function keepKeys(document: string, { keys, fetchedAt }: KeptKeys, io: Io): Promise<void> {
  const folder = keyFolder(io)
  const file = fileOf(document, io)
  if (folder === null || file === null || keys.keys.length === 0) return
  const text = `${JSON.stringify({ document, fetchedAt, keys: keys.keys }, null, 2)}\n`
  await io
    .makeFolder(folder)
    .then(() => io.writeFile(file, text, 0o644))
    .catch(() => {})
}

/** A key set of whatever a document or a file holds under `keys`: what is no object is no key. */
export function keySet(keys: readonly unknown[]): JSONWebKeySet {
  return { keys: objectsOf(keys) } as unknown as JSONWebKeySet
}

/**
 * Named by the address, in letters that every file system takes; the file itself says of which address it
 * is, so that two of one name at worst take turns. Keys of this machine's servers are not kept.
 */
function fileOf(document: string, io: Io): string | null {
  const folder = keyFolder(io)
  if (folder === null || isLoopback(document)) return null
  const name = document
    .replace(/^https:\/\//, '')
    .replace('/.well-known/openid-configuration', '')
    .replace(/[^A-Za-z0-9.-]+/g, '_')
  return join(folder, `${name.slice(0, 150)}.json`)
}

/** Null: there is no home. */
function keyFolder(io: Io): string | null {
  const folder = cacheFolder(io)
  return folder === null ? null : join(folder, 'why403', 'keys')
}
