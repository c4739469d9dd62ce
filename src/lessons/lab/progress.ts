import { objectOf, parseJson } from '../../core/json.ts'
import { stateFolder } from '../../edges/user-folder.ts'
import type { Io } from '../../io.ts'

/** How far a learner came: the ids of the steps that are done. Nothing of the tenant, and no secret. */
export type Progress = readonly string[]

/** Where it is kept; null: there is no folder for it. */
export function progressFile(io: Pick<Io, 'env' | 'platform'>): string | null {
  const folder = stateFolder(io)
  return folder === null ? null : `${folder}/why403/lab.json`
}

/** In bytes: a list of names is shorter. */
const mostRead = 16 * 1024

/** What was done before; nothing where the file is not there, or is not ours to understand. */
export async function readProgress(io: Io): Promise<Progress> {
  const file = progressFile(io)
  if (file === null) return []
  const text = await io.readFile(file, mostRead).catch(() => '')
  const { done } = objectOf(parseJson(text)) ?? {}
  return Array.isArray(done) ? done.filter(id => typeof id === 'string') : []
}

/** Keeps what was done, where there is a place for it; a lab that cannot be resumed goes on all the same. */
export async function keepProgress(done: Progress, io: Io): Promise<void> {
  const file = progressFile(io)
  if (file === null) return
  try {
    await io.makeFolder(file.slice(0, file.lastIndexOf('/')))
    await io.writeFile(file, `${JSON.stringify({ done }, null, 2)}\n`, 0o600)
  } catch {
    // Nothing of the lab depends on it.
  }
}
