import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allStyles } from '../../src/render/html/styles.ts'
import { renderContent } from '../../src/render/html.ts'
import { report, why403 } from '../cli/support.ts'
import { start } from '../emulator/support.ts'
import { pastes, reportedCases, tokenOf } from '../page/support.ts'
import { type Chromium, type Page, startChromium } from '../support/chromium.ts'
import { hostileTexts } from '../support/hostile.ts'

// The page that `why403 page` writes, opened from the disk by a browser without a network. PAGES=folder keeps what it looks like.

const kept = process.env.PAGES
const folder = kept ?? mkdtempSync(join(tmpdir(), 'why403-page-'))
const file = join(folder, 'why403.html')
const address = `file://${file}`
let browser: Chromium

beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  const { files } = await why403(['page'])
  writeFileSync(file, files['why403.html']!)
  browser = await startChromium()
})
afterAll(async () => {
  await browser.close()
  if (kept === undefined) rmSync(folder, { recursive: true, force: true })
})

interface Opened {
  readonly page: Page
  /** What it should not have done so far. */
  readonly faults: string[]
  close(): Promise<void>
}

/** A fresh window, without a network, at the time of the tests unless the clock is to run. */
async function open(
  hash = '',
  { width = 1400, scheme = 'light' as 'light' | 'dark', runs = false } = {},
): Promise<Opened> {
  const context = await browser.newContext({
    ...{ viewport: { width, height: 900 }, colorScheme: scheme, offline: true },
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('console', message => faults.push(`console: ${message.text()}`))
  page.on('pageerror', error => faults.push(`error: ${error.message}`))
  page.on('dialog', dialog => faults.push(`dialog: ${dialog.message()}`))
  page.on('request', request => {
    if (request.url().split('#')[0] !== address) faults.push(`request: ${request.url().slice(0, 100)}`)
  })
  if (runs) await page.clock.install({ time: start })
  else await page.clock.setFixedTime(start)
  await page.goto(address + hash)
  await until(page, `document.documentElement.dataset.ready === 'yes'`)
  return { page, faults, close: () => context.close() }
}

/** When the page has come so far, by a question in its own words: its policy lets no debugger turn text into code. */
async function until(page: Page, condition: string): Promise<void> {
  await page.evaluate(`new Promise((done, fail) => {
    let looks = 0
    const look = () => {
      if (${condition}) done()
      else if (++looks > 3000) fail(new Error('it never came so far'))
      else requestAnimationFrame(look)
    }
    look() })`)
}

const shown = `document.querySelector('#answer .follow-up, #answer .said') !== null`

async function explain(page: Page, text: string): Promise<void> {
  await page.locator('#clear').click()
  await page.locator('#box').fill(text)
  await page.keyboard.press('Control+Enter')
  await until(page, shown)
}

/** What its button puts on the clipboard. */
async function copied(page: Page, place: string): Promise<unknown> {
  const button = page.locator(`${place} .follow-up button:has-text("JSON")`)
  await button.click()
  await until(page, `document.querySelector('${place} .follow-up')?.textContent.includes('Copied')`)
  return JSON.parse(String(await page.evaluate('navigator.clipboard.readText()')))
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const violations = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => 'axe: ' + id + ': ' + nodes.map(({ target }) => target.join(' ')).slice(0, 3)))`

const states: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  empty: async () => {},
  recognised: page => explain(page, pastes.get('curl-verbose.txt')!),
  token: page => explain(page, tokenOf({ roles: ['User.Read.All', 'Mail.Send'], app_displayname: 'daemon' })),
  nothing: page => explain(page, 'The daemon says Forbidden again.'),
  list: page => explain(page, 'GET /users\nGET /auditLogs/signIns\nGET /me\n'),
}

const addresses: Readonly<Record<string, string>> = {
  code: '#explain=AADSTS7000215',
  finding: '#explain=missing-admin-consent',
  needs: '#needs',
  call: '#op=GET%20/users/%7Bid%7D/messages',
  calls: '#op=GET%20/users&op=GET%20/auditLogs/signIns&op=GET%20/me',
  permission: '#permission=User.Read.All',
  learn: '#learn',
}

describe.each([
  { width: 400, scheme: 'light' },
  { width: 400, scheme: 'dark' },
  { width: 1400, scheme: 'light' },
  { width: 1400, scheme: 'dark' },
] as const)('$width pixels, $scheme', look => {
  const faultsOf = async ({ page, faults }: Opened, name: string): Promise<string[]> => {
    const sideways = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'))
    if (sideways > 0) faults.push(`${sideways} pixels too wide`)
    await page.evaluate(axe)
    faults.push(...((await page.evaluate(violations)) as string[]))
    if (kept !== undefined)
      await page.screenshot({
        path: join(folder, `${name}-${look.width}-${look.scheme}.png`),
        fullPage: true,
      })
    return faults
  }

  test('each state is whole: nothing is asked for, logged, cut off or out of reach', async () => {
    const all: Record<string, string[]> = {}
    for (const [name, reach] of Object.entries(states)) {
      const opened = await open('', look)
      await reach(opened.page)
      all[name] = await faultsOf(opened, name)
      await opened.close()
    }
    for (const [name, hash] of Object.entries(addresses)) {
      const opened = await open(hash, look)
      all[name] = await faultsOf(opened, name)
      await opened.close()
    }
    const names = [...Object.keys(states), ...Object.keys(addresses)]
    expect(all).toEqual(Object.fromEntries(names.map(name => [name, []])))
  })
})

describe('what is pasted', () => {
  const token = tokenOf({ roles: ['User.Read.All'] })
  const [, payload] = token.split('.')

  /** Everywhere that a browser keeps what belongs to a page. */
  const places = `JSON.stringify([location.href, document.title, history.state, history.length,
    [...Object.keys(localStorage)], [...Object.keys(sessionStorage)], document.cookie, name])`

  test('is in no address, title, history or storage', async () => {
    const { page, faults, close } = await open()
    const before = await page.evaluate(places)
    await explain(page, `curl https://graph.microsoft.com/v1.0/users -H 'Authorization: Bearer ${token}'`)
    expect(await page.evaluate(places)).toBe(before)
    expect(await page.evaluate('indexedDB.databases().then(all => all.length)')).toBe(0)
    expect(faults).toEqual([])
    await close()
  })

  test('is nowhere in an answer either, of its signature or its payload', async () => {
    const { page, close } = await open()
    await explain(page, token)
    expect(await page.locator('#answer').textContent()).toMatch(/User\.Read\.All/)
    expect(await page.evaluate(`document.getElementById('answer').outerHTML`)).not.toContain(
      payload!.slice(0, 20),
    )
    await close()
  })

  test.each([
    ['by its button', (page: Page): Promise<void> => page.locator('#clear').click()],
    ['by Esc', (page: Page): Promise<void> => page.keyboard.press('Escape')],
    ['after ten minutes without anybody', (page: Page): Promise<void> => page.clock.fastForward(600_000)],
    [
      'when the page is left',
      (page: Page): Promise<unknown> => page.evaluate(`dispatchEvent(new Event('pagehide'))`),
    ],
  ] as const)('goes %s, and undoing does not bring it back', async (_, clear) => {
    const { page, close } = await open('', { runs: true })
    await explain(page, token)
    await clear(page)
    await page.locator('#box').click()
    await page.keyboard.press('Control+z')
    expect(await page.evaluate(`document.getElementById('box').value`)).toBe('')
    expect(await page.content()).not.toContain(payload!.slice(0, 20))
    expect(await page.locator('#answer').textContent()).toBe('')
    expect(await page.locator('#got').textContent()).toBe('')
    await close()
  })

  test('stays while somebody is there', async () => {
    const { page, close } = await open('', { runs: true })
    await explain(page, token)
    await page.clock.fastForward(599_000)
    await page.keyboard.press('Shift')
    await page.clock.fastForward(599_000)
    expect(await page.evaluate(`document.getElementById('box').value`)).toBe(token)
    await close()
  })
})

