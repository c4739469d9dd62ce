import { expect, test } from 'vitest'
import {
  type AcceptedPermission,
  isCertain,
  isDocumentedOnly,
  type Requirement,
} from '../../../src/core/need/requirement.ts'
import { requirementOf, unreadableRequirement } from '../../../src/core/need/requirement-of.ts'
import { cmdletOperation } from '../../../src/core/operation/cmdlet.ts'
import { openIndex } from '../../../src/core/tables/permission-index.ts'
import { index, operation, requirement } from '../committed-index.ts'

type Listed = Pick<AcceptedPermission, 'alsoRequires' | 'marked' | 'sources'>

const bare: Listed = { alsoRequires: [], marked: false, sources: ['tables'] }
const pair: Listed = { ...bare, alsoRequires: ['B.Read'] }

test.each<[string, Listed, Listed[], boolean]>([
  ['alone', bare, [bare], true],
  ['beside a pair', bare, [bare, pair], false],
  ['beside a pair, and marked', { ...bare, marked: true }, [pair], true],
  ['beside a pair, by a correction', { ...bare, sources: ['correction'] }, [pair], true],
  ['beside a pair, by both', { ...bare, sources: ['tables', 'documentation'] }, [pair], false],
  ['the pair', pair, [bare, pair], true],
  ['beside a pair of the documentation', bare, [{ ...pair, sources: ['documentation'] }], true],
  ['of the documentation, beside one of the tables', { ...bare, sources: ['documentation'] }, [pair], true],
])('%s, certain: %#', (_, one, all, certain) => {
  expect(isCertain(one as AcceptedPermission, all as AcceptedPermission[])).toBe(certain)
})

test.each<[AcceptedPermission['sources'], boolean]>([
  [['documentation'], true],
  [['tables'], false],
  [['documentation', 'correction'], false],
  [['tables', 'documentation'], false],
  [[], false],
])('%j is the documentation alone: %s', (sources, only) => {
  expect(isDocumentedOnly({ sources })).toBe(only)
})

const none = {
  ...{ leastPrivileged: null, next: null, marked: [], accepted: [], withdrawn: [] },
  ...{ tooNarrow: [], ofParent: [] },
}

function nothing(status: Requirement['status'], why: string) {
  const scheme = { ...none, why }
  return {
    ...{ status, method: null, sources: [], versions: [], page: null, corrections: [], isCollection: false },
    ...{ template: null, matched: null, inferredFrom: null, methods: [], nearest: [], signedInUser: false },
    schemes: { application: scheme, delegatedWork: scheme, delegatedPersonal: scheme },
  }
}

test('what is no operation, and what is none of the tables, requires nothing that is known', () => {
  expect(unreadableRequirement()).toEqual(nothing('malformed', 'This is not an operation.'))
  expect(requirementOf(index, cmdletOperation('Get-MgNothing'))).toEqual(
    nothing('unknown-path', 'The documentation lists no such cmdlet.'),
  )
  expect(requirement('GET /users').nearest).toEqual([])
})

test('what the parent accepts by itself, where one source knows the operation and the two share something', () => {
  const ofParent = (parent: string, child: string) => {
    const names = ['A', 'B', 'C', 'D'].map(name => `${name}.Read app id=x level=1 opens=1`)
    const tables = openIndex(
      ['# header', '', ...names, '', `/a GET ${parent}`, `/a/b GET ${child}`, ''].join('\n'),
    )
    return requirementOf(tables, operation('GET /a/b')).schemes.application.ofParent
  }
  expect(ofParent('app A.Read B.Read', 'app A.Read C.Read')).toEqual(['A.Read', 'B.Read'])
  expect(ofParent('app A.Read B.Read+C.Read', 'app A.Read')).toEqual(['A.Read'])
  expect(ofParent('#2026-01-01:page app A.Read -B.Read', 'app A.Read')).toEqual(['A.Read'])
  expect(ofParent('app B.Read', 'app A.Read')).toEqual([])
  expect(ofParent('app A.Read B.Read', '@page app A.Read')).toEqual([])
})
