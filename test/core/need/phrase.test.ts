import { expect, test } from 'vitest'
import { needsPhrase, permissionPhrase } from '../../../src/core/need/phrase.ts'

test.each([
  ['A', [], 'A'],
  ['A', ['B'], 'A and B'],
  ['A', ['B', 'C'], 'A and one of B, C'],
])('%s with %j: %s', (permission, alsoRequires, phrase) => {
  expect(permissionPhrase({ permission, alsoRequires })).toBe(phrase)
})

test.each<[accepted: string, least: string | null, next: string | null, phrase: string]>([
  ['', null, null, 'a signed-in user'],
  ['A', 'A', null, 'A'],
  ['A B', 'A', null, 'one of A, B'],
  ['A B', null, null, 'one of A, B'],
  ['A B C', null, null, 'one of A, B, … 1 more'],
  ['A B C D', 'C', null, 'one of C, A, … 2 more'],
  ['A B C D', 'D', 'C', 'one of C, D, … 2 more'],
])('of %s with %s and %s first: %s', (names, leastPrivileged, next, phrase) => {
  const accepted = names
    .split(' ')
    .filter(name => name !== '')
    .map(permission => ({ permission, alsoRequires: [] }))
  expect(needsPhrase({ leastPrivileged, next, accepted })).toBe(phrase)
  expect(needsPhrase({ leastPrivileged, next, accepted }, '...')).toBe(phrase.replace('…', '...'))
})

test('a companion is said', () => {
  const accepted = [{ permission: 'A', alsoRequires: ['B'] }]
  expect(needsPhrase({ leastPrivileged: 'A', next: null, accepted })).toBe('A and B')
})

test('what is accepted alone is said once, without a companion of another row', () => {
  const accepted = [
    { permission: 'A', alsoRequires: ['B', 'C'] },
    { permission: 'A', alsoRequires: [] },
    { permission: 'D', alsoRequires: [] },
  ]
  expect(needsPhrase({ leastPrivileged: 'A', next: null, accepted })).toBe('one of A, D')
})
