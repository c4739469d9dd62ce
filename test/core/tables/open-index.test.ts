import { expect, test } from 'vitest'
import { lazyIndex } from '../../../src/core/tables/lazy-index.ts'
import { readIndexHead, readIndexText } from '../../../src/edges/data.ts'
import { index, indexText } from '../committed-index.ts'

test('the head of the committed index holds its permissions, and no path', () => {
  const head = readIndexHead()
  expect(indexText.startsWith(head)).toBe(true)
  expect(head.endsWith('\n\n')).toBe(true)
  expect(head).not.toContain('\n/')
})

test('the whole is read once, and only when an operation is asked for', () => {
  let reads = 0
  const lazy = lazyIndex(readIndexHead(), () => {
    reads++
    return readIndexText()
  })
  expect([...lazy.permissionNames()]).toEqual([...index.permissionNames()])
  expect(lazy.permission('user.read.all')).toEqual(index.permission('user.read.all'))
  const { id } = index.permission('User.Read.All')!.schemes.application!
  expect(lazy.permissionById(id!)).toEqual({ name: 'User.Read.All', kind: 'application' })
  expect(reads).toBe(0)
  expect(lazy.path('/users')).toEqual(index.path('/users'))
  expect(lazy.hasNode('/users')).toBe(true)
  expect(lazy.segments('/users')).toEqual(index.segments('/users'))
  expect([...lazy.templates()]).toHaveLength([...index.templates()].length)
  expect([...lazy.pathsMentioning('Mail.Send')]).toEqual([...index.pathsMentioning('Mail.Send')])
  expect(reads).toBe(1)
})
