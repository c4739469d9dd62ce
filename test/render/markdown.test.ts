import { marked } from 'marked'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Report } from '../../src/core/report/report.ts'
import { render } from '../../src/render/markdown.ts'
import { report, settings, why403 } from '../cli/support.ts'
import { type Stage, stage } from '../emulator/support.ts'
import { buildCommand, dangerous, hostileTexts, ownWords, poisoned } from '../support/hostile.ts'
import { plainLook, views } from '../support/looks.ts'

/** In Markdown a cell of its own holds it, as it is. */
const kept = new Set([...ownWords, 'consent'])

let emulator: Stage
let reports: Report[]
beforeAll(async () => {
  emulator = await stage()
  const env = settings(emulator)
  reports = await Promise.all([
    report([], { env }),
    report(['--anyway', '/users', 'DELETE /groups/42'], { env }),
    report(['inspect'], { stdin: await emulator.token('reporting'), env }),
    report(['permissions', 'GET /users', '/nowhere', '/me/drive/recent']),
    report(['explain', 'AADSTS7000215']),
  ])
})
afterAll(() => emulator.stop())

/** Everything that is not plain words in the parsed document, by its kind. */
function kindsOf(markdown: string): Set<string> {
  const kinds = new Set<string>()
  marked.walkTokens(marked.lexer(markdown), ({ type }) => {
    kinds.add(type)
  })
  return kinds
}

/** What the rendering itself makes: the code of values, tables, headings, lists, a link of ours in angle brackets. */
const ours = new Set([
  ...['text', 'paragraph', 'space', 'strong', 'heading', 'codespan', 'code', 'table', 'list', 'list_item'],
  ...['escape', 'link', 'html'],
])

const marked_up = [
  '[a](https://evil.example) ![b](https://evil.example/x.png)',
  '<img src=x onerror=alert(1)> <https://evil.example>',
  '**bold** _it_ ~~gone~~ `code` ``more`` ```',
  '| a | b |\n|---|---|\n| c | d |',
  '# heading\n> quote\n1. list\n- [ ] task',
  '@octocat @org/team #123 GH-1 https://evil.example',
  '\\',
  '```\n</code>',
]

describe.each(
  [...marked_up, ...Object.values(hostileTexts)].map(text => [JSON.stringify(text).slice(0, 60), text]),
)('%s', (_, text) => {
  test('is shown, and marks nothing up', async () => {
    for (const one of reports) {
      const hostile = poisoned(one, text, kept)
      for (const view of views) {
        const plain = await render(one, view, plainLook)
        const shown = await render(hostile, view, plainLook)
        expect(dangerous.exec(shown)).toBeNull()
        expect(buildCommand.exec(shown)).toBeNull()
        for (const kind of kindsOf(shown)) expect(ours).toContain(kind)
        // No row has more cells than its head, and no heading or block more than there were.
        for (const kind of ['heading', 'table', 'list'])
          expect(countOf(shown, kind)).toBeLessThanOrEqual(countOf(plain, kind))
        expect(linksIn(shown).filter(href => !/^https?:\/\/(?!evil)/.test(href))).toEqual([])
        expect(linksIn(shown).filter(href => href.includes('evil'))).toEqual([])
      }
    }
  })
})

function countOf(markdown: string, kind: string): number {
  return marked.lexer(markdown).filter(({ type }) => type === kind).length
}

function linksIn(markdown: string): string[] {
  const found: string[] = []
  marked.walkTokens(marked.lexer(markdown), token => {
    if (token.type === 'link' || token.type === 'image') found.push(token.href)
  })
  return found
}

describe('people', () => {
  const operations = [
    'GET /users/ada@contoso.example/messages',
    'GET /users/0f0e0d0c-0b0a-4908-8706-050403020100/drive',
  ]
  const argv = ['--format', 'markdown', ...operations]

  test('are left out, and the app is not', async () => {
    const { out } = await why403(argv, { env: settings(emulator) })
    expect(out).not.toContain('ada@')
    expect(out).not.toContain('0f0e0d0c-')
    expect(out).toContain('`GET /users/{user}/messages`')
    expect(out).toContain('`GET /users/{id}/drive`')
    expect(out).toContain(emulator.apps.lab!.clientId)
  })

  test('are shown to who asks for them', async () => {
    const { out, err } = await why403(['inspect', '--show-personal', '--format', 'markdown'], {
      stdin: await emulator.token('reporting'),
      env: settings(emulator),
    })
    expect(err).toBe('')
    expect(out).toContain('| `aud` |')
  })
})

describe('on the command line', () => {
  test('a refusal, for a ticket', async () => {
    const { code, out } = await why403(['--format', 'markdown'], { env: settings(emulator) })
    expect(code).toBe(1)
    expect(out).toMatch(/^\*\*✖ Graph would refuse 2 of 2 calls: /)
    expect(out).toContain('| `GET /users` | User.ReadBasic.All \\* | ? | ? | ✖ | - not sent |')
    expect(out).toContain('It shows here: the token lacks it')
    expect(out).toContain('**Next:** ')
    expect(out).toContain('```sh\nwhy403 --format markdown\n```')
    expect(out).not.toContain('\u001b')
  })

  test('a diagram is drawn where it is asked for, and only in Markdown', async () => {
    const env = settings(emulator)
    const { out } = await why403(['--format', 'markdown', '--mermaid'], { env })
    expect(out).toMatch(
      /^```mermaid\nsequenceDiagram\n {2}autonumber\n {2}participant app as iam-lab3-daemon$/m,
    )
    expect(out).toContain(
      '  app --x graph: GET /users#58; not sent<br/>it would be refused#58; not in roles\n',
    )
    const { code, err } = await why403(['--mermaid'], { env })
    expect(code).toBe(2)
    expect(err).toContain('--mermaid draws in Markdown')
  })

  test.each([
    ['permissions', 'GET /users'],
    ['permissions', '--of', 'User.Read.All'],
    ['explain', 'AADSTS7000215'],
    ['explain', 'consent/stale-token'],
    ['explain', '--list'],
  ])('%s %s', async (...argv) => {
    const { code, out } = await why403([...argv, '--format', 'markdown'])
    expect(code).toBe(0)
    expect(out.trim()).not.toBe('')
  })

  test.each([
    [['demo', '--format', 'markdown'], 'This command prints text only.'],
    [['inspect', '--brief', '--format', 'json'], '--brief prints text only.'],
    [['inspect', '--format', 'jsonl'], 'This command prints text, json, markdown and html only.'],
    [['explain', '--format', 'jsonl'], 'This command prints text, json, markdown and html only.'],
    [['explain', '--format', 'pdf'], '--format takes text, json, markdown, html or jsonl.'],
  ])('%j is refused with the list', async (argv, sentence) => {
    const { code, out, err } = await why403(argv)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(sentence)
  })
})
