import { execFile, execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Stage, stage, start } from '../emulator/support.ts'
import { buildProgram, type Ended, type Program } from '../support/program.ts'
import { settings, why403 } from './support.ts'

let program: Program
let emulator: Stage
let at: (name: string) => string

beforeAll(async () => {
  program = await buildProgram()
  at = name => join(program.folder, name)
  emulator = await stage()
  emulator.pass((Date.now() - start) / 1000)
})
afterAll(async () => {
  program.remove()
  await emulator.stop()
})
afterEach(() => {
  for (const name of readdirSync(program.folder)) rmSync(at(name), { recursive: true, force: true })
})

/** An answer without settings or network. */
const list = (...more: string[]) => program.run(['explain', '--list', ...more])
const save = (file: string) =>
  program.run(['--save-token', file, '/users'], { env: settings(emulator, 'reporting') })
const mode = (name: string) => statSync(at(name)).mode & 0o777
const read = (name: string) => readFileSync(at(name), 'utf8')
const told = /token\/expired/

/** Runs a line of a shell, in which $W is the program. */
function shell(line: string, env: Record<string, string> = {}): Promise<Ended> {
  const options = {
    cwd: program.folder,
    env: { PATH: process.env.PATH!, LANG: 'C.UTF-8', W: `${process.execPath} ${program.file}`, ...env },
  }
  return new Promise(done => {
    const child = execFile('bash', ['--norc', '-c', line], options, (_, out, err) =>
      done({ code: child.exitCode, out, err }),
    )
  })
}

describe('what is no regular file is written to, and stays what it is', () => {
  test.each(['/dev/null', '/dev/stdout', '/dev/stderr', '/dev/fd/1', '/proc/self/fd/1'])('%s', async file => {
    const { code, out, err } = await list('--output', file)
    expect(code).toBe(0)
    const wanted = file === '/dev/null' ? '' : 'token/expired'
    expect(file === '/dev/stderr' ? err : out).toContain(wanted)
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true)
    expect(lstatSync('/dev/stdout').isSymbolicLink()).toBe(true)
  })

  test('a named pipe', async () => {
    execFileSync('mkfifo', [at('pipe')])
    const { code, out } = await shell('cat pipe & $W explain --list --output pipe && wait')
    expect({ code, told: told.test(out) }).toEqual({ code: 0, told: true })
    expect(lstatSync(at('pipe')).isFIFO()).toBe(true)
  })

  test('a descriptor of the shell: what stands in its file before stays', async () => {
    const { code } = await shell(
      'exec 3> kept; echo before >&3; $W explain --list --output /dev/fd/3; echo after >&3',
    )
    expect(code).toBe(0)
    expect(read('kept')).toMatch(/^before\n[\s\S]*token\/expired[\s\S]*\nafter\n$/)
  })

  test('a process that takes a token', async () => {
    const line = '$W /users --output answer --save-token >(cat > copy); sleep 0.3'
    const { code, err } = await shell(line, settings(emulator, 'reporting'))
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(read('copy')).toMatch(/^eyJ/)
  })

  test('a reader of a pipe that leaves early is no failure', async () => {
    execFileSync('mkfifo', [at('pipe')])
    const { code, err } = await shell('head -c 10 pipe > /dev/null & $W explain --list --output pipe')
    expect({ code, err }).toEqual({ code: 0, err: '' })
  })

  test.each(['/dev/stdout', '/dev/stderr', '/dev/fd/2', '/dev/stdin'])(
    'but a token is not shown: %s',
    async file => {
      const { code, out, err } = await save(file)
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(err).not.toContain('eyJ')
    },
  )
})

describe('a case', () => {
  const written = (file: string) =>
    program.run(['--case', file, '/users'], { env: settings(emulator, 'reporting') })

  test('is for its owner only, also where a file was that all could read', async () => {
    writeFileSync(at('case.json'), 'old', { mode: 0o644 })
    symlinkSync('case.json', at('link'))
    expect((await written('link')).code).toBe(0)
    expect(readlinkSync(at('link'))).toBe('case.json')
    expect(mode('case.json')).toBe(0o600)
    const { code, out } = await program.run(['open', 'link', '--format', 'json'])
    expect({ code, verdict: JSON.parse(out).verdict }).toEqual({ code: 0, verdict: 'clear' })
  })

  test('goes to a process that takes it, and from one that gives it', async () => {
    const line = '$W /users --output answer --case >(cat > copy); sleep 0.3; $W open <(cat copy)'
    const { code, err, out } = await shell(line, settings(emulator, 'reporting'))
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('A case of ')
  })

  test.each(['/dev/stdout', '/dev/fd/2'])('is not shown: %s', async file => {
    const { code, out, err } = await written(file)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('What only you may read is written to a file of yours')
  })

  test('in a folder that is not there is told by its flag', async () => {
    const { code, err } = await written('nowhere/case.json')
    expect(code).toBe(3)
    expect(err).toContain('The file of --case is in a folder that is not there.')
  })

  test('that is a folder, a device without end or not there is refused', async () => {
    mkdirSync(at('deep'))
    expect(await program.run(['open', 'deep'])).toMatchObject({ code: 3, out: '' })
    expect(await program.run(['open', 'nowhere'])).toMatchObject({ code: 3, out: '' })
    expect(await program.run(['open', '/dev/zero'])).toMatchObject({ code: 2, out: '' })
  })
})

