import { execFile, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'

// Takes the pictures in README.md of the running thing: the built program asks the built-in tenant, and a headless
// Chromium (CHROMIUM_PATH, or Debian's) shows its page. Run it when the page has changed: npm run pictures

const here = path => fileURLToPath(new URL(path, import.meta.url))
const program = here('../dist/cli/why403.cjs')
const pictures = here('../docs/pictures/')
const folder = mkdtempSync(join(tmpdir(), 'why403-pictures-'))
/** Nothing of this machine's own settings and caches. */
const env = { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8' }

/** The first screen, the conversation and the chain. */
const size = { width: 1100, height: 1690 }

const emulator = spawn(process.execPath, [program, 'emulator'], { env, cwd: folder })
try {
  const told = await printed(emulator, /administrator's own client[\s\S]*CLIENT_SECRET=\S+\n/)
  const settings = [...told.matchAll(/^ +([A-Z][A-Z0-9_]+=\S+)$/gm)].map(([, line]) => line)
  const [app, admin] = [settings.slice(0, 4), [...settings.slice(0, 2), ...settings.slice(-2)]]
  writeFileSync(join(folder, '.env'), app.join('\n'), { mode: 0o600 })
  writeFileSync(join(folder, 'admin.env'), admin.join('\n'), { mode: 0o600 })
  await why403('inspect', '--dotenv', 'admin.env', '--save-token', 'admin.jwt')
  await why403(
    '--anyway',
    '--directory-token-file',
    'admin.jwt',
    '--format',
    'html',
    '--output',
    'report.html',
  )
  mkdirSync(pictures, { recursive: true })
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ viewport: size, colorScheme })
    const page = await context.newPage()
    await page.goto(`file://${join(folder, 'report.html')}`)
    // WebP, which playwright's own screenshots are not.
    const devtools = await context.newCDPSession(page)
    const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: 35 })
    writeFileSync(join(pictures, `report-${colorScheme}.webp`), Buffer.from(data, 'base64'))
    await context.close()
  }
  await browser.close()
} finally {
  emulator.kill()
  rmSync(folder, { recursive: true, force: true })
}

/** Runs the program; that it finds a problem is no failure. */
async function why403(...argv) {
  try {
    const running = promisify(execFile)(process.execPath, [program, ...argv], { env, cwd: folder })
    // A token would be read from there.
    running.child.stdin.end()
    await running
  } catch (error) {
    if (error.code !== 1) throw error
  }
}

/** What a process prints, up to where it says what is waited for. */
function printed(process, until) {
  return new Promise((resolve, reject) => {
    let text = ''
    process.stdout.setEncoding('utf8').on('data', piece => {
      text += piece
      if (until.test(text)) resolve(text)
    })
    process.on('exit', code => reject(new Error(`the emulator ended (${code})`)))
  })
}
