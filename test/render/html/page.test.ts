import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Report } from '../../../src/core/report/report.ts'
import { render } from '../../../src/render/html.ts'
import { report, settings, why403 } from '../../cli/support.ts'
import { type Stage, stage } from '../../emulator/support.ts'
import { buildCommand, dangerous, hostileTexts, ownWords, poisoned } from '../../support/hostile.ts'
import { plainLook, views } from '../../support/looks.ts'

let emulator: Stage
let reports: Report[]
beforeAll(async () => {
  emulator = await stage()
  const env = settings(emulator)
  const user = await emulator.signIn({
    user: 'adele.vance@contoso.example',
    app: 'lab',
    scopes: ['User.Read'],
  })
  const files = { 'admin.jwt': await emulator.token('admin'), 'user.jwt': user }
  reports = await Promise.all([
    report(['--directory-token-file', 'admin.jwt'], { env, files }),
    report(['--anyway', '/users', 'DELETE /groups/42', '/me', '/nowhere'], { env }),
    report(['check', '--token-file', 'user.jwt', '/users', '/me/messages'], { env, files }),
    report(['inspect', '--reach'], { stdin: await emulator.token('reporting'), env }),
    report(['permissions', 'GET /users', '/nowhere', '/me/drive/recent', '/sites']),
    report(['permissions', '--of', 'Mail.Send', '--list']),
    report(['explain', 'AADSTS7000215']),
    report(['explain', 'missing-admin-consent']),
    report(['explain'], {
      stdin: 'GET https://graph.microsoft.com/v1.0/users\n403 Authorization_RequestDenied',
    }),
  ])
})
afterAll(() => emulator.stop())

/** What the page may be made of: anything else came out of a value. */
const tags = new Set(
  'html head meta title style body aside svg symbol path use rect circle text desc a div span section header footer main nav h1 h2 h3 h4 p b s strong small code dl dt dd ul ol li table caption thead tbody tr th td article figure fieldset legend input label details summary wbr'.split(
    ' ',
  ),
)
const attributes = new Set(
  'lang charset http-equiv content name width height class aria-hidden id viewBox d href rel role aria-labelledby aria-label title scope data-l type checked for open x y rx cx cy r text-anchor preserveAspectRatio'.split(
    ' ',
  ),
)

