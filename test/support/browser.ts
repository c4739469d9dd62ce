import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const usualPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The browser of this machine: CHROMIUM_PATH, or where Debian and others put it. */
export function browserPath(): string {
  const named = process.env.CHROMIUM_PATH
  const found = (named === undefined ? usualPaths : [named]).find(path => existsSync(path))
  if (found === undefined)
    throw new Error(
      `There is no browser at ${named ?? usualPaths.join(' or ')}. Install Chromium, or name it in CHROMIUM_PATH.`,
    )
  return found
}

/**
 * Opens a page in a headless Chromium: these files, by path, from a server on loopback. Answers what the page posts
 * to /result.
 */
export async function resultOfPage(files: Readonly<Record<string, string>>): Promise<unknown> {
  const browser = browserPath()
  const folder = mkdtempSync(join(tmpdir(), 'why403-browser-'))
  let child: ChildProcess | undefined
  let told = ''
  const { promise, resolve, reject } = deferred<string>()
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '')
    if (path === '/result') {
      let body = ''
      request.setEncoding('utf8').on('data', text => {
        body += text
      })
      request.on('end', () => {
        response.end()
        resolve(body)
      })
      return
    }
    const text = Object.hasOwn(files, path) ? files[path] : undefined
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': typeOf(path) })
    response.end(text)
  })
  try {
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    const { port } = server.address() as AddressInfo
    child = spawn(browser, [...quiet, `--user-data-dir=${folder}`, `http://127.0.0.1:${port}/`], {
      // A group of its own: what it starts ends with it.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    child.stderr!.setEncoding('utf8').on('data', text => {
      told += text
    })
    child.on('error', reject)
    child.on('exit', code => reject(new Error(`${browser} ended (${code}) without a result:\n${told}`)))
    setTimeout(() => reject(new Error(`the page posted nothing in a minute:\n${told}`)), 60_000).unref()
    return JSON.parse(await promise)
  } finally {
    child?.removeAllListeners('exit')
    await end(child)
    server.closeAllConnections()
    server.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** With all the processes that it started. */
async function end(child: ChildProcess | undefined): Promise<void> {
  if (child?.pid === undefined || child.exitCode !== null) return
  const ended = new Promise(done => child.on('exit', done))
  process.kill(-child.pid, 'SIGKILL')
  await ended
}

/** No sandbox: as root, in a container, there is none to be had. And nothing that asks other hosts. */
const quiet = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

function typeOf(path: string): string {
  if (path.endsWith('.js')) return 'text/javascript'
  return path.endsWith('.html') ? 'text/html' : 'text/plain'
}

function deferred<Value>() {
  let resolve!: (value: Value) => void
  let reject!: (error: Error) => void
  const promise = new Promise<Value>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}
