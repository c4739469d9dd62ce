import { expect, test } from 'vitest'
import { openIndex } from '../../../src/core/tables/permission-index.ts'
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
  const lazy = openIndex({
    head: readIndexHead(),
    whole: () => {
      reads++
      return readIndexText()
    },
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

test('many questions later it answers as it did at first', () => {
  const asked = openIndex(indexText)
  for (const template of [...asked.templates()].slice(0, 600)) asked.path(template)
  for (const prefix of ['', '/Users', '/users/{id}', '/users/{id', '/nope', '/reports']) {
    const fresh = openIndex(indexText)
    expect(asked.hasNode(prefix)).toBe(fresh.hasNode(prefix))
    expect(asked.path(prefix)).toEqual(fresh.path(prefix))
    expect(asked.segments(prefix)).toEqual(fresh.segments(prefix))
    expect(asked.segments(prefix, 'Mi')).toEqual(fresh.segments(prefix, 'Mi'))
  }
})
