import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { settings } from '../cli/support.ts'
import { type Stage, stage, start } from '../emulator/support.ts'
import { buildProgram, type Program } from '../support/program.ts'

/** A program that takes proxy and roots from its environment. */
export const watchee = [process.execPath, fileURLToPath(new URL('./program.mjs', import.meta.url))]

/** why403 as it is built, and a tenant on this machine's time. */
export interface Ground {
  readonly program: Program
  readonly emulator: Stage
  /** Where the program's temporary files go. */
  readonly temporary: string
  readonly env: Record<string, string>
  stop(): Promise<void>
}

export async function ground(): Promise<Ground> {
  const program = await buildProgram()
  const emulator = await stage()
  emulator.pass((Date.now() - start) / 1000)
  const temporary = mkdtempSync(join(tmpdir(), 'run-test-'))
  return {
    program,
    emulator,
    temporary,
    env: { ...settings(emulator), TMPDIR: temporary },
    async stop() {
      program.remove()
      rmSync(temporary, { recursive: true })
      await emulator.stop()
    },
  }
}
