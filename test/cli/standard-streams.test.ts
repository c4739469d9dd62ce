import { execFileSync, spawn } from 'node:child_process'
import { closeSync, constants, openSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildProgram, type Program } from '../support/program.ts'

// Standard input and output as a shell leads them: pipes, files, what is slow, full, closed or not to be written.

let program: Program

beforeAll(async () => {
  program = await buildProgram()
})
afterAll(() => program.remove())

interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A line of sh, in which `$why403` is the program; `more` is descriptor 3. */
async function sh(line: string, more: number | 'ignore' = 'ignore'): Promise<Ran> {
  const child = spawn('sh', ['-c', line], {
    cwd: program.folder,
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8', why403: `${process.execPath} ${program.file}` },
    stdio: ['ignore', 'pipe', 'pipe', more],
  })
  let [out, err] = ['', '']
  child.stdout!.setEncoding('utf8').on('data', text => {
    out += text
  })
  child.stderr!.setEncoding('utf8').on('data', text => {
    err += text
  })
  const code = await new Promise<number | null>(done => child.on('close', done))
  return { code, out, err }
}

/** Longer than a pipe takes without a reader. */
const long = ['completion', 'bash'] as const

test('input from a pipe, and from a file', async () => {
  writeFileSync(join(program.folder, 'failure'), 'AADSTS7000215')
  for (const line of ['cat failure | $why403 explain', '$why403 explain < failure']) {
    const { code, out, err } = await sh(line)
    expect({ line, code, err }).toEqual({ line, code: 0, err: '' })
    expect(out).toMatch(/^· AADSTS7000215: /)
  }
})

test('input that comes late, and in parts: it is said what is awaited, and nothing is lost', async () => {
  const { code, out, err } = await sh('(printf AADSTS70; sleep 2; printf 00215) | $why403 explain')
  expect(code).toBe(0)
  expect(out).toMatch(/^· AADSTS7000215: /)
  expect(err).toBe('Waiting for standard input (end it with Ctrl-D)\n')
})

test('a list of many pieces, of which some come late', async () => {
  const line =
    "(yes 'GET /users' | head -n 30000; sleep 1; yes /me | head -n 30000) | $why403 permissions --from - --format jsonl | wc -l"
  expect(await sh(line)).toMatchObject({ code: 0, out: expect.stringMatching(/^\s*60000\s*$/), err: '' })
})

test('an answer that is longer than a pipe, to a reader that takes its time', async () => {
  await sh(`$why403 ${long.join(' ')} > whole`)
  const whole = readFileSync(join(program.folder, 'whole'), 'utf8')
  expect(whole.length).toBeGreaterThan(16 * 1024)
  const { out, err } = await sh(`$why403 ${long.join(' ')} | (sleep 1; cat)`)
  expect({ same: out === whole, err }).toEqual({ same: true, err: '' })
})

test('a pipe that is full, and that its maker set not to wait', async () => {
  const name = join(program.folder, 'full')
  execFileSync('mkfifo', [name])
  const pipe = openSync(name, constants.O_RDWR | constants.O_NONBLOCK)
  const fill = Buffer.alloc(4096, 'x')
  let filled = 0
  const full = (): void => {
    for (;;) filled += writeSync(pipe, fill)
  }
  expect(full).toThrow(/EAGAIN/)
  const running = sh('exec $why403 explain AADSTS7000215 >&3', pipe)
  let ended = false
  void running.finally(() => {
    ended = true
  })
  await new Promise(done => setTimeout(done, 500))
  expect(ended).toBe(false)
  let read = ''
  while (!ended) {
    await new Promise(done => setTimeout(done, 20))
    const chunk = Buffer.alloc(256 * 1024)
    try {
      read += chunk.toString('utf8', 0, readSync(pipe, chunk))
    } catch {
      // Nothing there yet.
    }
  }
  closeSync(pipe)
  expect(await running).toEqual({ code: 0, out: '', err: '' })
  expect(read.slice(filled)).toMatch(/^· AADSTS7000215: /)
})

test.each([['explain AADSTS7000215'], [long.join(' ')]])(
  'a reader that has seen enough is no failure: %s',
  async words => {
    const { out, err } = await sh(`(sleep 0.2; $why403 ${words}; echo $? > code) | true; cat code`)
    expect({ out, err }).toEqual({ out: '0\n', err: '' })
  },
)

test('what cannot be written is told, and is a failure', async () => {
  writeFileSync(join(program.folder, 'read'), '')
  for (const [to, code] of [
    ['1< read', 'EBADF'],
    ['> /dev/full', 'ENOSPC'],
  ]) {
    const ran = await sh(`$why403 explain AADSTS7000215 ${to}`)
    expect({ to, ...ran }).toMatchObject({ to, code: 3, out: '' })
    expect(ran.err).toMatch(
      new RegExp(`^why403: Standard output cannot be written \\(${code}\\)\\.\\n {2}\\S`),
    )
  }
})

test('--version too', async () => {
  expect((await sh('$why403 --version | cat')).out).toMatch(/^\d+\.\d+\.\d+\n$/)
})
