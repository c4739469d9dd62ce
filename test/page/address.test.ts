import { expect, test } from 'vitest'
import { askedBy } from '../../src/page/address.ts'

test.each([
  ['', { view: 'explain', name: null }],
  ['#explain', { view: 'explain', name: null }],
  ['#explain=AADSTS7000215', { view: 'explain', name: 'AADSTS7000215' }],
  ['#explain=graph%2Fteams-permission', { view: 'explain', name: 'graph/teams-permission' }],
  ['#needs', { view: 'needs', kind: 'op', names: [] }],
  ['#op=GET%20/users', { view: 'needs', kind: 'op', names: ['GET /users'] }],
  [
    '#op=GET%20/users&op=GET%20%2Fgroups',
    { view: 'needs', kind: 'op', names: ['GET /users', 'GET /groups'] },
  ],
  ['#permission=User.Read.All', { view: 'needs', kind: 'permission', names: ['User.Read.All'] }],
  ['#learn', { view: 'learn' }],
  ['#trust', { view: 'explain', name: null }],
  ['#explain=%E0%A4%A', { view: 'explain', name: null }],
  [`#explain=${'x'.repeat(301)}`, { view: 'explain', name: null }],
])('%s', (hash, asked) => {
  expect(askedBy(hash)).toEqual(asked)
})
