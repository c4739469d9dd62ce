import { describe, expect, test } from 'vitest'
import { asUser, found, readCase, withClaims } from '../../support/cases.ts'

const more = readCase('privilege/more-than-needed', 'fires')
const secret = readCase('privilege/shared-secret', 'fires')

describe('privilege/more-than-needed', () => {
  test('a wider permission than needed is named beside the narrow one, with what each opens', async () => {
    const wide = withClaims({ ...more, operations: ['GET /users'] }, { roles: ['Directory.ReadWrite.All'] })
    const [finding] = await found('privilege/more-than-needed', wide)
    expect(finding).toMatchObject({
      severity: 'note',
      title: 'A narrower permission would do for GET /users.',
      evidence: [
        {
          name: 'GET /users',
          expected: expect.stringMatching(/^User\.ReadBasic\.All \(level \d, opens \d+ operations\)$/),
          actual: expect.stringMatching(/^Directory\.ReadWrite\.All \(level \d, opens \d+ operations\)$/),
        },
      ],
    })
  })

  test('says nothing where nothing is known of the operations, nor of a delegated token', async () => {
    expect(await found('privilege/more-than-needed', { ...more, operations: ['GET /no/such/path'] })).toEqual(
      [],
    )
    const user = asUser(more, 'Mail.Send')
    expect(await found('privilege/more-than-needed', user)).toEqual([])
  })
})

describe('privilege/shared-secret', () => {
  test('is worth a note where the token was asked about, whatever it holds', async () => {
    const low = withClaims(secret, { roles: ['User.ReadBasic.All'] })
    expect(await found('privilege/shared-secret', low)).toEqual([])
    expect(await found('privilege/shared-secret', { ...low, asked: 'token' })).toHaveLength(1)
  })

  test('names each of them', async () => {
    const roles = ['Directory.ReadWrite.All', 'RoleManagement.ReadWrite.Directory']
    const [finding] = await found('privilege/shared-secret', withClaims(secret, { roles }))
    for (const role of roles) expect(finding?.why).toContain(role)
  })
})