const tag = /<\/?([a-z][a-z0-9]*)((?: [\w-]+(?:="[^"<>]*")?)*) ?\/?>/gi

/** Every opening angle bracket is a tag of ours, with attributes of ours. */
function foreignMarkup(page: string): string[] {
  const rest = page.replace('<!doctype html>', '').replace(/<style>[^<]*<\/style>/, '')
  const strange = [...rest.matchAll(tag)].flatMap(([whole, name = '', attrs = '']) => {
    const names = [...attrs.matchAll(/ ([\w-]+)(?:="[^"]*")?/g)].map(([, attribute]) => attribute!)
    return tags.has(name.toLowerCase()) && names.every(one => attributes.has(one))
      ? []
      : [whole.slice(0, 200)]
  })
  const bare = /[<>]/.exec(rest.replace(tag, ''))
  return bare === null ? strange : [...strange, rest.replace(tag, '').slice(bare.index - 40, bare.index + 40)]
}

describe.each(
  Object.entries({
    ...hostileTexts,
    markup: `"><img src=x onerror=alert(1)>' style='x' <script>alert(1)</script>`,
  }),
)('%s', (_, text) => {
  test('is shown, and marks nothing up', async () => {
    for (const one of reports) {
      const hostile = poisoned(one, text, ownWords)
      for (const view of views) {
        const shown = await render(hostile, view, plainLook)
        expect(dangerous.exec(shown)).toBeNull()
        expect(buildCommand.exec(shown)).toBeNull()
        expect(foreignMarkup(shown)).toEqual([])
        expect([...shown.matchAll(/href="(?!#|https?:\/\/)[^"]*"/g)].map(([link]) => link)).toEqual([])
      }
    }
  })
})

describe('the page', () => {
  const pages = (): Promise<string[]> =>
    Promise.all(reports.flatMap(one => views.map(async view => await render(one, view, plainLook))))

  test('allows its one style sheet by its hash, and nothing else', async () => {
    for (const page of await pages()) {
      const [, style = ''] = /<style>([^<]*)<\/style>/.exec(page) ?? []
      const hash = createHash('sha256').update(style).digest('base64')
      expect(page).toContain(
        `content="default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
      )
      expect(page).not.toMatch(/<script| style=| on\w+=|url\(|@import/)
    }
  })

  test('has one heading of the first order, and no id twice', async () => {
    for (const page of await pages()) {
      expect(page.match(/<h1>/g)).toHaveLength(1)
      const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
      expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
      for (const [, id] of page.matchAll(/ href="#([^"]+)"/g)) expect(ids).toContain(id)
    }
  })

  test('shows the verdict, the step, the token, the conversation and the chain', async () => {
    const page = await render(reports[0]!, { show: 'road' }, plainLook)
    expect(page).toContain('<h1>Graph would refuse 2 of 2 calls: nobody has granted admin consent')
    expect(page).toContain('<h2 id="h-next">Next</h2>')
    expect(page).toContain('<div class="hit"><dt>roles</dt><dd>none')
    expect(page.match(/It breaks here: nothing is granted/g)!.length).toBeGreaterThanOrEqual(2)
    expect(page.match(/class="broken"/g)).toHaveLength(2)
    expect(page).toContain('<b>Make-believe.</b>')
  })
})

test('what the token opens now, and would with what its operations lack', async () => {
  const files = { 'admin.jwt': await emulator.token('admin') }
  const argv = ['--directory-token-file', 'admin.jwt', '--format', 'html']
  const before = (await why403(argv, { env: settings(emulator), files })).out
  expect(before).toContain('<strong>Now: nothing.</strong>')
  expect(before).toMatch(/Outlined: with User\.Read\.All, AuditLog\.Read\.All it would be \d+ operations/)
  const after = (await why403([...argv, '/users'], { env: settings(emulator, 'reporting'), files })).out
  expect(after).toMatch(/\d+ operations, <span class="warn">\d+ of them writes<\/span>/)
  expect(after).not.toContain('Outlined')
})

describe('on the command line', () => {
  test('a terminal is no place for it, and nothing is asked before that is said', async () => {
    const env = settings(emulator)
    const { code, out, err } = await why403(['--format', 'html'], { env, terminal: true })
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err).toContain('A page is not for the terminal.')
    expect(err).toContain('--output report.html')
  })

  test('a pipe and a file are', async () => {
    const env = settings(emulator)
    expect((await why403(['--format', 'html'], { env })).out).toMatch(/^<!doctype html>/)
    const { files, code } = await why403(['--format', 'html', '--output', 'a.html'], { env, terminal: true })
    expect(code).toBe(1)
    expect(files['a.html']).toMatch(/<\/html>\n$/)
  })

  test('--open shows it in the browser, in a file of its own or the one that is named', async () => {
    const env = settings(emulator)
    const own = await why403(['--open'], { env, terminal: true })
    expect(own.shown).toEqual(['/tmp/why403/why403.html'])
    expect(own.files['/tmp/why403/why403.html']).toMatch(/^<!doctype html>/)
    expect(own.out).toBe('')
    const named = await why403(['--open', '--output', 'a.html'], { env })
    expect(named.shown).toEqual(['a.html'])
    const none = await why403(['--open'], { env, browser: false })
    expect(none.err).toContain('no browser could be started; the page is in /tmp/why403/why403.html')
    expect(none.code).toBe(1)
  })

  test('--open beside another format is refused', async () => {
    const { code, err } = await why403(['permissions', '/users', '--open', '--format', 'json'])
    expect(code).toBe(2)
    expect(err).toContain('--open goes with --format html')
  })

  test('people are left out, unless they are asked for', async () => {
    const user = await emulator.signIn({
      user: 'adele.vance@contoso.example',
      app: 'lab',
      scopes: ['User.Read'],
    })
    const argv = [
      'check',
      '--token-file',
      'user.jwt',
      '/users/adele.vance@contoso.example/messages',
      '--format',
      'html',
    ]
    const run = { env: settings(emulator), files: { 'user.jwt': user } }
    const { out } = await why403(argv, run)
    expect(out).not.toMatch(/adele/i)
    expect(out).toContain('<span class="mask">masked</span>')
    const { oid, sub } = JSON.parse(Buffer.from(user.split('.')[1]!, 'base64url').toString())
    for (const id of [oid, sub]) expect(out).not.toContain(id)
    expect(out).toContain('App-only or delegated')
    expect((await why403([...argv, '--show-personal'], run)).out).toMatch(/adele/i)
    expect(out).not.toContain(user.split('.')[1])
  })
})

test('the heading of a refusal that was pasted is what it means', async () => {
  const pasted = {
    stdin: '{"error":"invalid_client","error_description":"AADSTS7000222: The keys are expired."}',
  }
  const { out } = await why403(['explain', '--format', 'html'], pasted)
  expect(out).not.toContain('Nothing was recognised')
  expect(out).toMatch(/<h1>[^<]*expired/)
})
