import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Lent } from '../io.ts'

/**
 * What a process that is killed cannot do any more: another one, which hears nothing but the end of the first, ends what
 * was started and removes the folder. A process that is asked to end gets a second for it.
 */
const keeper = `
const { rmSync } = require('node:fs')
const { argv, kill, stdin } = require('node:process')
const end = signal => { try { kill(pid, signal) } catch { pid = 0 } }
let pid = 0
stdin.on('data', told => { pid = Number(String(told).trim().split('\\n').pop()) })
stdin.on('end', () => {
  rmSync(argv[1], { recursive: true, force: true })
  if (pid > 0) end('SIGTERM')
  if (pid > 0) setTimeout(() => end('SIGKILL'), 1000)
})`

/**
 * Writes files that are there for as long as this process is, in a folder that only its owner can look into.
 *
 * @param files by their names
 * @param node the program that runs the keeper
 */
export function lendFolder(files: ReadonlyMap<string, string>, node: string): Lent {
  const path = mkdtempSync(join(tmpdir(), 'why403-'))
  // Detached: Ctrl-C goes to all that stand in the foreground.
  const child = spawn(node, ['-e', keeper, path], {
    ...{ detached: true, windowsHide: true, env: {}, stdio: ['pipe', 'ignore', 'ignore'] },
  })
  child.unref()
  child.on('error', () => {})
  child.stdin.on('error', () => {})
  ;(child.stdin as unknown as { unref?: () => void }).unref?.()
  for (const [name, text] of files) writeFileSync(join(path, name), text, { mode: 0o600 })
  const endWithUs = (pid: number): void => {
    child.stdin.write(`${pid}\n`)
  }
  return {
    path,
    endWithUs,
    giveBack() {
      endWithUs(0)
      child.stdin.end()
      rmSync(path, { recursive: true, force: true })
    },
  }
}
