import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeFolder } from '../../src/edges/write-file.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'why403-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('with those above it, for their owner only; one that is there stays as it is', () => {
  const [above, below] = [join(folder, 'a/b'), join(folder, 'a/b/c')]
  mkdirSync(join(folder, 'a'), { mode: 0o755 })
  makeFolder(below)
  makeFolder(below)
  expect([join(folder, 'a'), above, below].map(path => statSync(path).mode & 0o777)).toEqual([
    0o755, 0o700, 0o700,
  ])
})

test('what cannot be made is an error, at once', () => {
  writeFileSync(join(folder, 'file'), '')
  expect(() => makeFolder(join(folder, 'file/a/b'))).toThrow(/ENOTDIR/)
  expect(() => makeFolder('/proc/nowhere/why403/keys')).toThrow(/ENOENT/)
})
