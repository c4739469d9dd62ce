import { expect, test } from 'vitest'
import { isWrite, onlyReads } from '../../../src/core/need/reads.ts'
import type { Entry } from '../../../src/core/tables/format.ts'

test.each([
  ['User.Read.All', true],
  ['User.ReadBasic.All', true],
  ['User.Read', true],
  ['User.ReadWrite.All', false],
  ['Mail.Send', false],
  ['Reader.Manage', false],
])('%s only reads: %s', (permission, reads) => {
  expect(onlyReads(permission)).toBe(reads)
})

test.each([
  ['GET', ['User.ReadWrite.All'], false],
  ['HEAD', ['User.ReadWrite.All'], false],
  ['POST', ['User.ReadWrite.All'], true],
  ['POST', ['User.ReadWrite.All', 'User.Read.All'], false],
  ['POST', [], true],
  ['PATCH', ['User.Read.All'], true],
  ['DELETE', ['User.Read.All'], true],
])('%s with %j writes: %s', (method, names, writes) => {
  const entries = names.map(
    (permission): Entry => ({
      ...{ permission, alsoRequires: [], least: false, sources: ['tables'], version: null, withdrawn: false },
    }),
  )
  expect(isWrite(method, entries)).toBe(writes)
})
