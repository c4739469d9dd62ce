import { spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** What Graph answers to an app without a permission. */
const refusal = JSON.stringify({
  error: {
    code: 'Authorization_RequestDenied',
    message: 'Insufficient privileges to complete the operation.',
  },
})

const hook = fileURLToPath(new URL('rehearsal-hook.cjs', import.meta.url))

/**
 * Runs the program as people do, against its emulator too, and tells which functions were called: V8's own coverage says
 * so (Node.js, NODE_V8_COVERAGE). The settings of whoever builds are kept out.
 *
 * @returns `calls`, by the name of a file and the place of a function, `start-end`: the runs that called it, those of a file
 *   as a whole that read it. `reads`: which file was read because another one was being read, `[reading, read]`.
 */
export async function rehearse(program) {
  const folder = mkdtempSync(join(tmpdir(), 'why403-build-'))
  const { PATH, SystemRoot } = process.env
  const start = (words, settings, input = 'pipe') =>
    spawn(process.execPath, words, {
      cwd: folder,
      env: { PATH, SystemRoot, HOME: folder, LANG: 'C.UTF-8', ...settings },
      stdio: [input, 'pipe', 'pipe'],
    })
  const run = (name, args, { settings, input = 'ignore', text = '' } = {}) =>
    new Promise(done => {
      const hooked = { NODE_V8_COVERAGE: join(folder, name), READS_FILE: join(folder, `${name}.json`) }
      const child = start(['--require', hook, program, ...args], { ...settings, ...hooked }, input)
      child.on('close', done)
      child.stdout.resume()
      child.stderr.resume()
      child.stdin?.end(text)
    })
  /** From a pipe, and as a shell's `<` gives it. */
  const reading = async (name, args, text) => {
    const path = join(folder, `${name}.txt`)
    writeFileSync(path, text)
    await run(name, args, { input: 'pipe', text })
    const input = openSync(path, 'r')
    await run(name, args, { input })
    closeSync(input)
  }
  const emulator = start([program, 'emulator', '--port', '0'])
  try {
    const settings = await settingsOf(emulator)
    await Promise.all([
      run('refused', [], { settings }),
      run('permissions', ['permissions', 'GET /users']),
      run('explain', ['explain', 'AADSTS7000215']),
      reading('text', ['explain'], refusal),
      run('help', ['--help']),
      run('version', ['--version']),
    ])
    await consent(settings)
    const token = await tokenOf(settings)
    await Promise.all([
      run('answered', [], { settings }),
      reading('secret', ['inspect', '--offline'], token),
      reading('inspect', ['inspect', '--offline'], byCertificate(token)),
    ])
    return observedIn(folder, dirname(program))
  } finally {
    emulator.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What the emulator prints to be pasted into .env. */
async function settingsOf({ stdout }) {
  let said = ''
  for await (const piece of stdout.setEncoding('utf8')) {
    said += piece
    const settings = [...said.matchAll(/^ {2}(\w+)=(\S+)\n/gm)].map(([, name, value]) => [name, value])
    const last = settings.findIndex(([name]) => name === 'CLIENT_SECRET')
    // Those of a second app follow.
    if (last >= 0) return Object.fromEntries(settings.slice(0, last + 1))
  }
  throw new Error('the emulator did not start')
}

async function consent({ WHY403_EMULATOR, TENANT_ID, CLIENT_ID }) {
  await fetch(`${WHY403_EMULATOR}/${TENANT_ID}/adminconsent?client_id=${CLIENT_ID}`, { method: 'POST' })
}

async function tokenOf({ WHY403_EMULATOR, TENANT_ID, CLIENT_ID, CLIENT_SECRET }) {
  const answer = await fetch(`${WHY403_EMULATOR}/${TENANT_ID}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      scope: 'https://graph.microsoft.com/.default',
    }),
  })
  return (await answer.json()).access_token
}

/** The same of an app that proved itself otherwise than by a secret, of which nothing is to be said; offline nobody verifies it. */
function byCertificate(token) {
  const [header, claims, signature] = token.split('.')
  const altered = { ...JSON.parse(Buffer.from(claims, 'base64url')), appidacr: '2' }
  return [header, Buffer.from(JSON.stringify(altered)).toString('base64url'), signature].join('.')
}

function observedIn(folder, chunks) {
  const root = `${pathToFileURL(chunks)}/`
  const calls = new Map()
  const reads = []
  for (const run of runs) {
    for (const name of readdirSync(join(folder, run))) {
      const { result } = JSON.parse(readFileSync(join(folder, run, name), 'utf8'))
      for (const { url, functions } of result) {
        if (url.startsWith(root)) note(calls, relative(chunks, fileURLToPath(url)), functions, run)
      }
    }
    const read = JSON.parse(readFileSync(join(folder, `${run}.json`), 'utf8'))
    reads.push(...read.map(files => files.map(file => relative(chunks, file))))
  }
  return { calls, reads }
}

/** In one order, however the runs end. */
const runs = [
  ...['version', 'help', 'permissions', 'explain', 'text', 'inspect', 'secret'],
  ...['refused', 'answered'],
]

function note(calls, name, functions, run) {
  const file = calls.get(name) ?? new Map()
  calls.set(name, file)
  const places = functions.map(({ ranges }) => ranges[0])
  const end = Math.max(...places.map(({ endOffset }) => endOffset))
  for (const { startOffset, endOffset, count } of places) {
    if (count === 0) continue
    const key = startOffset === 0 && endOffset === end ? '' : `${startOffset}-${endOffset}`
    file.set(key, (file.get(key) ?? new Set()).add(run))
  }
}