describe('files that Windows PowerShell wrote', () => {
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')

  test('a .env, a token and a list are read', async () => {
    const env = Object.entries(settings(emulator, 'reporting')).map(([name, value]) => `${name}=${value}`)
    writeFileSync(at('.env'), utf16(env.join('\r\n')))
    writeFileSync(at('token.txt'), utf16(await emulator.token('reporting')))
    writeFileSync(at('list.txt'), utf16('GET /users\r\nGET /groups\r\n'))
    const { out } = await program.run(['check', '--from', 'list.txt', '--token-file', 'token.txt'])
    expect(out).toContain('GET /groups')
    expect((await program.run(['inspect', '--brief'])).out).toMatch(/^ok /)
    const rows = await program.run(['permissions', '--from', 'list.txt', '--format', 'jsonl'])
    expect(rows.out.trim().split('\n')).toHaveLength(2)
  })
})

describe('symbolic links stay', () => {
  test('and what they lead to is replaced, by its own mode', async () => {
    mkdirSync(at('deep'))
    writeFileSync(at('deep/real'), 'old', { mode: 0o640 })
    chmodSync(at('deep/real'), 0o640)
    symlinkSync('deep/real', at('first'))
    symlinkSync('first', at('second'))
    expect((await list('--output', 'second')).code).toBe(0)
    expect(readlinkSync(at('second'))).toBe('first')
    expect(readlinkSync(at('first'))).toBe('deep/real')
    expect(read('deep/real')).toMatch(told)
    expect(mode('deep/real')).toBe(0o640)
  })

  test('one that dangles gets its file', async () => {
    mkdirSync(at('deep'))
    symlinkSync('deep/new', at('link'))
    expect((await list('--output', 'link')).code).toBe(0)
    expect(readlinkSync(at('link'))).toBe('deep/new')
    expect(read('deep/new')).toMatch(told)
  })

  test('one to a device is a device', async () => {
    symlinkSync('/dev/null', at('link'))
    expect((await list('--output', 'link')).code).toBe(0)
    expect(readlinkSync(at('link'))).toBe('/dev/null')
  })

  test('one to itself is refused', async () => {
    symlinkSync('loop', at('loop'))
    const { code, err } = await list('--output', 'loop')
    expect({ code, err }).toMatchObject({
      code: 3,
      err: expect.stringMatching(/^why403: The file of --output /),
    })
  })
})

describe('the mode of a file', () => {
  test('that holds a token is its owner’s, whatever it was', async () => {
    writeFileSync(at('token'), 'old', { mode: 0o644 })
    expect((await save('token')).code).toBe(0)
    expect(mode('token')).toBe(0o600)
    expect(read('token')).toMatch(/^eyJ/)
  })

  test('that was there stays, and no other name of it changes', async () => {
    writeFileSync(at('answer'), 'old')
    chmodSync(at('answer'), 0o600)
    linkSync(at('answer'), at('other'))
    await list('--output', 'answer')
    expect(mode('answer')).toBe(0o600)
    expect(read('other')).toBe('old')
  })
})

test.each([
  ['a folder', 'folder', 'is a folder'],
  ['in a file', 'file/answer', 'is in what is not a folder'],
  ['in no folder', 'none/answer', 'is in a folder that is not there'],
  ['with a name that is too long', 'x'.repeat(256), 'has a name that is too long'],
])('a file %s is refused in one sentence that names the flag', async (_, name, why) => {
  mkdirSync(at('folder'))
  writeFileSync(at('file'), 'old')
  const { code, out, err } = await list('--output', name)
  expect({ code, out }).toEqual({ code: 3, out: '' })
  expect(err.split('\n')).toHaveLength(3)
  expect(err).toContain(`why403: The file of --output ${why}.\n`)
  expect(readdirSync(program.folder).sort()).toEqual(['file', 'folder'])
})

