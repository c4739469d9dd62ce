import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What Graph answers to an app without a permission; `explain` reads it from a pipe. */
const refusal = JSON.stringify({
  error: {
    code: 'Authorization_RequestDenied',
    message: 'Insufficient privileges to complete the operation.',
  },
})

/**
 * Runs the program as people do, against its emulator too, and tells which functions were called: V8's own coverage says
 * so (Node.js, NODE_V8_COVERAGE). The settings of whoever builds are kept out.
 *
 * @returns by the name of a file: in how many runs it was loaded, and in how many each function, `start-end`, was called.
 */
export async function rehearse(program) {
  const folder = mkdtempSync(join(tmpdir(), 'why403-build-'))
  const { PATH, SystemRoot } = process.env
  const start = (args, settings) =>
    spawn(process.execPath, [program, ...args], {
      cwd: folder,
      env: { PATH, SystemRoot, HOME: folder, ...settings },
    })
  const run = (args, { stdin = '', ...settings } = {}) =>
    new Promise(done => {
      const child = start(args, { ...settings, NODE_V8_COVERAGE: join(folder, 'coverage') })
      child.on('close', done)
      child.stdout.resume()
      child.stderr.resume()
      child.stdin.end(stdin)
    })
  const emulator = start(['emulator', '--port', '0'])
  try {
    const settings = await settingsOf(emulator)
    await Promise.all([
      run([], settings),
      run(['permissions', 'GET /users']),
      run(['explain', 'AADSTS7000215']),
      run(['explain'], { stdin: refusal }),
      run(['--help']),
    ])
    await consent(settings)
    await Promise.all([run([], settings), run(['inspect', '--offline'], { stdin: await tokenOf(settings) })])
    return callsOf(dirname(program), join(folder, 'coverage'))
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
    const settings = Object.fromEntries(
      [...said.matchAll(/^ {2}(\w+)=(\S+)\n/gm)].map(([, name, value]) => [name, value]),
    )
    if (settings.CLIENT_SECRET !== undefined) return settings
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

function callsOf(chunks, coverage) {
  const files = new Map()
  for (const name of readdirSync(coverage)) {
    const { result } = JSON.parse(readFileSync(join(coverage, name), 'utf8'))
    for (const { url, functions } of result) {
      if (!url.startsWith(`${pathToFileURL(chunks)}/`)) continue
      const name = basename(url)
      const file = files.get(name) ?? { runs: 0, calls: new Map() }
      files.set(name, file)
      file.runs++
      for (const { ranges } of functions) {
        const [{ startOffset, endOffset, count }] = ranges
        const key = `${startOffset}-${endOffset}`
        if (count > 0) file.calls.set(key, (file.calls.get(key) ?? 0) + 1)
      }
    }
  }
  return files
}
