import { expect, test } from 'vitest'
import { queryOptions } from '../../../src/core/operation/query.ts'

test.each([
  [null, {}],
  ['', {}],
  ['$top=5', { top: '5' }],
  ['top=5&$SELECT=id,mail', { top: '5', select: 'id,mail' }],
  ["$filter=a eq 'b=c'&$filter=x", { filter: "a eq 'b=c'" }],
  ['%24search=%22displayName:a+b%22', { search: '"displayName:a b"' }],
  ['$filter=100%', { filter: '100%' }],
  ['&&=x&$count', { count: '' }],
])('%j', (query, options) => {
  expect(Object.fromEntries(queryOptions(query))).toEqual(options)
})
