import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Chromium, startChromium } from '../test/support/chromium.ts'

/**
 * The offline page, as whoever opens it feels it, in a headless Chromium: when it can be typed into, beside an empty page of
 * the same size, and how long a search takes, the first one and one among others. Pages take turns, and medians are quoted. Run with
 * `npm run bench`; `node build/bench/page.js ROUNDS` for other than 11 rounds. Nothing here fails: machines differ.
 */
const rounds = Number(process.argv[2] ?? 11)
const budgets = { later: 300, search: 50 }

/** When a page was ready, in milliseconds since it was asked for. */
const readyAt = `new Promise(done => {
  const look = () => document.documentElement.dataset.ready === 'yes' ? done(performance.now()) : requestAnimationFrame(look)
  look() })`

/** Words as somebody types them, one more letter each time; each answer is drawn when the event returns. */
const searches = `(() => {
  const find = document.getElementById('find')
  return ['u', 'us', 'use', 'users', 'users mess', 'GET /users/{id}/messages', 'mail.r', 'read signins'].map(words => {
    find.value = words
    const began = performance.now()
    find.dispatchEvent(new Event('input'))
    return performance.now() - began
  }) })()`

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'why403-bench-'))
  const browser = await startChromium()
  try {
    const [page, empty] = [join(folder, 'why403.html'), join(folder, 'empty.html')]
    execFileSync(process.execPath, ['dist/cli/why403.cjs', 'page', '--output', page], { stdio: 'ignore' })
    const size = statSync(page).size
    writeFileSync(empty, emptyOf(size))
    const found = {
      page: [] as number[],
      empty: [] as number[],
      first: [] as number[],
      other: [] as number[],
    }
    for (let round = 0; round < rounds; round++) {
      found.empty.push((await measured(browser, empty, readyAt)) as number)
      found.page.push((await measured(browser, page, readyAt)) as number)
      const [first = 0, ...others] = (await measured(browser, `${page}#needs`, searches)) as number[]
      found.first.push(first)
      found.other.push(Math.max(...others))
    }
    const later = median(found.page) - median(found.empty)
    const row = (name: string, ms: number, budget?: number): void =>
      console.log(
        `${name.padEnd(44)} ${ms.toFixed(0).padStart(5)} ms${budget === undefined ? '' : `   budget ${budget}`}`,
      )
    console.log(`\nThe page: ${readFileSync(page).length} bytes, median of ${rounds}`)
    row('an empty page of the same size', median(found.empty))
    row('why403 page, ready', median(found.page))
    row('  later by', later, budgets.later)
    row('the first search, which reads the tables', median(found.first))
    row('the slowest of the next seven', median(found.other), budgets.search)
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** In a window of its own, so that nothing is kept from one time to the next. */
async function measured(browser: Chromium, path: string, script: string): Promise<unknown> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, offline: true })
  const page = await context.newPage()
  await page.goto(`file://${path}`)
  await page.evaluate(readyAt)
  const result = await page.evaluate(script)
  await context.close()
  return result
}

/** Ready as soon as it is read. */
function emptyOf(size: number): string {
  const [head, tail] = [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>empty</title></head><body><script type="text/plain">',
    `</script><script>document.documentElement.dataset.ready = 'yes'</script></body></html>\n`,
  ]
  return `${head}${'x'.repeat(size - head.length - tail.length)}${tail}`
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

await main()
