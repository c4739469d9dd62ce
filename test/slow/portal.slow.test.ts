import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import contoso from '../../fixtures/tenants/contoso.json' with { type: 'json' }
import { explainExchange } from '../../src/commands/explain-exchange.ts'
import type { TenantFile } from '../../src/emulator/emulator.ts'
import { type Stage, stage } from '../emulator/support.ts'
import { type Chromium, type Context, type Page, startChromium, textIn } from '../support/chromium.ts'
import { hostileTexts } from '../support/hostile.ts'
import { testIo } from '../support/io.ts'

// The portal as a browser shows it. PAGES=folder keeps what it looks like.

const kept = process.env.PAGES
const folder = kept ?? mkdtempSync(join(tmpdir(), 'why403-portal-'))
const { io } = testIo()
let browser: Chromium
const stages: Stage[] = []

beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  browser = await startChromium()
})
afterAll(async () => {
  await browser.close()
  for (const one of stages) await one.stop()
  if (kept === undefined) rmSync(folder, { recursive: true, force: true })
})

async function staged(tenant?: TenantFile): Promise<Stage> {
  const made = await stage(tenant, {
    portal: { explain: (exchange, where) => explainExchange(exchange, where, 'posix', io) },
  })
  stages.push(made)
  return made
}

/** Something of everything that the conversation tells. */
async function spoken(emulator: Stage): Promise<void> {
  const token = await emulator.token('lab')
  await emulator.send('GET', '/v1.0/users?$top=10', { token })
  await emulator.send('GET', '/v1.0/users', {})
  await emulator.send('POST', `/${emulator.tenantId}/adminconsent?client_id=${emulator.apps.lab!.clientId}`)
  await emulator.send('GET', '/v1.0/users?$top=10', { token: await emulator.token('lab') })
}

const pathsOf = ({ apps }: Stage): readonly string[] => {
  const app = `/portal/apps/${apps.lab!.clientId}`
  return [
    ...[
      '/',
      app,
      `${app}/secrets`,
      `${app}/permissions`,
      `${app}/permissions/add?find=user`,
      `${app}/enterprise`,
    ],
    ...['/portal/enterprise', '/portal/users', '/portal/sign-ins', '/portal/log', '/portal/settings'],
    ...[
      '/portal/explain/2',
      '/portal/nowhere',
      `/portal/apps/${apps['no-service-principal']!.clientId}/enterprise`,
    ],
  ]
}

async function entered(context: Context, { url }: Stage): Promise<Page> {
  const page = await context.newPage()
  await page.goto(url)
  await page.waitForURL(/entered/)
  return page
}

