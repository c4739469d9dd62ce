import { join } from 'node:path'
import type { Io } from '../io.ts'

type Home = Pick<Io, 'platform' | 'env'>

/**
 * Where a program keeps what it can fetch again; null: there is no home. Sources: XDG Base Directory Specification
 * (XDG_CACHE_HOME); Apple's and Microsoft's conventions.
 */
export function cacheFolder(home: Home): string | null {
  const below = home.platform === 'darwin' ? 'Library/Caches' : '.cache'
  return folderOf(home, home.env.XDG_CACHE_HOME, below)
}

/** Where it keeps how far somebody came; null: there is no home. Source: XDG Base Directory Specification, XDG_STATE_HOME. */
export function stateFolder(home: Home): string | null {
  return folderOf(home, home.env.XDG_STATE_HOME, '.local/state')
}

/** A relative path counts as none. */
function folderOf({ platform, env }: Home, named: string | undefined, below: string): string | null {
  if (platform === 'win32') return env.LOCALAPPDATA || null
  if (named?.startsWith('/')) return named
  return env.HOME?.startsWith('/') ? join(env.HOME, below) : null
}
