import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildProgram, type Program } from '../support/program.ts'

// Whatever is named as a file, no more of it is read than such a file can hold, and nobody waits without knowing.

let program: Program

beforeAll(async () => {
  program = await buildProgram()
  const path = (name: string): string => join(program.folder, name)
  mkdirSync(path('folder'))
  writeFileSync(path('huge'), '', { mode: 0o600 })
  // Sparse: of 500 MB, in one line, nothing is on the disk.
  truncateSync(path('huge'), 500 * 1024 * 1024)
})
afterAll(() => program.remove())

const ids = '4b3e1f60-8a2d-4d0c-9e57-c0a1b2d3e4f5'
const settings = { TENANT_ID: ids, CLIENT_ID: ids, CLIENT_SECRET: 'made~up', GRAPH_SCOPE: 'x' }
const given = { ...settings, WHY403_TOKEN: 'x' }

/** Each way to name a file: the words of the command line, and what must be set besides. */
const readers: readonly (readonly [
  name: string,
  argv: (file: string) => string[],
  env: Record<string, string>,
])[] = [
  ['--token-file', file => ['inspect', '--offline', '--token-file', file], {}],
  ['a word of inspect', file => ['inspect', '--offline', file], {}],
  ['--against', file => ['inspect', '--offline', '--against', file], given],
  [
    '--jwks',
    file => ['inspect', '--jwks', file],
    { ...given, WHY403_TOKEN: `${'eyJ'}hbGciOiJSUzI1NiJ9.e30.AA` },
  ],
  ['--directory-token-file', file => ['check', '--offline', '--directory-token-file', file], given],
  ['--client-secret-file', file => ['--client-secret-file', file], { ...settings, CLIENT_SECRET: '' }],
  ['--dotenv', file => ['--dotenv', file], {}],
  ['--from', file => ['permissions', '--from', file], {}],
  ['--from, line by line', file => ['permissions', '--format', 'jsonl', '--from', file], {}],
]

describe.each(readers)('%s', (_, argv, env) => {
  test.each(['/dev/zero', 'huge'])('without an end: %s', async file => {
    const { code, out, err } = await program.run(argv(file), { env })
    expect({ code, out }).toEqual({ code: argv(file).includes('--dotenv') ? 2 : 3, out: '' })
    expect(err).toMatch(/^why403: .*\b(too long|a line of more than)\b/s)
    expect(err.split('\n').length).toBeLessThan(5)
  })

  test('a folder', async () => {
    const { code, out, err } = await program.run(argv('./folder'), { env })
    expect({ code, out }).toEqual({ code: 3, out: '' })
    expect(err).toMatch(/^why403: (\.\/folder|The file of \S+) is a folder\.\n/)
  })

  test('a pipe: it is said what is awaited, and what comes is read', async () => {
    const pipe = join(program.folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    const child = program.start(argv('./pipe'), { env })
    child.stdin!.end()
    let told = ''
    const ended = new Promise(done => child.on('close', done))
    await new Promise<void>((done, fail) => {
      child.on('close', () => fail(new Error(`it did not wait: ${told}`)))
      child.stderr!.setEncoding('utf8').on('data', text => {
        told += text
        if (told.includes('Waiting for what is written to ')) done()
      })
    })
    await writeFile(pipe, 'x')
    expect(await ended).not.toBeNull()
    expect(told).toContain('\n')
    rmSync(pipe)
  })
})

test('the .env of the working directory, without an end', async () => {
  const env = join(program.folder, '.env')
  writeFileSync(env, '')
  truncateSync(env, 500 * 1024 * 1024)
  const { code, err } = await program.run([])
  rmSync(env)
  expect(code).toBe(2)
  expect(err).toContain('is too long to hold settings')
})