/** The accessibility rules of axe-core, as a script; its types are a browser's. */
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe-core objects to, a line each: the rule, and where. */
const violations = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => 'axe: ' + id + ': ' + nodes.map(({ target }) => target.join(' ')).slice(0, 3)))`

const looks = [320, 760, 1400].flatMap(width =>
  (['light', 'dark'] as const).map(colorScheme => ({ width, colorScheme })),
)

/** What the pages of a tenant do that they should not, by path. */
async function faultsOf(emulator: Stage, { width, colorScheme }: (typeof looks)[number], name: string) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme })
  const page = await entered(context, emulator)
  let found: string[] = []
  page.on('console', message => found.push(`console: ${message.text()}`))
  page.on('pageerror', error => found.push(`error: ${error.message}`))
  page.on('dialog', dialog => found.push(`dialog: ${dialog.message()}`))
  page.on('request', request => {
    if (!request.url().startsWith(`${emulator.url}/`)) found.push(`request: ${request.url().slice(0, 100)}`)
  })
  const all: Record<string, string[]> = {}
  for (const path of pathsOf(emulator)) {
    found = []
    await page.goto(`${emulator.url}${path}`)
    const sideways = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'))
    if (sideways > 0) found.push(`${sideways} pixels too wide`)
    await page.evaluate(axe)
    found.push(...((await page.evaluate(violations)) as string[]))
    const wanted = found.filter(fault => !(path === '/portal/nowhere' && fault.includes('404')))
    if (wanted.length > 0) all[path] = wanted
    const file = `${name}${path.replace(/[\w-]{36}/, 'app').replace(/\W+/g, '-')}-${width}-${colorScheme}.png`
    if (kept !== undefined) await page.screenshot({ path: join(folder, file), fullPage: true })
  }
  await context.close()
  return all
}

describe.each(looks)('$width pixels, $colorScheme', look => {
  test('every page is whole, and open to everybody', async () => {
    const emulator = await staged()
    await spoken(emulator)
    expect(await faultsOf(emulator, look, 'usual')).toEqual({})
  })
})

test('names that are out to do harm, in every field, do none and are still told apart', async () => {
  const { 'a very long word': word, 'very many words': many, ...short } = hostileTexts
  const markup = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
  for (const text of [
    word!.slice(0, 250),
    many!.slice(0, 250),
    [...Object.values(short), markup].join(' ').slice(-250),
  ]) {
    const emulator = await staged({
      ...contoso,
      displayName: text,
      apps: contoso.apps.map(app => ({
        ...app,
        displayName: text,
        secret: { ...app.secret, displayName: text },
      })),
      users: contoso.users.map(user => ({
        ...user,
        displayName: text,
        department: text,
        userPrincipalName: text,
      })),
      signIns: contoso.signIns.map(one => ({ ...one, user: text, appDisplayName: text, ipAddress: text })),
    } as TenantFile)
    await emulator.send('GET', `/v1.0/${encodeURIComponent(text)}?${encodeURIComponent(text)}`, {
      token: await emulator.token('lab'),
    })
    await spoken(emulator)
    for (const width of [320, 1400])
      expect(await faultsOf(emulator, { width, colorScheme: 'light' }, 'hostile')).toEqual({})
  }
})

test('four hundred events a minute: as many entries and as much memory as before', async () => {
  const emulator = await staged()
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } })
  const page = await entered(context, emulator)
  const token = await emulator.token('lab')
  const minute = async (nth: number): Promise<{ entries: number; bytes: number }> => {
    for (let at = 0; at < 400; at++) await emulator.send('GET', `/v1.0/users/${nth}-${at}`, { token })
    await page.locator(`#log .ev:has-text("/users/${nth}-399")`).first().waitFor()
    const entries = await page.locator('#log .ev').count()
    const bytes = Number(await page.evaluate('document.getElementById("log").innerHTML.length'))
    return { entries, bytes }
  }
  const first = await minute(100)
  const last = [await minute(200), await minute(300), await minute(400)].at(-1)!
  expect(first.entries).toBeLessThanOrEqual(120)
  expect(last.entries).toBe(first.entries)
  expect(Math.abs(last.bytes - first.bytes)).toBeLessThan(first.bytes * 0.02)
  expect(emulator.exchanges()).toHaveLength(500)
  await context.close()
})

test('without a script: forms are posted, and the conversation loads itself anew', async () => {
  const emulator = await staged()
  const context = await browser.newContext({
    viewport: { width: 400, height: 900 },
    javaScriptEnabled: false,
  })
  const page = await entered(context, emulator)
  await page.locator('input[name=displayName]').fill('without a script')
  await page.locator('button:has-text("Register")').click()
  await page.waitForURL(/portal\/apps\//)
  await page.locator('a:has-text("On its own page it reloads")').click()
  await page.waitForURL(/portal\/log/)
  await emulator.send('GET', '/v1.0/users/nobody', { token: await emulator.token('reporting') })
  await page.locator('#log .ev:has-text("/users/nobody")').first().waitFor()
  await context.close()
})

test('by keyboard alone: past the menu, into the form, and back', async () => {
  const emulator = await staged()
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } })
  const page = await entered(context, emulator)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  expect(await page.evaluate('location.hash')).toBe('#main')
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.name')).toBe('displayName')
  for (const key of ['d', 'a', 'e']) await page.keyboard.press(key)
  await page.keyboard.press('Enter')
  await page.waitForURL(/portal\/apps\//)
  expect(await textIn(page, 'h1')).toBe('dae')
  await context.close()
})
