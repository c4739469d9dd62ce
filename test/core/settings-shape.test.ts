import { describe, expect, test } from 'vitest'
import { globalCloud } from '../../src/core/clouds.ts'
import type { Setting } from '../../src/core/credential.ts'
import { isPlaceholder } from '../../src/core/secret/placeholder.ts'
import { Secret } from '../../src/core/secret.ts'
import { odditiesOf, type Settings } from '../../src/core/settings-shape.ts'

describe('a placeholder', () => {
  test.each([
    '<tenant-id>',
    '<your client id>',
    '$TENANT_ID',
    '$' + '{TENANT_ID}',
    '{{tenant}}',
    '%TENANT_ID%',
    '[tenant id]',
    'your-tenant-id',
    'your-tenant.onmicrosoft.com',
    'Enter_your_secret',
    'my-tenant',
    'the-secret',
    'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx',
    '00000000-0000-0000-0000-000000000000',
    'changeme',
    'TODO',
    'tenant_id',
    'client-secret',
    '...',
    'abc…',
  ])('%s', value => {
    expect(isPlaceholder(value)).toBe(true)
  })

  test.each([
    '4b3e1f60-8a2d-4d0c-9e57-c0a1b2d3e4f5',
    '00000000-0000-0000-0000-000000000001',
    'contoso.example',
    'my-company.example',
    'the-school.onmicrosoft.com',
    'yourtenant.example',
    'https://graph.microsoft.com/.default',
    'Xx8Q~make-believe_secret.value0123456789',
    'myapp',
    'a$b',
  ])('not %s', value => {
    expect(isPlaceholder(value)).toBe(false)
  })
})

describe('oddities', () => {
  const setting = <T>(name: string, value: T): Setting<T> => ({ name, value, origin: '.env' })

  function settings(secret: string, over: Partial<Settings> = {}): Settings {
    return {
      tenant: setting('TENANT_ID', 'contoso.example'),
      clientId: setting('CLIENT_ID', '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11'),
      credential: {
        kind: 'secret',
        secret: setting('CLIENT_SECRET', new Secret('client secret', secret)),
      },
      scope: setting('GRAPH_SCOPE', 'https://graph.microsoft.com/.default'),
      cloud: setting('--cloud', globalCloud),
      emulator: null,
      ...over,
    }
  }

  test('good settings have none, and absent ones neither', () => {
    expect(odditiesOf(settings('Xx8Q~make-believe'))).toEqual([])
    expect(odditiesOf({ ...settings(''), tenant: null, clientId: null, credential: null })).toEqual([])
  })

  test('each placeholder is told by its name and origin, and the value where it is no secret', () => {
    const tenant = { name: 'AZURE_TENANT_ID', value: '<tenant-id>', origin: 'environment' }
    expect(odditiesOf(settings('<secret>', { tenant }))).toEqual([
      { kind: 'placeholder', name: 'AZURE_TENANT_ID', origin: 'environment', shown: '<tenant-id>' },
      { kind: 'placeholder', name: 'CLIENT_SECRET', origin: '.env', shown: null },
    ])
  })

  test('a secret of the shape of an id is likely the id', () => {
    const oddity = { kind: 'secret-id', name: 'CLIENT_SECRET', origin: '.env', shown: null }
    expect(odditiesOf(settings('5EC2E71D-9a8b-4c7d-8e6f-0123456789ab'))).toEqual([oddity])
    expect(odditiesOf(settings('5ec2e71d-9a8b-4c7d-8e6f-0123456789a'))).toEqual([])
  })

  test.each([
    ['https://graph.microsoft.com/.default', []],
    ['https://graph.microsoft.com/User.Read.All', ['scope']],
    ['https://graph.microsoft.com/.default/.default', ['scope-twice']],
    ['https://graph.microsoft.com/.default openid', ['scope']],
  ])('the scope %s: %j', (value, kinds) => {
    const scope = { name: 'GRAPH_SCOPE', value, origin: '.env' }
    expect(odditiesOf(settings('Xx8Q~make-believe', { scope })).map(({ kind }) => kind)).toEqual(kinds)
  })
})
