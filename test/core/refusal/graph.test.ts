import { describe, expect, test } from 'vitest'
import { graphRefusalByKey, graphRefusals } from '../../../src/core/knowledge/graph-refusals.ts'
import { readGraphRefusal } from '../../../src/core/refusal/graph.ts'
import fc, { runs } from '../../support/property.ts'

function refusal(status: number, code: string, message: string, rest: object = {}) {
  return readGraphRefusal(status, JSON.stringify({ error: { code, message, ...rest } }))
}

describe('what is known is told apart', () => {
  test.each([
    [
      403,
      'Authorization_RequestDenied',
      'Insufficient privileges to complete the operation.',
      'directory-permission',
    ],
    [401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.', 'token-expired'],
    [401, 'InvalidAuthenticationToken', 'Access token has expired or is not yet valid.', 'token-expired'],
    [
      401,
      'InvalidAuthenticationToken',
      'Access token validation failure. Invalid audience.',
      'wrong-audience',
    ],
    [
      401,
      'InvalidAuthenticationToken',
      'CompactToken parsing failed with error code: 80049217',
      'token-unreadable',
    ],
    [
      401,
      'Authorization_IdentityNotFound',
      'The identity of the calling application could not be established.',
      'identity-not-found',
    ],
    [400, 'BadRequest', '/me request is only valid with delegated authentication flow.', 'me-needs-a-user'],
    [
      403,
      'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
      "Neither tenant is B2C or tenant doesn't have premium license",
      'premium-licence',
    ],
    [403, 'ErrorAccessDenied', 'Access to OData is disabled: [RAOP]', 'exchange-policy'],
    [400, 'BadRequest', "Resource not found for the segment 'userz'.", 'segment-not-found'],
    [404, 'Request_ResourceNotFound', 'Resource does not exist.', 'not-found'],
    [429, 'TooManyRequests', 'Please retry.', 'throttled'],
  ])('%i %s, "%s"', (status, code, message, known) => {
    expect(refusal(status, code, message)).toMatchObject({ status, code, message, known })
  })

  test.each([
    [403, 'ErrorQuotaExceeded', 'The mailbox is full.'],
    [400, 'Authorization_RequestDenied', 'Insufficient privileges.'],
    [500, 'generalException', ''],
  ])('%i %s, "%s" is not known', (status, code, message) => {
    expect(refusal(status, code, message).known).toBeNull()
  })
})

describe('services that name permissions', () => {
  test('Teams: those it wants, and those it saw', () => {
    const message =
      "Missing role permissions on the request. API requires one of 'ChannelMessage.Read.All, Group.Read.All'. Roles on the request 'User.Read.All'."
    expect(refusal(403, 'Forbidden', message)).toMatchObject({
      known: 'teams-permission',
      requiredByService: ['ChannelMessage.Read.All', 'Group.Read.All'],
      heldByService: ['User.Read.All'],
    })
  })

  test('Teams, which saw none', () => {
    const message = "API requires one of 'ChannelMessage.Read.All'. Roles on the request ''."
    expect(refusal(403, 'Forbidden', message)).toMatchObject({
      requiredByService: ['ChannelMessage.Read.All'],
      heldByService: [],
    })
  })

  test('reporting', () => {
    const message =
      'The principal does not have required Microsoft Graph permission(s): AuditLog.Read.All to call this API.'
    expect(refusal(403, 'Authentication_MSGraphPermissionMissing', message)).toMatchObject({
      known: 'reporting-permission',
      requiredByService: ['AuditLog.Read.All'],
      heldByService: null,
    })
  })

  test('the directory names none', () => {
    const { requiredByService, heldByService } = refusal(403, 'Authorization_RequestDenied', 'Insufficient.')
    expect([requiredByService, heldByService]).toEqual([null, null])
  })
})

describe('errors inside errors', () => {
  test('codes of the innerError chain, outermost first', () => {
    const innerError = { code: 'one', innerError: { code: 'two', innererror: { errorCode: 'three' } } }
    expect(refusal(403, 'Forbidden', '', { innerError }).inner).toEqual(['one', 'two', 'three'])
  })

  test('a service that wraps its own error into the message, twice', () => {
    const inmost = {
      error: {
        code: 'Authentication_MSGraphPermissionMissing',
        message: 'required permission: AuditLog.Read.All to call',
      },
    }
    const message = JSON.stringify({ code: 'UnknownError', message: JSON.stringify(inmost) })
    expect(refusal(403, 'UnknownError', message)).toMatchObject({
      code: 'UnknownError',
      inner: ['UnknownError', 'Authentication_MSGraphPermissionMissing'],
      known: 'reporting-permission',
      requiredByService: ['AuditLog.Read.All'],
    })
  })

  test('a chain without an end has one here', () => {
    let innerError: object = { code: 'x' }
    for (let depth = 0; depth < 100; depth++) innerError = { code: 'x', innerError }
    expect(refusal(403, 'Forbidden', '', { innerError }).inner).toHaveLength(10)
  })
})

describe('what is no error of Graph', () => {
  test.each(['', '<html><body>Blocked by the proxy</body></html>', '{"error":', '{}', '[]', '{"error":"x"}'])(
    '%j: its beginning is the message',
    body => {
      expect(readGraphRefusal(503, body)).toMatchObject({
        status: 503,
        code: null,
        message: body,
        known: null,
      })
    },
  )

  test('is cut, and put on one line', () => {
    expect(readGraphRefusal(502, `a\n\n  b ${'x'.repeat(5000)}`).message).toMatch(/^a b x{196}$/)
  })
})

test('no body makes it crash', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 400, max: 599 }),
      fc.jsonValue(),
      fc.jsonValue(),
      (status, code, message) => {
        const body = JSON.stringify({ error: { code, message, innerError: message } })
        expect(readGraphRefusal(status, body).status).toBe(status)
      },
    ),
    runs(500),
  )
})

describe('the catalog', () => {
  test('has each key once, and finds a row by it', () => {
    for (const row of graphRefusals()) expect(graphRefusalByKey(row.key)).toEqual(row)
    expect(graphRefusalByKey('no-such-key')).toBeNull()
  })

  test.each(graphRefusals().map(row => [row.key, row] as const))(
    '%s is told in a whole sentence',
    (_, { meaning }) => {
      expect(meaning).toMatch(/^[A-Z/].*\.$/)
    },
  )
})
