import { describe, expect, test } from 'vitest'
import { type Gate, gatesOf } from '../../../src/core/judge/gates.ts'
import { gateRows } from '../../../src/core/knowledge/gates.ts'
import { index, operation } from '../committed-index.ts'

interface Case {
  readonly access?: 'app-only' | 'delegated'
  readonly held?: readonly string[]
}

function gates(line: string, { access = 'app-only', held = ['X.Read.All'] }: Case = {}): Gate[] {
  const asked = operation(line)
  const template = asked.path.replace(/\/(1|me@contoso\.example)(?=\/|$)/g, '/{id}')
  return gatesOf(asked, template, { access, permissions: held }, held)
}

const keysOf = (line: string, about: Case = {}): string[] =>
  gates(line, about).map(({ row, state }) => `${row.key} ${state}`)

describe('a gate meets', () => {
  test.each<[string, string, Case?]>([
    ['GET /auditLogs/signIns', 'sign-in-logs unproven'],
    ['GET /users/1/onlineMeetings', 'meeting-policy unproven'],
    ['GET /users?$select=id,signInActivity', 'sign-in-activity shut'],
    ['GET /users?$filter=signInActivity/lastSignInDateTime%20le%202026-01-01', 'sign-in-activity shut'],
    ['GET /users?$orderby=SIGNINACTIVITY', 'sign-in-activity shut'],
    ['PATCH /users/1', 'user-password depends'],
    ['DELETE /users/1', 'user-sensitive-actions unproven'],
    ['GET /groups/1/members', 'hidden-membership unproven'],
    ['HEAD /groups/1/members', 'hidden-membership unproven'],
    ['GET /sites/1/permissions', 'site-permissions shut'],
    ['GET /sites/1/lists', 'selected-grant unproven', { held: ['Sites.Selected'] }],
    ['GET /sites/1/drives', 'sites-as-user unproven', { access: 'delegated', held: ['User.Read'] }],
    ['GET /applications/1', 'owned-applications unproven', { held: ['Application.ReadWrite.OwnedBy'] }],
    ['POST /teams/1/channels/1/messages', 'channel-message-import unproven'],
    ['GET /users/1/messages', 'mailbox-access-policy unproven'],
    ['POST /shares/1/permission/grant', 'sharing-link-grant unproven', { held: ['Sites.ReadWrite.All'] }],
    [
      'POST /users/1/teamwork/installedApps',
      'teams-app-self unproven',
      { held: ['TeamsAppInstallation.ReadWriteSelfForUser.All'] },
    ],
  ])('%s: %s', (line, key, about) => {
    expect(keysOf(line, about)).toContain(key)
  })

  test.each<[string, string, Case?]>([
    ['GET /auditLogs/directoryAudits', 'sign-in-logs'],
    ['GET /users?$select=id,signInActivityX', 'sign-in-activity'],
    ['GET /users?$search="displayName:signInActivity"', 'sign-in-activity'],
    ['GET /groups?$select=signInActivity', 'sign-in-activity'],
    ['GET /users?$select=signInActivity', 'sign-in-activity', { held: ['AuditLog.Read.All'] }],
    ['GET /users/1', 'user-password'],
    ['POST /groups/1/members/$ref', 'hidden-membership'],
    ['GET /groups/1/members', 'hidden-membership', { held: ['Member.Read.Hidden'] }],
    ['GET /sites/1/permissions', 'site-permissions', { held: ['Sites.FullControl.All'] }],
    ['POST /shares/1/permission/grant', 'sharing-link-grant', { held: ['Sites.FullControl.All'] }],
    ['POST /shares/1/permission/grant', 'sharing-link-grant', { access: 'delegated' }],
    ['GET /sites/1/lists', 'selected-grant', { held: ['Sites.Selected', 'Sites.Read.All'] }],
    ['GET /sites/1/drives', 'sites-as-user'],
    ['GET /users/1/messages', 'mailbox-access-policy', { access: 'delegated' }],
    // Whoever opens it by nothing does not open it by a grant on a single site.
    ['GET /sites/1/lists', 'selected-grant', { held: [] }],
  ])('and not %s: %s', (line, key, about) => {
    expect(keysOf(line, about).map(told => told.split(' ')[0])).not.toContain(key)
  })

  test('shut ones first, those of some bodies last', () => {
    const states = gates('PATCH /users/1').map(({ state }) => state)
    expect(states).toEqual(states.toSorted((a, b) => Number(a === 'depends') - Number(b === 'depends')))
    expect(states.at(-1)).toBe('depends')
    const [first] = gates('GET /sites/1/permissions', { held: ['Sites.Selected'] })
    expect(first?.row.key).toBe('site-permissions')
  })

  test('it names the properties that were asked for, and of those that it is about only these', () => {
    const named = (line: string, key: string) => gates(line).find(({ row }) => row.key === key)?.named
    expect(named('GET /users?$select=id,signInActivity', 'sign-in-activity')).toEqual(['signInActivity'])
    expect(named('GET /auditLogs/signIns', 'sign-in-logs')).toEqual([])
  })

  test('without a token nothing is known shut', () => {
    const asked = operation('GET /users?$select=signInActivity')
    const found = gatesOf(asked, '/users', null, [])
    expect(found.map(({ row, state, named }) => [row.key, state, named])).toContainEqual([
      'sign-in-activity',
      'unproven',
      ['signInActivity'],
    ])
  })
})

/** Operations that the tables lack. */
const unlisted = [
  'POST /groups/{id}/members/$ref',
  'PUT /groups/{id}/members',
  'POST /identityGovernance/entitlementManagement/resourceRequests',
  'POST /subscriptions',
  'PUT /sites/{id}/termStore/groups',
]

const listed = [...index.templates()].flatMap(template =>
  [...index.path(template)!.operations.keys()].map(method => `${method} ${template}`),
)

test.each(gateRows().filter(({ path }) => path !== null))('$key meets operations that there are', row => {
  const met = [...listed, ...unlisted].filter(line => {
    const [, path = ''] = line.split(' ')
    return row.path!.exec(path.toLowerCase()) !== null
  })
  const methods = new Set(met.map(line => line.split(' ')[0]))
  expect(methods.size).toBeGreaterThan(0)
  expect((row.methods ?? []).filter(method => !methods.has(method))).toEqual([])
})

/** Permissions that the tables lack, and Microsoft's pages name. */
const unknown = [
  'User-LifeCycleInfo.Read.All',
  'User-LifeCycleInfo.ReadWrite.All',
  'Directory.Write.Restricted',
]

test('permissions that open a gate exist', () => {
  const names = gateRows().flatMap(({ permissions }) => permissions)
  expect(names.length).toBeGreaterThan(10)
  expect(names.filter(name => index.permission(name) === null && !unknown.includes(name))).toEqual([])
})
