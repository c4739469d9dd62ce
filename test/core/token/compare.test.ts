import { expect, test } from 'vitest'
import { changesBetween, isNewer } from '../../../src/core/token/compare.ts'
import { readPayload } from '../../../src/core/token/payload.ts'
import { appClaims, userClaims } from './sample.ts'

const before = readPayload(appClaims({ roles: ['A', 'B'], gone: 1 }))
const after = readPayload(
  appClaims({ roles: ['B', 'C'], iat: (appClaims().iat as number) + 1, deep: { a: [1] } }),
)

test('what was gained, lost and kept, and the claims that differ', () => {
  const changes = changesBetween(before, after)
  expect(changes.roles).toEqual({ gained: ['C'], lost: ['A'], kept: ['B'] })
  expect(changes.scp).toEqual({ gained: [], lost: [], kept: [] })
  expect(changes.claims.map(({ name }) => name).sort()).toEqual(['deep', 'gone', 'iat', 'roles'])
  expect(changes.claims).toContainEqual({ name: 'gone', from: 1 })
  expect(changes.claims).toContainEqual({ name: 'deep', to: { a: [1] } })
})

test('a token is no different from itself', () => {
  expect(changesBetween(after, after).claims).toEqual([])
})

test('a claim that one lacks has no value there', () => {
  const { claims } = changesBetween(before, after)
  const membersOf = (name: string) => Object.keys(claims.find(claim => claim.name === name)!)
  expect([membersOf('gone'), membersOf('deep'), membersOf('iat')]).toEqual([
    ['name', 'from'],
    ['name', 'to'],
    ['name', 'from', 'to'],
  ])
})

test('app-only beside delegated: scopes are gained', () => {
  expect(changesBetween(before, readPayload(userClaims())).scp.gained).toEqual(['User.Read', 'Mail.Read'])
  const back = changesBetween(readPayload(userClaims()), before)
  expect(back.scp).toEqual({ gained: [], lost: ['User.Read', 'Mail.Read'], kept: [] })
  expect(back.roles).toEqual({ gained: ['A', 'B'], lost: [], kept: [] })
})

test('the newer is the one that was issued later; unknown is not newer', () => {
  expect(isNewer(after, before)).toBe(true)
  expect(isNewer(before, after)).toBe(false)
  expect(isNewer(readPayload({}), before)).toBe(false)
  expect(isNewer(before, readPayload({}))).toBe(false)
  expect(isNewer(before, before)).toBe(false)
})
