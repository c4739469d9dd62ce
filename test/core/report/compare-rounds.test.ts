import { describe, expect, test } from 'vitest'
import {
  changesBetween,
  type TokenHistory,
  tokenStory,
  vainBecause,
} from '../../../src/core/report/compare-rounds.ts'
import type { Report } from '../../../src/core/report/report.ts'

type Parts = {
  readonly roles?: readonly string[] | null
  readonly status?: number | null
  readonly sent?: boolean
  readonly verdict?: string
  readonly findings?: readonly object[]
  readonly acquisition?: object
}

/** As much of a report as is compared. */
function report({
  roles,
  status,
  sent = true,
  verdict = 'allowed',
  findings = [],
  acquisition,
}: Parts): Report {
  return {
    ...(acquisition === undefined ? {} : { acquisition }),
    ...(roles === undefined ? {} : { token: { form: 'jwt', roles, scp: null } }),
    operations: [{ verdict, status: 'known' }],
    calls: status === undefined ? [] : [{ operation: 0, sent, ...(sent ? { status } : {}) }],
    findings,
  } as unknown as Report
}

describe('what changed from a round to the next', () => {
  test.each<[string, Parts, Parts, object[]]>([
    ['nothing', { roles: ['A'], status: 200 }, { roles: ['A'], status: 200 }, []],
    [
      'permissions',
      { roles: ['A', 'B'] },
      { roles: ['B', 'C'] },
      [
        { kind: 'permission-gained', permission: 'C' },
        { kind: 'permission-lost', permission: 'A' },
      ],
    ],
    [
      'roles in the place of none',
      { roles: null },
      { roles: ['A'] },
      [{ kind: 'permission-gained', permission: 'A' }],
    ],
    ['no token to compare with', {}, { roles: ['A'] }, []],
    [
      'an answer',
      { status: 403 },
      { status: 200 },
      [{ kind: 'began-to-answer', operation: 0, before: '403', after: '200' }],
    ],
    [
      'a link',
      { status: 404 },
      { status: 302 },
      [{ kind: 'began-to-answer', operation: 0, before: '404', after: '302' }],
    ],
    [
      'a refusal',
      { status: 204 },
      { status: 403 },
      [{ kind: 'began-to-refuse', operation: 0, before: '204', after: '403' }],
    ],
    [
      'one for another',
      { status: 403 },
      { status: 404 },
      [{ kind: 'answer-changed', operation: 0, before: '403', after: '404' }],
    ],
    [
      'silence',
      { status: 200 },
      { status: null },
      [{ kind: 'out-of-reach', operation: 0, before: '200', after: 'no answer' }],
    ],
    [
      'what is held back now',
      { status: 200 },
      { status: 0, sent: false, verdict: 'missing-permission' },
      [{ kind: 'answer-changed', operation: 0, before: '200', after: 'not sent' }],
    ],
    [
      'a verdict, where nothing was called',
      { verdict: 'missing-permission' },
      { verdict: 'allowed' },
      [{ kind: 'verdict-changed', operation: 0, before: 'missing-permission', after: 'allowed' }],
    ],
    [
      'the token',
      { acquisition: { status: 401 } },
      { acquisition: { status: 200 } },
      [{ kind: 'token-issued' }],
    ],
    [
      'no token',
      { acquisition: { status: 200 } },
      { acquisition: { status: 400 } },
      [{ kind: 'token-refused' }],
    ],
    [
      'findings, where nothing else',
      { findings: [{ id: 'token/expired', severity: 'error' }] },
      {
        findings: [
          { id: 'token/clock-behind', severity: 'warning' },
          { id: 'privilege/shared-secret', severity: 'note' },
        ],
      },
      [
        { kind: 'finding-came', finding: 'token/clock-behind' },
        { kind: 'finding-went', finding: 'token/expired' },
      ],
    ],
    [
      'findings that an answer explains are not told besides',
      { status: 403, findings: [{ id: 'operation/refused', severity: 'error' }] },
      { status: 200 },
      [{ kind: 'began-to-answer', operation: 0, before: '403', after: '200' }],
    ],
  ])('%s', (_, before, after, changes) => {
    expect(changesBetween(report(before), report(after))).toEqual(changes)
  })
})

describe('how a token was had', () => {
  const now = 1_000_000
  const history: TokenHistory = {
    acquired: { isIssued: true, reused: false, endsAt: now + 3599.4 },
    lastEndsAt: now + 200,
    isFirst: false,
    isNew: false,
    hasFailed: false,
    renewed: null,
    begunAt: now,
    now,
  }
  test.each<[Partial<TokenHistory>, object]>([
    [{ acquired: null }, { how: 'given', secondsLeft: null }],
    [{ acquired: { isIssued: false, reused: false, endsAt: null } }, { how: 'refused', secondsLeft: null }],
    [{ acquired: { isIssued: true, reused: true, endsAt: now + 60 } }, { how: 'reused', secondsLeft: 60 }],
    [
      { isFirst: true, lastEndsAt: null },
      { how: 'acquired', secondsLeft: 3599 },
    ],
    [
      { isFirst: true, renewed: 'expired' },
      { how: 'renewed', because: 'expired', secondsLeft: 3599 },
    ],
    [{}, { how: 'renewed', because: 'near-its-end', secondsLeft: 3599 }],
    [{ lastEndsAt: now }, { how: 'renewed', because: 'ended', secondsLeft: 3599 }],
    [{ hasFailed: true }, { how: 'renewed', because: 'not-kept', secondsLeft: 3599 }],
    [{ lastEndsAt: null }, { how: 'renewed', because: 'not-kept', secondsLeft: 3599 }],
    [
      { isNew: true, lastEndsAt: now },
      { how: 'renewed', because: 'wanted', secondsLeft: 3599 },
    ],
    [
      { renewed: 'claims-challenge', isNew: true },
      { how: 'renewed', because: 'claims-challenge', secondsLeft: 3599 },
    ],
  ])('%j', (change, story) => {
    expect(tokenStory({ ...history, ...change })).toEqual(story)
  })
})

test.each<[object, string | null]>([
  [{ operations: [{ verdict: 'missing-permission', certain: true }] }, null],
  [{ operations: [{ verdict: 'delegated-only', certain: false }] }, null],
  [
    { operations: [{ verdict: 'delegated-only', certain: true }] },
    'no app is let in there, whatever is granted',
  ],
  [{ operations: [{ status: 'malformed' }] }, 'not everything that was asked for can be sent'],
  [{ operations: [{ verdict: 'wrong-host' }] }, 'not everything that was asked for can be sent'],
  [{ acquisition: { codes: [7000215] } }, null],
  [{ acquisition: { codes: [7000222] } }, 'Entra ID refuses with AADSTS7000222, and will tomorrow'],
  [{ findings: [{ about: 'settings', severity: 'error' }] }, 'the settings have to change first'],
])('waiting for a grant, %j: %s', (parts, because) => {
  expect(vainBecause({ operations: [], findings: [], ...parts } as unknown as Report)?.words ?? null).toBe(
    because,
  )
})
