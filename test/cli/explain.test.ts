import { expect, test } from 'vitest'
import { findings } from '../../src/core/findings/index.ts'
import { why403 } from './support.ts'

test.each(findings.map(({ id }) => id))('explain %s', async id => {
  const { code, out, err } = await why403(['explain', id])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out.split('\n')[1]).toBe(id)
  for (const heading of ['Likely causes', 'How sure', 'Read on']) expect(out).toContain(`\n${heading}\n`)
  expect(out.split('\n').filter(line => line.length > 80)).toEqual([])

  const json = JSON.parse((await why403(['explain', id, '--format', 'json'])).out)
  expect(json).toMatchObject({ id, title: out.split('\n')[0] })
  expect(json.causes.length).toBeGreaterThan(0)
  expect(json.sources.length).toBeGreaterThan(0)
})

test('explain --list names them all', async () => {
  const { code, out } = await why403(['explain', '--list'])
  expect(code).toBe(0)
  expect(out.split('\n').flatMap(line => line.split(' ')[0] || [])).toEqual(findings.map(({ id }) => id))
  const json = JSON.parse((await why403(['explain', '--list', '--format', 'json'])).out)
  expect(json).toEqual(findings.map(({ id, title }) => ({ id, title })))
})

test.each([
  ['consent/missing-admin-consnet', 'Did you mean: why403 explain consent/missing-admin-consent'],
  ['nothing-like-it', 'All of them: why403 explain --list'],
  ['', 'All of them: why403 explain --list'],
])('explain %j leads on', async (id, hint) => {
  const { code, out, err } = await why403(['explain', ...(id === '' ? [] : [id])])
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(`  ${hint}\n`)
})
