import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'why403-lab-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const bin = join(folder, 'bin')
mkdirSync(bin)
writeFileSync(join(bin, 'why403'), `#!/bin/sh\nexec node '${resolve('dist/cli/why403.cjs')}' "$@"\n`)
chmodSync(join(bin, 'why403'), 0o755)
const env = {
  ...process.env,
  HOME: folder,
  XDG_STATE_HOME: '',
  LANG: 'C.UTF-8',
  PATH: `${bin}:${process.env.PATH}`,
}

/** The lab in a pseudo-terminal, as `script` of util-linux makes one. */
class Terminal {
  #shown = ''
  #from = 0
  readonly #child
  readonly ended: Promise<number | null>

  constructor(command: string) {
    const typed = `stty columns 100; ${command}`
    this.#child = spawn('script', ['--quiet', '--return', '--command', typed, '/dev/null'], {
      cwd: folder,
      env,
    })
    this.#child.stdout.on('data', piece => {
      this.#shown += String(piece).replace(/\r|\u001b\[[\d;]*m/g, '')
    })
    this.ended = new Promise(done => this.#child.once('close', done))
  }

  /** What was shown since the last thing that was typed, once it holds these words. */
  async sees(words: RegExp): Promise<string> {
    for (let look = 0; look < 600; look++) {
      const told = this.#shown.slice(this.#from)
      if (words.test(told)) return told
      await new Promise(done => setTimeout(done, 100))
    }
    throw new Error(`never saw ${words} in: ${this.#shown.slice(this.#from)}`)
  }

  type(line: string): void {
    this.#from = this.#shown.length
    this.#child.stdin.write(`${line}\n`)
  }
}

/** Types the lines of a step into another terminal, in their order; an id that the step cannot know yet is taken from the answers. */
function typeLines(step: string): void {
  let appId = 'APP-ID'
  for (const [, line = ''] of step.matchAll(/^ {8}(\S.*)$/gm)) {
    const clientId = /^Then, in \.env\.emulator: CLIENT_ID=(\S+),/.exec(line)?.[1]
    if (clientId !== undefined) continue
    const { stdout } = spawnSync('sh', ['-c', line.replace('APP-ID', appId)], {
      cwd: folder,
      env,
      encoding: 'utf8',
    })
    appId = /"appId":"([^"]+)"/.exec(stdout)?.[1] ?? appId
    const secret = /"secretText":"([^"]+)"/.exec(stdout)?.[1]
    const own = /CLIENT_ID=([\da-f-]{36})/.exec(step)?.[1]
    if (secret !== undefined && own !== undefined) configure(own, secret)
  }
}

function configure(clientId: string, secret: string): void {
  const file = join(folder, '.env.emulator')
  const text = readFileSync(file, 'utf8')
    .replace(/CLIENT_ID=.*/, `CLIENT_ID=${clientId}`)
    .replace(/CLIENT_SECRET=.*/, `CLIENT_SECRET=${secret}`)
  writeFileSync(file, text)
}

const answers = new Map([
  ['Least privilege', 'a'],
  ['What if this secret leaked?', 'b'],
])

test('the lab is walked in a terminal by the very lines that it prints, left, resumed, and ended', async () => {
  let terminal = new Terminal('why403 lab --port 0')
  for (;;) {
    const step = await terminal.sees(/Step \d+ of \d+[\s\S]*q: leave/)
    const [, at = '', of = ''] = /Step (\d+) of (\d+)/.exec(step) ?? []
    if (at === '6' && /all that you did/.exec(step) === null) {
      terminal.type('h')
      await terminal.sees(/Grant admin consent/)
      terminal.type('q')
      expect(await terminal.ended).toBe(0)
      terminal = new Terminal('why403 lab --port 0')
      continue
    }
    // The administrator's token is of the tenant that was left.
    if (at === '6')
      spawnSync('why403', ['inspect', '--dotenv', '.env.emulator.admin', '--save-token', 'admin.jwt'], {
        cwd: folder,
        env,
      })
    if (at === '7') {
      terminal.type('')
      await terminal.sees(/not yet: GET \/users was refused/)
    }
    if (at === '7') break
    typeLines(step)
    await terminal.sees(/Enter: next/)
    terminal.type('')
    expect(Number(of)).toBeGreaterThan(10)
  }
  terminal.type('q')
  expect(await terminal.ended).toBe(0)

  // An old token of the tenant that was left is none of the new one's: from the start, without a break.
  terminal = new Terminal('why403 lab --port 0 --restart')
  for (;;) {
    const step = await terminal.sees(/(?:Step \d+ of \d+[\s\S]*q: leave|Whose is it\?[\s\S]*own)/)
    if (/Whose is it\?/.test(step)) break
    typeLines(step)
    await terminal.sees(/Enter: next/)
    terminal.type('')
    const title = [...answers.keys()].find(title => step.includes(title))
    if (title === undefined) continue
    await terminal.sees(/\n {2}c {2}/)
    terminal.type(answers.get(title)!)
  }
  for (const letter of ['b', 'b', 'b', 'c', 'c']) {
    terminal.type(letter)
    await terminal.sees(/✔/)
  }
  await terminal.sees(/5 of 5 right/)
  expect(await terminal.ended).toBe(0)
})