describe('the answers are those of the command line, member by member', () => {
  test('of pastes of all kinds, and of what people reported', async () => {
    const { page, faults, close } = await open()
    const reported = reportedCases().flatMap(({ id, given }) =>
      given.paste === undefined ? [] : [[id, given.paste] as const],
    )
    for (const [name, text] of [...pastes, ...reported]) {
      await explain(page, text)
      if ((await page.locator('#answer .looked').count()) > 0) continue
      const found = await copied(page, '#answer')
      expect({ name, found }).toEqual({ name, found: await report(['explain'], { stdin: text }) })
    }
    expect(faults).toEqual([])
    await close()
  })

  test('of names, operations and permissions, by their addresses', async () => {
    const { page, faults, close } = await open()
    const go = async (hash: string, place: string): Promise<unknown> => {
      await page.evaluate(`location.hash = ${JSON.stringify(hash)}`)
      await until(
        page,
        `decodeURIComponent(document.querySelector('${place} .follow-up a')?.hash ?? '') === ${JSON.stringify(`#${decodeURIComponent(hash)}`)}`,
      )
      return copied(page, place)
    }
    for (const name of ['AADSTS7000215', 'consent/stale-token', 'roles', '403'])
      expect(await go(`explain=${encodeURIComponent(name)}`, '#answer')).toEqual(
        await report(['explain', name]),
      )
    const calls = ['GET /users', 'GET /auditLogs/signIns', 'GET /users/{id}/messages']
    const hash = calls.map(call => `op=${encodeURIComponent(call)}`).join('&')
    expect(await go(hash, '#needed')).toMatchObject({
      minimal: (await report(['permissions', ...calls])).minimal,
      operations: calls.map(call => ({ url: call.split(' ')[1] })),
    })
    expect(await go('permission=User.Read.All', '#needed')).toEqual(
      await report(['permissions', '--of', 'User.Read.All', '--list']),
    )
    expect(faults).toEqual([])
    await close()
  })

  test('and it is drawn as a report is, element by element', async () => {
    const { page, close } = await open()
    const plain = await browser.newPage()
    for (const text of [
      pastes.get('curl-verbose.txt')!,
      tokenOf({ scp: 'User.Read', idtyp: 'user' }),
      'GET /me',
    ]) {
      await explain(page, text)
      const drawn = await page.evaluate(`(() => {
        const all = document.getElementById('answer').cloneNode(true)
        for (const own of all.querySelectorAll('.copy, .follow-up')) own.remove()
        return all.innerHTML })()`)
      const told = (await copied(page, '#answer')) as Parameters<typeof renderContent>[0]
      const { refusals = [], operations, token } = told
      const view =
        refusals.length > 0
          ? ({ show: 'reference' } as const)
          : token === undefined
            ? ({ show: 'needs', scheme: 'application' } as const)
            : operations.length > 0
              ? ({ show: 'road' } as const)
              : ({ show: 'token', whole: false, reach: false, rest: '' } as const)
      await plain.setContent(`<main>${renderContent(told, view, { personal: false })}</main>`)
      const expected = await plain.evaluate(`document.querySelector('main').innerHTML`)
      const unlinked = String(drawn).replace(/<a href="#explain=[^"]*">(<code>[^<]*<\/code>)<\/a>/g, '$1')
      expect(unlinked).toBe(expected)
    }
    await plain.close()
    await close()
  })
})

