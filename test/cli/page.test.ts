import { expect, test } from 'vitest'
import { why403 } from './support.ts'

test('a page is written under its usual name, and what it is stands on stderr', async () => {
  const { code, out, err, files, modes } = await why403(['page'])
  expect({ code, out }).toEqual({ code: 0, out: '' })
  expect(err).toMatch(/^Written: why403\.html, \d{3} KB\. It loads nothing and asks nobody\.\n$/)
  expect(files['why403.html']).toMatch(/^<!doctype html>/)
  expect(files['why403.html']).toMatch(/<\/html>\n$/)
  expect(modes['why403.html']).toBe(0o644)
})

test('or under another, over what was there', async () => {
  const { code, files } = await why403(['page', '--output', 'x.html'], { files: { 'x.html': 'before' } })
  expect(code).toBe(0)
  expect(files['x.html']).toMatch(/^<!doctype html>/)
  expect(files['why403.html']).toBeUndefined()
})

test('not where another file is read, nor where nothing can be written', async () => {
  const over = await why403(['page', '--output', '.env'], { files: { '.env': 'TENANT_ID=contoso.example' } })
  expect({ code: over.code, files: over.files }).toEqual({
    code: 2,
    files: { '.env': 'TENANT_ID=contoso.example' },
  })
  expect(over.err).toMatch(/are the same file/)
})

test('takes no words, and no other format', async () => {
  for (const argv of [
    ['page', 'why403.html'],
    ['page', '--format', 'json'],
  ]) {
    const { code, err, files } = await why403(argv)
    expect({ argv, code, files }).toEqual({ argv, code: 2, files: {} })
    expect(err).not.toBe('')
  }
})
