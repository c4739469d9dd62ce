import { describe, expect, test } from 'vitest'
import { answerTo } from '../../src/page/answer.ts'
import { lessons } from '../../src/page/lessons.ts'
import { piecesOf } from '../../src/page/markup.ts'
import { recognise } from '../../src/page/recognise.ts'
import { html, Markup } from '../../src/render/html/parts/html.ts'
import { link } from '../../src/render/html/parts/link.ts'
import { renderContent } from '../../src/render/html.ts'
import { report, settings } from '../cli/support.ts'
import { stage } from '../emulator/support.ts'
import { hostileTexts, ownWords, poisoned } from '../support/hostile.ts'
import { lookUp, pastes, tokenOf } from './support.ts'

const textOf = (markup: Markup): string =>
  [...piecesOf(markup)].flatMap(piece => (piece.kind === 'text' ? [piece.text] : [])).join('')

/** Every element is closed, and none more than once. */
function depthOf(markup: Markup): number {
  let depth = 0
  for (const { kind } of piecesOf(markup)) {
    depth += kind === 'open' ? 1 : kind === 'close' ? -1 : 0
    expect(depth).toBeGreaterThanOrEqual(0)
  }
  return depth
}

describe('what the renderers write can be read', () => {
  const texts = [
    ...pastes.values(),
    ...['AADSTS7000215', 'missing-admin-consent', '403', 'User.Read.All', 'GET /users\nGET /me', 'hello'],
    tokenOf({ roles: ['User.Read.All', 'Mail.Send'] }),
    tokenOf({ idtyp: 'user', scp: 'User.Read', upn: 'ada@contoso.example' }),
  ]

  test('of every kind of answer', async () => {
    for (const text of texts) {
      const { report, view } = await answerTo(recognise(text, lookUp), lookUp)
      expect(depthOf(renderContent(report, view, { personal: false }))).toBe(0)
    }
    expect(depthOf(lessons())).toBe(0)
  })

  test('of a whole road, and of the same with hostile texts everywhere', async () => {
    const emulator = await stage()
    try {
      const one = await report(['--anyway', '/users', 'DELETE /groups/42', '/me'], {
        env: settings(emulator),
      })
      expect(depthOf(renderContent(one, { show: 'road' }, { personal: true }))).toBe(0)
      for (const text of [...Object.values(hostileTexts), '"><img src=x onerror=alert(1)><script>'])
        expect(
          depthOf(renderContent(poisoned(one, text, ownWords), { show: 'road' }, { personal: true })),
        ).toBe(0)
    } finally {
      await emulator.stop()
    }
  })
})

test('a text comes out as it went in', () => {
  for (const text of ['<b>&amp;</b>', `"'><script>alert(1)</script>`, '&#39;&lt;', 'a = b'])
    expect(textOf(html`<p>${text}</p>`)).toBe(text)
  expect([...piecesOf(html`<a href="https://x.example/?a=1&b" class="${'"x'}">y<wbr></a>`)]).toEqual([
    {
      kind: 'open',
      name: 'a',
      attributes: [
        ['href', 'https://x.example/?a=1&b'],
        ['class', '"x'],
      ],
    },
    { kind: 'text', text: 'y' },
    { kind: 'open', name: 'wbr', attributes: [] },
    { kind: 'close' },
    { kind: 'close' },
  ])
})

test('what could act is refused, and a link leads to the web or nowhere', () => {
  for (const text of [
    '<script>alert(1)</script>',
    '<img src="x">',
    '<p onclick="alert(1)">',
    '<p style="color:red">',
    '<a href="javascript:alert(1)">',
    '<iframe>',
    '<!-- x -->',
  ])
    expect(() => [...piecesOf(new Markup(text))]).toThrow(TypeError)
  expect(depthOf(html`${link('javascript:alert(1)')}`)).toBe(0)
})
