import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { frame } from '../../../src/render/html/parts/frame.ts'
import { cut, escaped, html } from '../../../src/render/html/parts/html.ts'
import { command, link } from '../../../src/render/html/parts/link.ts'
import { tabs } from '../../../src/render/html/parts/tabs.ts'

describe('a template', () => {
  test('escapes every value, in content and in attributes, and no markup of its own', () => {
    const inner = html`<b>${'<i>&'}</b>`
    expect(String(html`<p title="${'"x\' onclick=y'}">${inner}${['a', html`<wbr>`, 1]}</p>`)).toBe(
      '<p title="&quot;x&#39; onclick=y"><b>&lt;i&gt;&amp;</b>a<wbr>1</p>',
    )
  })

  test('leaves nothing of what is not there', () => {
    expect(String(html`<p>${null}${undefined}${false}${[]}${''}</p>`)).toBe('<p></p>')
    expect(String(html`<p>${0}</p>`)).toBe('<p>0</p>')
  })

  test('shows what would turn the reading direction, or end a line', () => {
    expect(escaped('a\u202eb\nc\u0007')).toBe('a\\u{202e}b\\u{a}c\\u{7}')
  })

  test('cuts long text, and no character in two', () => {
    expect(cut('abcdef', 6)).toBe('abcdef')
    expect(cut('abcdefg', 6)).toBe('abcde…')
    expect(cut('abcd😀fg', 6)).toBe('abcd…')
  })
})

describe('a link', () => {
  test.each(['https://learn.microsoft.com/graph/', 'http://127.0.0.1:4030/a?b=c&d'])(
    '%s leads there',
    url => {
      expect(String(link(url))).toMatch(/^<a href="http/)
    },
  )

  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'https://a.example/" onclick="x',
    'https://a.example/<client-id>',
    ' https://a.example',
    'file:///etc/passwd',
  ])('%s leads nowhere', url => {
    expect(String(link(url))).toMatch(/^<code>/)
    expect(String(link(url))).not.toContain('href')
  })

  test('a command is text', () => {
    expect(String(command("curl 'a' && b > c"))).toBe(
      '<code class="cmd">curl &#39;a&#39; &amp;&amp; b &gt; c</code>',
    )
  })
})

describe('tabs', () => {
  const tab = (name: string) => ({ name, body: html`<p>${name}</p>` })

  test('are radios of one group, one of them chosen', () => {
    const text = String(tabs('g', 'How', [tab('A'), tab('B')], 1))
    expect(text.match(/<input type="radio" name="g"/g)).toHaveLength(2)
    expect(text.match(/ checked/g)).toHaveLength(1)
    expect(text).toContain('id="g-1" checked>')
    expect(text.match(/<label for="g-\d">/g)).toHaveLength(2)
  })

  test('are none where there is one way only', () => {
    expect(String(tabs('g', 'How', [tab('A')]))).not.toContain('<input')
  })
})

test('a frame allows the style sheet that it holds, and nothing else', async () => {
  const page = await frame({
    title: '<x>',
    styles: ['p{color:red}'],
    skipTo: { id: 'a', name: 'Skip' },
    banner: html`<b>Make-believe</b>`,
    body: html`<main id="a">${'<script>'}</main>`,
  })
  const [, style = ''] = /<style>([^<]*)<\/style>/.exec(page) ?? []
  expect(style).toContain('p{color:red}')
  expect(page).toContain(`sha256-${createHash('sha256').update(style).digest('base64')}`)
  expect(page).toContain('<title>&lt;x&gt;</title>')
  expect(page).not.toContain('<script')
})
