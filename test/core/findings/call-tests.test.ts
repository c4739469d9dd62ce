import { expect, test } from 'vitest'
import { retiredGraphAppId } from '../../../src/core/clouds.ts'
import { answerByCall } from '../../../src/core/findings/operation/call-tests.ts'
import { type CallTest, causeTests, isCallTest } from '../../../src/core/knowledge/cause.ts'
import { graphRefusals } from '../../../src/core/knowledge/graph-refusals.ts'
import { type Case, factsOfCase } from '../../../tools/case.ts'
import { found, readCase, withClaims } from '../../support/cases.ts'
import { index } from '../committed-index.ts'

const refused = readCase('operation/refused', 'fires')

interface Change {
  readonly claims?: Record<string, unknown>
  readonly operation?: string
  readonly answer?: { readonly code: string; readonly message: string; readonly status?: number }
  readonly input?: Partial<Case>
}

/** The refused call, with other claims, another operation, or another answer. */
function caseOf({ claims = {}, operation, answer, input = {} }: Change): Case {
  const [given] = refused.answers!
  const { code, message, status = 403 } = answer ?? { code: 'Forbidden', message: 'Insufficient privileges' }
  const answers = [{ ...given!, status, body: { error: { code, message } } }]
  const changed = withClaims({ ...refused, answers, ...input }, claims)
  return operation === undefined ? changed : { ...changed, operations: [operation] }
}

async function answered(name: CallTest, change: Change): Promise<boolean | null> {
  const facts = await factsOfCase(caseOf(change), index)
  return answerByCall(name, facts.operations[0]!, facts)
}

/** Claims of a signed-in user. */
const user = {
  idtyp: 'user',
  xms_idrel: '1 2',
  sub: 'of-the-user',
  roles: undefined,
  scp: 'User.Read',
  upn: 'ada@contoso.example',
}
const wanted = {
  code: 'Forbidden',
  message:
    "Missing role permissions on the request. API requires one of 'ChannelMessage.Read.All, Group.Read.All'. Roles on the request ''.",
}
const records = { servicePrincipal: { id: 'a1fa0824-8445-4546-96f6-7661b8a7a458', accountEnabled: true } }

