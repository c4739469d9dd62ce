import { describe, expect, test } from 'vitest'
import type { Verdict } from '../../../src/core/judge/judge.ts'
import { heldBackBecause } from '../../../src/core/judge/send.ts'
import { userForm } from '../../../src/core/operation/operation.ts'
import { operation } from '../committed-index.ts'

function heldBack(line: string, verdict: Verdict | null, anyway = false) {
  return heldBackBecause(operation(line), verdict, { anyway, certain: true }) !== null
}

describe('heldBackBecause', () => {
  test.each([
    ['allowed', false, false],
    ['undecided', false, false],
    ['unknown-path', false, false],
    ['unknown-method', false, false],
    ['missing-permission', true, false],
    ['delegated-only', true, false],
    ['wrong-host', true, true],
    [null, true, true],
  ] as const)('a GET with verdict %s: held back %s, with --anyway %s', (verdict, plainly, anyway) => {
    expect(heldBack('GET /users', verdict)).toBe(plainly)
    expect(heldBack('HEAD /users', verdict)).toBe(plainly)
    expect(heldBack('GET /users', verdict, true)).toBe(anyway)
  })

  test('a read that one source alone calls a failure is sent: it finds out', () => {
    for (const verdict of ['missing-permission', 'delegated-only'] as const) {
      const because = (line: string) =>
        heldBackBecause(operation(line), verdict, { anyway: false, certain: false })
      expect(because('GET /users')).toBeNull()
      expect(because('POST /users')).not.toBeNull()
    }
  })

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s is always held back', method => {
    expect(heldBack(`${method} /users/x`, 'allowed')).toBe(true)
    expect(heldBack(`${method} /users/x`, 'allowed', true)).toBe(true)
  })
})

test.each([
  ['GET /users', 'missing-permission', 'The token lacks a permission for it (--anyway sends it).'],
  ['GET /users', 'delegated-only', 'No app-only token can make it (--anyway sends it).'],
  ['GET /users', 'wrong-host', "The URL is not on this token's Graph host."],
  ['GET /users', null, 'There is nothing to compare it with a token.'],
  ['PATCH /users/x', 'allowed', 'PATCH may change something; only GET and HEAD are sent.'],
] as const)('%s with verdict %s is held back: %s', (line, verdict, because) => {
  expect(heldBackBecause(operation(line), verdict, { anyway: false, certain: true })).toBe(because)
})

describe('userForm', () => {
  test.each([
    ['GET /me', '/users/{id}'],
    ['GET /v1.0/Me/messages?$top=5', '/users/{id}/messages?$top=5'],
    ['GET /users/x', null],
    ['GET /meetings', null],
    ['GET /users/me', null],
  ])('%s: %s', (line, form) => {
    expect(userForm(operation(line))).toBe(form)
  })
})
