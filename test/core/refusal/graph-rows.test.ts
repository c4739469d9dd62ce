import { describe, expect, test } from 'vitest'
import responses from '../../../fixtures/responses/graph.json' with { type: 'json' }
import { readGraphRefusal } from '../../../src/core/refusal/graph.ts'

function known(status: number, code: string, message: string): string | null {
  return readGraphRefusal(status, JSON.stringify({ error: { code, message } })).known
}

/** An answer that a row describes, and the nearest one that it does not. */
type Held = readonly [
  row: string,
  fires: readonly [number, string, string],
  nearMiss: readonly [number, string, string],
]

const denied = 'Authorization_RequestDenied'

describe('an answer is described by its row, and the nearest other is not', () => {
  test.each<Held>([
    ['token-error', [401, 'tokenError', 'x'], [401, 'tokenErrors', 'x']],
    [
      'token-unreadable',
      [401, 'InvalidAuthenticationToken', 'error 80049217'],
      [401, 'InvalidAuthenticationToken', 'error 80049218'],
    ],
    [
      'education-scopes',
      [403, 'AccessDenied', 'Required scp claim values are not provided.'],
      [403, 'AccessDenied', 'Required sc claim values are provided.'],
    ],
    [
      'education-claims',
      [403, 'AccessDenied', 'Required claim values are not provided.'],
      [403, 'AccessDenied', 'Required claim values are provided.'],
    ],
    [
      'b2c-permission',
      [
        403,
        'AADB2C',
        'The app does not have any of the required application permissions (Policy.Read.All, Policy.ReadWrite.TrustFramework) to access the resource.',
      ],
      [403, 'AADB2C', 'The app does not have any of the permissions (Policy.Read.All).'],
    ],
    [
      'search-permission',
      [
        403,
        'Forbidden',
        'Access requires the following permissions: Files.Read.All, Sites.Read.All. However, the application only has the following permissions granted: User.Read',
      ],
      [403, 'Forbidden', 'Access requires the following permissions: Files.Read.All.'],
    ],
    [
      'backing-application',
      [
        403,
        denied,
        'The backing application of the service principal being created must in the local tenant',
      ],
      [403, denied, 'The backing application is missing'],
    ],
    [
      'calling-identity',
      [403, denied, 'Not allowed for the specified calling identity type.'],
      [403, denied, 'Not allowed for the calling type.'],
    ],
    [
      'agent-credentials',
      [400, 'AgentIdentity_CredentialsNotSupported', ''],
      [400, 'AgentIdentity_Credentials', ''],
    ],
    ['agent-parent', [400, 'AgentIdentity_IncompatibleParentType', ''], [400, 'AgentIdentity_Parent', '']],
    ['agent-creator', [403, 'Error_AgentIdentitySelfCreateRequired', ''], [403, 'Error_AgentIdentity', '']],
    ['agent-quota', [403, 'AgentIdentity_LimitExceeded', ''], [403, 'AgentIdentity_Limit', '']],
    ['acts-as-missing', [400, 'MissingUserIdHeaderInAppContext', ''], [400, 'MissingUserIdHeader', '']],
    [
      'migration-state',
      [403, 'Forbidden', 'The channel is not in migration mode.'],
      [403, 'Forbidden', 'The channel is not in migration.'],
    ],
    ['not-allowed', [403, 'notAllowed', ''], [403, 'notAllowedYet', '']],
    ['access-restricted', [403, 'accessRestricted', ''], [403, 'restricted', '']],
    ['provisioning-not-allowed', [403, 'provisioningNotAllowed', ''], [403, 'provisioning', '']],
    ['malware-detected', [403, 'malwareDetected', ''], [403, 'malware', '']],
    ['being-provisioned', [409, 'resourceBeingProvisioned', ''], [409, 'resourceProvisioned', '']],
    ['exists-already', [409, 'nameAlreadyExists', ''], [409, 'nameExists', '']],
    ['changed-meanwhile', [412, 'resourceModified', ''], [412, 'resource', '']],
    ['delta-over', [410, 'resyncRequired', ''], [410, 'resync', '']],
    ['storage-full', [507, 'quotaLimitReached', ''], [507, 'quota', '']],
    [
      'forbidden-owner',
      [403, 'Forbidden', 'The caller must be an owner of the group.'],
      [403, 'Forbidden', 'The caller must be an owner.'],
    ],
    [
      'forbidden-licence',
      [403, 'UnknownError', 'The user needs a premium plan.'],
      [403, 'UnknownError', 'The user needs a plan.'],
    ],
    [
      'forbidden-acts-for',
      [403, 'Forbidden', 'It must be called on behalf of a user.'],
      [403, 'Forbidden', 'It must be called by a user.'],
    ],
    [
      'forbidden-identity',
      [403, 'Forbidden', 'Not for application-only callers.'],
      [403, 'Forbidden', 'Not for these callers.'],
    ],
    [
      'forbidden-policy',
      [403, 'Forbidden', 'Blocked by a policy.'],
      [403, 'Forbidden', 'Blocked by a rule.'],
    ],
    [
      'forbidden',
      [403, 'Forbidden', 'The caller does not have permission to perform the action.'],
      [400, 'Forbidden', 'The caller does not have permission to perform the action.'],
    ],
    [
      'forbidden',
      [403, 'AccessDenied', 'Insufficient permissions for accessing entity'],
      [403, 'NoAccess', 'Insufficient'],
    ],
  ])('%s', (row, fires, nearMiss) => {
    expect(known(...fires)).toBe(row)
    expect(known(...nearMiss)).not.toBe(row)
  })

  test('the lists of services that name them are read', () => {
    const read = (code: string, message: string) =>
      readGraphRefusal(403, JSON.stringify({ error: { code, message } }))
    expect(
      read(
        'AADB2C',
        'does not have any of the required delegated permissions (A.Read.All, B.Read) to access the resource',
      ),
    ).toMatchObject({ requiredByService: ['A.Read.All', 'B.Read'] })
    expect(
      read(
        'Forbidden',
        'requires one of the following permissions: A.Read.All. However, the application only has the following permissions granted: B.Read',
      ),
    ).toMatchObject({ requiredByService: ['A.Read.All'], heldByService: ['B.Read'] })
  })
})

test("the emulator's refusal of sign-ins is what the catalog calls so, with a permission and without any", () => {
  const { 'permission-missing': named, privileges } = responses.refusals
  expect(known(named.status, named.code, named.message.replace('{permissions}', 'AuditLog.Read.All'))).toBe(
    'reporting-permission',
  )
  expect(known(privileges.status, privileges.code, privileges.message)).toBe('directory-permission')
})
