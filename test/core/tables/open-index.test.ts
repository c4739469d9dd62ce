import { expect, test } from 'vitest'
import { openIndex } from '../../../src/core/tables/permission-index.ts'
import { readIndex, readIndexHead, readIndexText } from '../../../src/edges/data.ts'
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

test('searched where it was read to, it says what its string says, also when it has become one', () => {
  const read = readIndex()
  const { length } = indexText
  expect(read.length).toBe(length)
  const places = [0, 1, 263, Math.floor(length / 2), length - 2, length - 1, length]
  // More often than it is asked before a string is made of it.
  for (let round = 0; round < 40; round++) {
    for (const place of places) {
      for (const sought of ['\n', '\n\n', ' ', '/users ']) {
        expect(read.indexOf(sought, place)).toBe(indexText.indexOf(sought, place))
        expect(read.lastIndexOf(sought, place)).toBe(indexText.lastIndexOf(sought, place))
      }
      expect(read.slice(place, place + 90)).toBe(indexText.slice(place, place + 90))
    }
    expect(read.lastIndexOf('\n\n')).toBe(indexText.lastIndexOf('\n\n'))
  }
  const whole = openIndex({ head: readIndexHead(), whole: readIndex })
  for (const template of ['/users', '/Users/{id}', '/nope', '/users/{id}/messages'])
    expect(whole.path(template)).toEqual(index.path(template))
  expect([...whole.templates()]).toEqual([...index.templates()])
  expect([...whole.operations()]).toEqual([...index.operations()])
  expect([...whole.pathsMentioning('Mail.Send')]).toEqual([...index.pathsMentioning('Mail.Send')])
  for (const prefix of ['', '/users', '/users/{id}', '/sites'])
    expect(whole.segments(prefix)).toEqual(index.segments(prefix))
  expect(whole.cmdlet('Get-MgUser')).toEqual(index.cmdlet('Get-MgUser'))
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