test('hostile text stays text, wherever it is put', async () => {
  const { page, faults, close } = await open()
  const markup = '"><img src=x onerror=alert(1)><script>alert(1)</script><svg onload=alert(1)>'
  const elements = `[...new Set([...document.querySelectorAll('#answer *, #got *')].map(({ localName }) => localName))].join()`
  for (const text of [...Object.values(hostileTexts).filter(text => text.trim() !== ''), markup]) {
    const inside = tokenOf({ app_displayname: `${text}${markup}`, roles: [text] })
    const body = JSON.stringify({ error: { code: text, message: `${text}${markup}` } })
    for (const paste of [
      text,
      inside,
      `GET https://graph.microsoft.com/v1.0/users?x=${text}\n403\n${body}`,
    ]) {
      await explain(page, paste)
      expect(await page.evaluate(elements)).not.toMatch(/\b(?:img|script|iframe|object|style)\b/)
    }
  }
  await page.evaluate(`location.hash = 'explain=' + encodeURIComponent(${JSON.stringify(markup)})`)
  await until(page, shown)
  expect(faults).toEqual([])
  await close()
})

describe('the browser refuses', () => {
  test.each([
    [
      'a script',
      `document.body.append(Object.assign(document.createElement('script'), { text: 'window.ran = 1' }))`,
    ],
    ['markup', `document.body.innerHTML = '<b>x</b>'`],
    ['a policy of that name again', `trustedTypes.createPolicy('why403', { createScript: text => text })`],
    ['another policy', `trustedTypes.createPolicy('default', { createHTML: text => text })`],
    ['code from text', `new Function('return 1')()`],
  ])('%s', async (_, script) => {
    const { page, close } = await open()
    // From a page's own turn: what a debugger evaluates may do more.
    const told = await page.evaluate(`new Promise(done => setTimeout(() => {
      try { ${script}; done('done') } catch (error) { done(error.name) } }))`)
    expect(told).toMatch(/^(?:TypeError|EvalError)$/)
    expect(await page.evaluate('window.ran')).toBeUndefined()
    await close()
  })

  test('a request, of any kind', async () => {
    const { page, close } = await open()
    expect(
      await page.evaluate(`fetch('https://graph.microsoft.com/').then(() => 'sent', error => error.name)`),
    ).toBe('TypeError')
    const refused = await page.evaluate(`new Promise(done => {
      addEventListener('securitypolicyviolation', ({ effectiveDirective }) => done(effectiveDirective))
      new Image().src = 'https://graph.microsoft.com/x.png' })`)
    expect(refused).toBe('img-src')
    await close()
  })
})

