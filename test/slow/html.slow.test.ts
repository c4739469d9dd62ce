import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { render } from '../../src/render/html.ts'
import { report, settings, why403 } from '../cli/support.ts'
import { type Stage, stage } from '../emulator/support.ts'
import { type Chromium, type Page, startChromium } from '../support/chromium.ts'
import { hostileTexts, ownWords, poisoned } from '../support/hostile.ts'
import { plainLook } from '../support/looks.ts'

// The page as a browser shows it. PAGES=folder keeps the pages and what they look like.

const kept = process.env.PAGES
const folder = kept ?? mkdtempSync(join(tmpdir(), 'why403-pages-'))
let emulator: Stage
let browser: Chromium
const pages = new Map<string, string>()

beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  browser = await startChromium()
  emulator = await stage()
  const user = await emulator.signIn({
    user: 'adele.vance@contoso.example',
    app: 'lab',
    scopes: ['User.Read', 'Mail.Read'],
  })
  const files = {
    'admin.jwt': await emulator.token('admin'),
    'reporting.jwt': await emulator.token('reporting'),
    'user.jwt': user,
    'sixty.txt': Array.from({ length: 60 }, (_, at) => `GET ${paths[at % paths.length]}/${at}\n`).join(''),
  }
  const page = async (name: string, argv: readonly string[], app = 'lab', stdin?: string): Promise<void> => {
    const run = { env: settings(emulator, app), files, ...(stdin === undefined ? {} : { stdin }) }
    const { out, err } = await why403([...argv, '--format', 'html'], run)
    expect({ name, err, begins: out.slice(0, 15) }).toEqual({ name, err: '', begins: '<!doctype html>' })
    pages.set(name, out)
  }
  await page('problem', ['--anyway', '--directory-token-file', 'admin.jwt'])
  await page('held back', ['/users', '/me', 'PATCH /users/1', '/nowhere', '/users/1/messages'])
  await page('clear', ['--directory-token-file', 'admin.jwt', '/users', '/auditLogs/signIns'], 'reporting')
  await page('undetermined', ['check', '--token-file', 'reporting.jwt', '/nowhere', '/users/1/messages'])
  await page('delegated', [
    '--expect',
    'app-only',
    '--token-file',
    'user.jwt',
    '/me',
    '/users/1/messages',
    '/auditLogs/signIns',
  ])
  await page('sixty', ['check', '--from', 'sixty.txt'])
  await page('inspect', ['inspect', 'reporting.jwt'])
  await page('compared', ['inspect', 'reporting.jwt', '--against', 'user.jwt'])
  await page('needs', [
    'permissions',
    '/users',
    '/users/1/messages',
    '/me',
    'PATCH /users/1',
    '/auditLogs/signIns',
  ])
  await page('one need', ['permissions', '/sites/1/lists'])
  await page(
    'pasted',
    ['explain'],
    'lab',
    'GET https://graph.microsoft.com/v1.0/users\n403 Authorization_RequestDenied',
  )
  await page('code', ['explain', 'AADSTS7000215'])
  await page('permission', ['permissions', '--of', 'User.Read.All', '--list'])
  await page('finding', ['explain', 'missing-admin-consent'])
  await page('nothing', ['explain'], 'lab', 'hello world')
  const one = await report(['--anyway', '/users', 'DELETE /groups/42', '/me', '/nowhere'], {
    env: settings(emulator),
  })
  const { 'a very long word': word, 'very many words': many, ...short } = hostileTexts
  const markup = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
  for (const [name, text] of Object.entries({ word, many, all: [...Object.values(short), markup].join(' ') }))
    pages.set(`hostile ${name}`, await render(poisoned(one, text!, ownWords), { show: 'road' }, plainLook))
})
afterAll(async () => {
  await browser.close()
  await emulator.stop()
  if (kept === undefined) rmSync(folder, { recursive: true, force: true })
})

/** The accessibility rules of axe-core, as a script; its types are a browser's. */
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const paths = [
  '/users',
  '/groups',
  '/applications',
  '/devices',
  '/teams',
  '/sites',
  '/nowhere',
  '/users/1/messages',
]
const looks = [
  ...[320, 400, 1400].flatMap(width =>
    (['light', 'dark'] as const).map(scheme => ({ width, scheme, media: 'screen' as const })),
  ),
  { width: 700, scheme: 'light' as const, media: 'print' as const },
]

/** What axe-core objects to, a line each: the rule, and where. */
const violations = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => 'axe: ' + id + ': ' + nodes.map(({ target }) => target.join(' ')).slice(0, 3)))`

/** What a page does that it should not. */
async function faults(
  page: Page,
  name: string,
  text: string,
  look: (typeof looks)[number],
): Promise<string[]> {
  const found: string[] = []
  page.on('console', message => found.push(`console: ${message.text()}`))
  page.on('pageerror', error => found.push(`error: ${error.message}`))
  page.on('dialog', dialog => found.push(`dialog: ${dialog.message()}`))
  const file = join(folder, `${name.replace(/\W+/g, '-')}.html`)
  writeFileSync(file, text)
  page.on('request', request => {
    if (request.url() !== `file://${file}`) found.push(`request: ${request.url().slice(0, 100)}`)
  })
  await page.emulateMedia({ media: look.media, colorScheme: look.scheme })
  await page.goto(`file://${file}`)
  const sideways = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'))
  if (sideways > 0) found.push(`${sideways} pixels too wide`)
  const drawn = await page.locator('svg[role=img]:visible').count()
  if (text.includes('role="img"') && drawn !== 1) found.push(`${drawn} drawings are shown`)
  await page.evaluate(axe)
  found.push(...((await page.evaluate(violations)) as string[]))
  if (kept !== undefined && !name.startsWith('hostile'))
    await page.screenshot({
      path: file.replace('.html', `-${look.media}-${look.width}-${look.scheme}.png`),
      fullPage: true,
    })
  return found
}

describe.each(looks)('$width pixels, $scheme, on $media', look => {
  test('every page is whole: nothing is loaded, logged, cut off or out of reach', async () => {
    const context = await browser.newContext({ viewport: { width: look.width, height: 800 } })
    const all: Record<string, string[]> = {}
    for (const [name, text] of pages) {
      const page = await context.newPage()
      const found = await faults(page, name, text, look)
      if (found.length > 0) all[name] = found
      await page.close()
    }
    await context.close()
    expect(all).toEqual({})
  })
})

test('tabs turn without a script, by mouse and by keyboard', async () => {
  const page = await browser.newPage()
  await page.setContent(pages.get('needs')!)
  const shown = (): Promise<string[]> => page.locator('.panel:visible').allInnerTexts()
  const [before] = await shown()
  expect(before).toMatch(/^az /)
  await page.locator('label[for=set-2]').click()
  expect(await shown()).toEqual([expect.stringMatching(/^Connect-MgGraph/)])
  await page.keyboard.press('ArrowRight')
  expect(await shown()).toEqual([expect.stringMatching(/^az rest/)])
  await page.emulateMedia({ media: 'print' })
  expect(await shown()).toHaveLength(4)
  await page.close()
})

test('forced colours keep what is drawn', async () => {
  const page = await browser.newPage()
  await page.emulateMedia({ forcedColors: 'active' })
  await page.setContent(pages.get('problem')!)
  expect(await page.locator('.chain .broken').count()).toBe(2)
  expect(await page.evaluate(`getComputedStyle(document.querySelector('.conv .a')).stroke`)).not.toBe('none')
  await page.close()
})
