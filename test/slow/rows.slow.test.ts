import { spawn } from 'node:child_process'
import { createReadStream, openSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { settings } from '../cli/support.ts'
import { type Stage, stage } from '../emulator/support.ts'
import { buildProgram, memoryMeter, type Program } from '../support/program.ts'

const crowd = 50_000
let emulator: Stage
let program: Program
beforeAll(async () => {
  program = await buildProgram()
  // The program reads the real clock.
  emulator = await stage(undefined, { crowd, now: () => Date.now() })
})
afterAll(async () => {
  await emulator.stop()
  program.remove()
})

interface Streamed {
  readonly code: number | null
  readonly rows: number
  /** The ids are all different, and each line is a user. */
  readonly distinct: number
  /** In megabytes. */
  readonly peak: number
  readonly report: string
}

async function stream(max: number): Promise<Streamed> {
  const { folder, file } = program
  const out = join(folder, `${max}.ndjson`)
  const meter = memoryMeter(folder, String(max))
  // Little room for what lives: a program that kept the rows would not end well.
  const child = spawn(
    process.execPath,
    [
      '--max-old-space-size=64',
      ...meter.args,
      file,
      '/users?$top=999',
      '--rows',
      'ndjson',
      '--max',
      String(max),
    ],
    {
      env: { ...settings(emulator, 'reporting'), PATH: process.env.PATH, ...meter.env },
      stdio: ['ignore', openSync(out, 'w'), 'pipe'],
      cwd: folder,
    },
  )
  let report = ''
  child.stderr!.setEncoding('utf8').on('data', text => {
    report += text
  })
  const code = await new Promise<number | null>(ended => child.on('close', ended))
  const ids = new Set<string>()
  let rows = 0
  for await (const line of createInterface({ input: createReadStream(out) })) {
    ids.add(JSON.parse(line).id)
    rows++
  }
  return { code, rows, distinct: ids.size, peak: meter.read(), report }
}

test('50,000 users stream through in flat memory', async () => {
  const some = await stream(5_000)
  const all = await stream(1_000_000)
  console.log(
    `peak memory: ${some.peak.toFixed(0)} MB for 5,000 users, ${all.peak.toFixed(0)} MB for ${all.rows}`,
  )
  expect([some.code, some.rows]).toEqual([0, 5_000])
  expect([all.code, all.rows, all.distinct]).toEqual([0, crowd + 13, crowd + 13])
  expect(all.report.replace(/\s+/g, ' ')).toContain('200, 50013 rows on 51 pages')
  expect(all.peak).toBeLessThan(some.peak * 1.5)
})
