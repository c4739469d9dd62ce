import type { ChildProcess } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Chromium, type Page, startChromium, textIn } from '../support/chromium.ts'
import { buildProgram, type Program } from '../support/program.ts'

// A learner's whole path: clicks in a real browser, and the real program as the daemon, on the real emulator.

let program: Program
let browser: Chromium
let server: ChildProcess
let url: string
let page: Page

beforeAll(async () => {
  ;[program, browser] = await Promise.all([buildProgram(), startChromium()])
  server = program.start(['emulator'])
  url = await new Promise((found, reject) => {
    let told = ''
    server.stdout!.setEncoding('utf8').on('data', piece => {
      told += piece
      const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(told) ?? []
      if (address !== undefined) found(address)
    })
    server.on('exit', () => reject(new Error(told)))
  })
  page = await browser.newPage()
  await page.goto(url)
  await page.waitForURL(/entered/)
})
afterAll(async () => {
  await browser.close()
  server.kill('SIGINT')
  program.remove()
})

/** The settings that the page shows, as they are pasted. */
async function settings(): Promise<Record<string, string>> {
  const text = await textIn(page, '#settings-dotenv')
  const lines = text.trim().split('\n')
  return Object.fromEntries(lines.map(line => [line.split('=')[0]!, line.slice(line.indexOf('=') + 1)]))
}

let env: Record<string, string> = {}

/** The daemon, as its owner runs it. */
async function daemon(argv: readonly string[] = [], other: Record<string, string> = {}) {
  const { code, out } = await program.run(['--format', 'json', ...argv, '/users'], {
    env: { ...env, ...other },
  })
  return {
    code,
    report: JSON.parse(out),
    findings: JSON.parse(out).findings.map(({ id }: { id: string }) => id),
  }
}

/** The newest entries of the conversation, once one of them holds these words: the page tells of them by itself. */
async function told(words: string): Promise<void> {
  await page.locator(`#log .ev:has-text("${words}")`).first().waitFor()
}

const press = (name: string): Promise<void> => page.locator(`main button:has-text("${name}")`).first().click()
const open = (tab: string): Promise<void> => page.locator(`.tabbar a:has-text("${tab}")`).click()

/** What why403 says of the newest refusal, one click away. */
async function explained(): Promise<string> {
  const before = page.url()
  await page.locator('#log .ex a').first().click()
  await page.waitForURL(/explain/)
  const text = await textIn(page, 'main')
  await page.goto(before)
  return text
}

async function declare(type: 'Role' | 'Scope', name: string): Promise<void> {
  await open('API permissions')
  await page.locator('a:has-text("Add a permission")').click()
  await page.locator('input[name=find]').fill(name)
  await page.locator('select[name=type]').selectOption(type)
  await page.locator('button:has-text("Search")').click()
  await page.locator(`tr:has(code:text-is("${name}")) input`).check()
  await press('Add permissions')
  await page.waitForURL(/permissions$/)
}

test('from the registration to a daemon that works, with what goes wrong on the way', async () => {
  await page.locator('input[name=displayName]').fill('iam-lab-daemon')
  await press('Register')
  await page.waitForURL(/portal\/apps\/[\w-]{36}$/)

  // A secret, and its ID pasted in its place.
  await open('Certificates & secrets')
  await press('New client secret')
  await page.locator('#secret').waitFor()
  env = await settings()
  expect(Object.keys(env)).toEqual(['WHY403_EMULATOR', 'TENANT_ID', 'CLIENT_ID', 'CLIENT_SECRET'])
  const secretId = (await page.locator('tbody td.m').allInnerTexts()).find(text => /^[\w-]{36}$/.test(text))!
  const wrong = await daemon(['--anyway'], { CLIENT_SECRET: secretId })
  expect(wrong.findings).toContain('acquire/secret-id-instead-of-value')
  await told('AADSTS7000215')
  expect(await explained()).toContain('AADSTS7000215')

  // Declared as delegated, by mistake.
  await declare('Scope', 'User.Read.All')
  expect(await textIn(page, 'main')).toMatch(/never\s+User\.Read\.All: delegated/)
  const delegated = await daemon(['--anyway'])
  expect([delegated.code, delegated.report.calls[0].status]).toEqual([1, 403])
  await told('403')
  expect(await explained()).toMatch(/delegated/i)

  // Declared as it should be, and not consented to: a developer may not.
  await declare('Role', 'User.Read.All')
  await page.locator('button:has-text("Developer")').click()
  expect(await page.locator('button:has-text("Grant admin consent")').isDisabled()).toBe(true)
  await page.locator('button:has-text("Administrator")').click()
  const unconsented = await daemon(['--anyway', '--save-token', 'old.jwt'])
  expect(unconsented.findings).toContain('consent/missing-admin-consent')
  expect(await textIn(page, 'main')).toContain('declared and not granted')

  // Granted, and the old token is refused as before.
  await press('Grant admin consent for Contoso')
  await page.locator('main .good:has-text("Granted for Contoso")').waitFor()
  expect(await textIn(page, '.looked')).toMatch(/roles\s+User\.Read\.All/)
  await told('Granted User.Read.All')
  const stale = await daemon(['--anyway', '--token-file', 'old.jwt'])
  expect(stale.report.calls[0].status).toBe(403)
  await told('the token holds no roles')
  expect(await explained()).toContain('consent/stale-token')

  // A new token works.
  const works = await daemon()
  expect([works.code, works.report.calls[0].status]).toEqual([0, 200])
  await told('A token, with 1 role in it')

  // Revoked, and disabled.
  await press('Revoke')
  await page.locator('main .bad:has-text("Not granted")').waitFor()
  expect((await daemon(['--anyway'])).report.calls[0].status).toBe(403)
  await press('Grant admin consent for Contoso')
  await page.locator('main .good:has-text("Granted for Contoso")').waitFor()
  await open('Enterprise app')
  await press('Disable sign-in')
  await page.locator('h2:has-text("Disabled")').waitFor()
  expect(JSON.stringify((await daemon(['--anyway'])).report)).toContain('AADSTS7000112')
  await told('AADSTS7000112')
  expect(await explained()).toMatch(/disabled/i)
  await press('Enable sign-in')
  await page.locator('h2:has-text("Enabled")').waitFor()
  expect((await daemon()).code).toBe(0)

  // The secret is removed, and opens nothing any more.
  await open('Certificates & secrets')
  await press('Delete')
  await page.locator('h2:has-text("Client secrets (0)")').waitFor()
  expect((await daemon(['--anyway'])).code).toBe(1)
})

test('what others change while a page is open is said on it', async () => {
  await page.goto(`${url}/portal/users`)
  const lab = '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11'
  const consent = await fetch(`${url}/contoso.example/adminconsent?client_id=${lab}`, { method: 'POST' })
  expect(consent.status).toBe(200)
  await page.locator('#state:has-text("The tenant was changed")').waitFor()
})