describe('by hand', () => {
  test('a part is taken away, and the rest is judged anew', async () => {
    const { page, close } = await open()
    await explain(page, `${tokenOf({})}\n${pastes.get('graph-body.txt')}`)
    const parts = page.locator('#got .chip')
    const before = await parts.count()
    expect(before).toBeGreaterThan(1)
    await page.locator('#got .chip:last-of-type button').click()
    await until(page, `document.querySelectorAll('#got .chip').length === ${before - 1}`)
    while ((await parts.count()) > 0) await page.locator('#got .chip:last-of-type button').click()
    expect(await page.locator('#answer').textContent()).toBe('')
    await close()
  })

  test('a file is chosen: UTF-16, as PowerShell writes it, and longer than the box shows', async () => {
    const { page, close } = await open()
    const text = pastes.get('graph-body.txt')!
    const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'text/plain', buffer })
    await page.locator('#file').setInputFiles(file('answer.txt', Buffer.from(`\ufeff${text}`, 'utf16le')))
    await until(page, shown)
    expect(await page.locator('#got').textContent()).toMatch(/refusal/)
    await page
      .locator('#file')
      .setInputFiles(file('long.log', Buffer.from(`${'a line\n'.repeat(20_000)}${text}`)))
    await until(page, `document.getElementById('got').textContent.includes('long.log')`)
    expect(await page.evaluate(`document.getElementById('box').value`)).toBe('')
    await close()
  })

  test('a case file is opened', async () => {
    const { files } = await why403(['explain', '--case', 'case.json'], {
      stdin: pastes.get('curl-verbose.txt')!,
    })
    const { page, close } = await open()
    await explain(page, files['case.json']!)
    expect(await page.locator('#got').textContent()).toMatch(/case/)
    expect(await page.locator('#answer').textContent()).toMatch(/From a case/)
    await close()
  })

  test('a call is found and chosen by the keyboard alone, another is added, and one is taken away', async () => {
    const { page, close } = await open('#needs')
    const calls = `[...document.querySelectorAll('#chosen .chip span')].map(({ textContent }) => textContent.toLowerCase()).join()`
    await page.keyboard.type('/users/42/messages')
    expect(await page.locator('#hits [aria-selected=true]').textContent()).toMatch(
      /^GET \/users\/\{id\}\/messages/,
    )
    await page.keyboard.press('Enter')
    await until(page, `${calls} === 'get /users/{id}/messages'`)
    expect(page.url()).toBe(`${address}#op=GET%20%2Fusers%2F%7Bid%7D%2Fmessages`)
    await page.keyboard.type('read signins')
    await page.keyboard.press('Shift+Enter')
    await until(page, `${calls} === 'get /users/{id}/messages,get /auditlogs/signins'`)
    expect(await page.locator('#needed').textContent()).toMatch(/For all together/)
    await page.locator('#chosen button[data-part="0"]').click()
    await until(page, `${calls} === 'get /auditlogs/signins'`)
    await page.locator('#find').fill('mail.send')
    await page.keyboard.press('Enter')
    await until(page, `location.hash === '#permission=Mail.Send'`)
    await close()
  })

  test('a name of an answer leads to what is known of it, and the address back to the box', async () => {
    const { page, close } = await open('#learn')
    await page.locator('#v-learn ol a[href$="missing-admin-consent"]').click()
    await until(page, shown)
    expect(page.url()).toMatch(/#explain=consent%2Fmissing-admin-consent$/)
    await page.locator('#box').fill('AADSTS700016')
    await page.keyboard.press('Control+Enter')
    await until(
      page,
      `location.hash === '#explain' && document.getElementById('answer').textContent.includes('700016')`,
    )
    await close()
  })
})

test('every style of a report is in the one style sheet', async () => {
  const { page, close } = await open()
  const style = String(await page.evaluate(`document.querySelector('style').textContent`))
  for (const one of allStyles) expect(style.includes(one)).toBe(true)
  await close()
})