const rows: readonly (readonly [CallTest, Change, boolean | null])[] = [
  ['permission-is-missing', { claims: { roles: ['Mail.Read'] }, operation: 'GET /users' }, true],
  ['permission-is-missing', { claims: { roles: ['User.Read.All'] }, operation: 'GET /users' }, false],
  ['permission-is-missing', { operation: 'GET /no/such/path' }, null],
  ['permission-is-missing', { claims: { roles: ['Sites.Selected'] }, operation: 'GET /sites/x/lists' }, null],
  ['wanted-is-missing', { answer: wanted }, true],
  ['wanted-is-missing', { answer: wanted, claims: { roles: ['Group.Read.All'] } }, false],
  ['wanted-is-missing', {}, null],
  ['roles-are-empty', { claims: { roles: undefined } }, true],
  ['roles-are-empty', {}, false],
  ['roles-are-empty', { claims: user }, false],
  ['grant-is-newer', {}, null],
  ['grant-is-newer', { input: { directory: { ...records, appRoleAssignments: [] } } }, false],
  ['grant-is-newer', { claims: user, input: { directory: { ...records, appRoleAssignments: [] } } }, null],
  ['caller-is-app', {}, true],
  ['caller-is-app', { claims: user }, false],
  ['caller-is-user', {}, false],
  ['caller-is-user', { claims: user }, true],
  ['caller-is-microsofts', { claims: { appid: '04b07795-8ddb-461a-bbee-02f9e1bf7b46' } }, true],
  ['caller-is-microsofts', {}, false],
  ['caller-is-microsofts', { claims: { appid: undefined } }, null],
  ['me-by-app', { operation: 'GET /me/messages' }, true],
  ['me-by-app', { operation: 'GET /me/messages', claims: user }, false],
  ['me-by-app', { operation: 'GET /users' }, false],
  [
    'me-by-app',
    { operation: 'GET /users', claims: { idtyp: undefined, xms_idrel: undefined, roles: undefined } },
    false,
  ],
  ['token-is-expired', { input: { at: '2027-01-01T00:00:00Z' } }, true],
  ['token-is-expired', {}, false],
  ['token-is-expired', { claims: { exp: undefined } }, null],
  ['token-is-of-secret', { claims: { appidacr: '1' } }, true],
  ['token-is-of-secret', { claims: { appidacr: '2' } }, false],
  ['token-is-of-secret', { claims: { appidacr: undefined } }, null],
  ['token-lacks-oid', { claims: { oid: undefined } }, true],
  ['token-lacks-oid', {}, false],
  ['audience-is-retired-graph', { claims: { aud: retiredGraphAppId } }, true],
  ['audience-is-retired-graph', { claims: { aud: 'https://graph.windows.net/' } }, true],
  ['audience-is-retired-graph', {}, false],
  ['audience-is-of-other-cloud', { claims: { aud: 'https://graph.microsoft.us' } }, true],
  ['audience-is-of-other-cloud', { claims: { aud: 'https://graph.microsoft.com/' } }, false],
  ['audience-is-of-other-cloud', { claims: { aud: 'https://management.azure.com' } }, null],
  ['audience-is-other-api', { claims: { aud: 'https://management.azure.com' } }, true],
  ['audience-is-other-api', {}, false],
  ['audience-is-other-api', { claims: { aud: undefined } }, null],
  ['holds-selected', { claims: { roles: ['Sites.Selected'] } }, true],
  ['holds-selected', { claims: { roles: ['Sites.Read.All'] } }, false],
  ['holds-owned-by', { claims: { roles: ['Application.ReadWrite.OwnedBy'] } }, true],
  [
    'holds-owned-by',
    { claims: { roles: ['Application.ReadWrite.OwnedBy', 'Application.ReadWrite.All'] } },
    false,
  ],
  ['user-is-by-name', { operation: 'GET /users/ada@contoso.example/onlineMeetings' }, true],
  ['user-is-by-name', { operation: 'GET /users/ada%40contoso.example/onlineMeetings' }, true],
  ['user-is-by-name', { operation: 'GET /users/a1fa0824-8445-4546-96f6-7661b8a7a458/events' }, false],
  ['path-is-unknown', { operation: 'GET /no/such/path' }, true],
  ['path-is-unknown', { operation: 'DELETE /users' }, false],
  ['path-is-beta-only', { operation: 'GET /auditLogs/signUps' }, true],
  ['path-is-beta-only', { operation: 'GET /users' }, false],
  ['path-is-beta-only', { operation: 'GET /no/such/path' }, null],
  ['cloud-is-national', {}, false],
]

test.each(rows)('%s of %j: %s', async (name, change, expected) => {
  expect(await answered(name, change)).toBe(expected)
})

test('each is asked by a row, and has a case that it proves or refutes', () => {
  const asked = new Set(
    graphRefusals().flatMap(({ causes }) =>
      causes.flatMap(cause => (typeof cause === 'string' ? [] : [cause.test])),
    ),
  )
  const names = Object.keys(causeTests).filter(name => isCallTest(name as CallTest))
  expect(names.filter(name => !asked.has(name as CallTest))).toEqual([])
  expect(names.filter(name => !rows.some(([row, , expected]) => row === name && expected !== null))).toEqual(
    [],
  )
})

test('what the token refutes is named as ruled out, and what it proves comes first', async () => {
  const me = caseOf({
    operation: 'GET /me/messages',
    answer: {
      code: 'NoPermissionsInAccessToken',
      message: 'The token contains no permissions.',
      status: 401,
    },
  })
  const [finding] = await found('operation/refused', me)
  expect(finding?.causes?.map(({ standing, since }) => [standing, since])).toEqual([
    ['proven', 'the path begins with /me, and the token is app-only'],
    ['ruled-out', 'the token holds permissions'],
  ])
  expect(finding?.certainty).toBe('certain')
})

test('an app-only token of the wrong audience: one cause is left', async () => {
  const wrong = caseOf({
    claims: { aud: 'https://management.azure.com' },
    answer: {
      code: 'InvalidAuthenticationToken',
      message: 'Access token validation failure. Invalid audience.',
      status: 401,
    },
  })
  const [finding] = await found('operation/refused', wrong)
  expect(finding?.causes?.map(({ standing }) => standing)).toEqual(['proven', 'possible', 'ruled-out'])
})
