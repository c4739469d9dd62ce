import { spawn } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildProgram, type Program } from '../support/program.ts'

let program: Program
beforeAll(async () => {
  program = await buildProgram()
})
afterAll(() => program.remove())

test('a list of 300,000 lines is answered in a heap that does not hold it', async () => {
  const lines = 300_000
  const argv = ['permissions', '--from', '-', '--format', 'jsonl']
  const child = spawn(process.execPath, ['--max-old-space-size=48', program.file, ...argv], {
    cwd: program.folder,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let answers = 0
  child.stdout.on('data', (chunk: Buffer) => {
    for (const byte of chunk) if (byte === 0x0a) answers++
  })
  const portion = Array.from({ length: 1000 }, (_, at) => `GET /users/${at}@contoso.example/messages\n`).join(
    '',
  )
  for (let sent = 0; sent < lines; sent += 1000) {
    if (!child.stdin.write(portion)) await new Promise(done => child.stdin.once('drain', done))
  }
  child.stdin.end()
  expect(await new Promise(done => child.on('close', done))).toBe(0)
  expect(answers).toBe(lines)
})
