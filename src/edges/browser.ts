import { spawn } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/** A name in a new folder below the system's own for such things; the folder is its owner's alone (mkdtemp: 0700). */
export async function temporaryFile(name: string): Promise<string> {
  return join(await mkdtemp(join(tmpdir(), 'why403-')), name)
}

/** What shows a file in the program that it is for. No shell reads the path. */
const openers: ReadonlyMap<string, readonly string[]> = new Map([
  ['darwin', ['open']],
  ['win32', ['rundll32', 'url.dll,FileProtocolHandler']],
])

/** What fails does so at once; what shows a page may stay for as long as it is looked at. */
const patienceMs = 3000

/**
 * Starts the browser, and does not wait for its end.
 *
 * @param platform as Node names it
 * @returns whether it was started, as far as the first seconds tell
 */
export async function browse(path: string, platform: string): Promise<boolean> {
  const [program = '', ...first] = openers.get(platform) ?? ['xdg-open']
  const child = spawn(program, [...first, path], { detached: true, stdio: 'ignore' })
  child.unref()
  const ended = new Promise<boolean>(done => {
    child.on('error', () => done(false))
    child.on('exit', code => done(code === 0))
  })
  return Promise.race([ended, setTimeout(patienceMs, true, { ref: false })])
}