test('a name that is as long as the system allows is written', async () => {
  const name = 'x'.repeat(255)
  expect((await list('--output', name)).code).toBe(0)
  expect(read(name)).toMatch(told)
})

describe.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s in the middle', signal => {
  test('leaves no file beside, and the old one whole', async () => {
    writeFileSync(at('answer'), 'old')
    const argv = ['permissions', '--from', '-', '--format', 'jsonl', '--output', 'answer']
    const child = program.start(argv)
    const line = 'GET /users\n'.repeat(1000)
    child.stdin!.on('error', () => {}).write(line)
    for (;;) {
      if (readdirSync(program.folder).some(name => name.endsWith('.tmp'))) break
      await new Promise(done => setImmediate(done))
    }
    const ended = new Promise(done => child.on('close', (_, by) => done(by)))
    child.kill(signal)
    expect(await ended).toBe(signal)
    expect(readdirSync(program.folder)).toEqual(['answer'])
    expect(read('answer')).toBe('old')
  })
})

describe('the same file twice', () => {
  const files = { t: 'x', 'list.txt': 'GET /users\n', '.env': 'TENANT_ID=x\n' }

  test.each([
    ['an answer and a token', ['--output', 'x', '--save-token', './x'], '--output and --save-token'],
    [
      'an answer and a list',
      ['permissions', '--from', 'list.txt', '--output', '/list.txt'],
      '--from and --output',
    ],
    ['a token that is read', ['inspect', '--token-file', 't', '--output', 't'], '--token-file and --output'],
    ['a token that is read as a word', ['inspect', 't', '--output', 't'], 'the file to inspect and --output'],
    ['a case and an answer', ['open', 't', '--output', './t'], 'the case and --output'],
    ['two that are written', ['check', '--case', 'x', '--output', 'x'], '--case and --output'],
    ['the settings', ['check', '--output', '.env'], '.env and --output'],
    ['named settings', ['--dotenv', 'lab.env', '--save-token', 'lab.env'], '--dotenv and --save-token'],
  ])('is refused: %s', async (_, argv, which) => {
    const { code, out, err, files: left } = await why403(argv, { files })
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(new RegExp(`^why403: ${which.replaceAll('.', '\\.')} are the same file\\.\n`))
    expect(left).toEqual(files)
  })

  test('also by a link, and by another way', async () => {
    mkdirSync(at('deep'))
    symlinkSync('answer', at('link'))
    symlinkSync('.', at('here'))
    for (const other of ['link', 'here/answer', 'deep/../answer']) {
      const { code, err } = await program.run(['--output', 'answer', '--save-token', other, '/users'])
      expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('are the same file') })
    }
  })

  test('a device is no such file', async () => {
    writeFileSync(at('list'), 'GET /users\n')
    const argv = ['permissions', '--from', 'list', '--output', '/dev/null']
    expect((await program.run(argv)).code).toBe(0)
    expect(existsSync(at('list'))).toBe(true)
  })
})

describe('an output that cannot be written', () => {
  test.each([
    'explain --list',
    '--version',
    '--help',
    'permissions /users --format jsonl',
    'permissions --from list --format jsonl',
  ])('a full disk: %s', async argv => {
    writeFileSync(at('list'), 'GET /users\n'.repeat(20_000))
    const { code, err } = await shell(`$W ${argv} > /dev/full`)
    expect({ code, lines: err.split('\n').length }).toEqual({ code: 3, lines: 3 })
    expect(err).toMatch(/^why403: Standard output cannot be written \(ENOSPC\)\.\n {2}\S/)
  })

  test('a full disk behind --output', async () => {
    const { code, err } = await list('--output', '/dev/full')
    expect({ code, err }).toMatchObject({ code: 3, err: expect.stringContaining('the disk is full') })
  })

  test('a full disk for complaints as well leaves the exit code', async () => {
    expect((await shell('$W --nonsense 2> /dev/full')).code).toBe(2)
  })

  test.each(['explain --list', 'permissions --from list --format jsonl'])(
    'a reader that leaves: %s',
    async argv => {
      writeFileSync(at('list'), 'GET /users\n'.repeat(100_000))
      const { code, out, err } = await shell(`set -o pipefail; $W ${argv} | head -n 1`)
      expect({ code, lines: out.split('\n').length, err }).toEqual({ code: 0, lines: 2, err: '' })
    },
  )
})
