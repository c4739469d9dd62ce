import { describe, expect, test } from 'vitest'
import { graphAppId } from '../../../src/core/clouds.ts'
import { audienceName } from '../../../src/core/knowledge/audiences.ts'
import {
  isAudienceOf,
  neighbourByKey,
  neighbourOfAudience,
  neighbourOfHost,
  neighbours,
  usualScope,
} from '../../../src/core/knowledge/neighbours.ts'

describe('a host', () => {
  test.each([
    ['api.powerbi.com', 'power-bi', 'https://analysis.windows.net/powerbi/api/.default'],
    ['API.PowerBI.com:443', 'power-bi', 'https://analysis.windows.net/powerbi/api/.default'],
    ['api.powerbi.cn', 'power-bi', 'https://analysis.chinacloudapi.cn/powerbi/api/.default'],
    ['contoso.sharepoint.com', 'sharepoint', 'https://contoso.sharepoint.com/.default'],
    ['contoso-admin.sharepoint.us.', 'sharepoint', 'https://contoso-admin.sharepoint.us/.default'],
    ['contoso.crm4.dynamics.com', 'dataverse', 'https://contoso.crm4.dynamics.com/.default'],
    [
      'api.businesscentral.dynamics.com',
      'business-central',
      'https://api.businesscentral.dynamics.com/.default',
    ],
    ['kv.vault.azure.net', 'key-vault', 'https://vault.azure.net/.default'],
    ['acct.blob.core.windows.net', 'storage', 'https://storage.azure.com/.default'],
    ['manage-gcc.office.com', 'office-365-management', 'https://manage-gcc.office.com/.default'],
    ['dev.azure.com', 'azure-devops', '499b84ac-1321-427f-aa17-267ca6975798/.default'],
    ['management.sovcloud-api.de', 'arm', 'https://management.core.sovcloud-api.de//.default'],
    ['contoso.sovcloud-sharepoint.fr', 'sharepoint', 'https://contoso.sovcloud-sharepoint.fr/.default'],
    ['169.254.169.254', 'managed-identity', null],
  ])('%s is one of %s', (host, key, scope) => {
    expect(neighbourOfHost(host)).toMatchObject({ neighbour: { key }, scope })
  })

  test.each([
    ...['graph.microsoft.com', 'graph.microsoft.us', 'login.microsoftonline.com', 'sharepoint.com', ''],
    ...['contoso.sharepoint.com.example', 'notdynamics.com', 'api.powerbi.com.example', 'constructor'],
  ])('%j is of none', host => {
    expect(neighbourOfHost(host)).toBeNull()
  })
})

describe('an audience', () => {
  test.each([
    ['https://analysis.windows.net/powerbi/api/', 'power-bi'],
    ['https://vault.azure.net', 'key-vault'],
    ['CFA8B339-82a2-471a-a3c9-0fc0be7a4093', 'key-vault'],
    ['https://contoso.crm4.dynamics.com/', 'dataverse'],
    ['https://contoso.sharepoint.cn', 'sharepoint'],
    ['00000003-0000-0ff1-ce00-000000000000/contoso.sharepoint.com@0c5b8f17', 'sharepoint'],
    ['https://acct.blob.core.windows.net', 'storage'],
    ['api://AzureADTokenExchange', 'token-exchange'],
    ['api://AzureADTokenExchangeFrance', 'token-exchange'],
    ['https://vault.sovcloud-api.fr', 'key-vault'],
  ])('%s is that of %s', (audience, key) => {
    expect(neighbourOfAudience(audience)?.key).toBe(key)
  })

  test.each([
    graphAppId,
    'https://graph.microsoft.com/',
    'https://graph.svc.sovcloud.fr/',
    'https://kv.vault.azure.net',
    'https://contoso.sharepoint.com/sites/a',
    'api://6f1c2d9e',
    '',
  ])('%j is of none', audience => {
    expect(neighbourOfAudience(audience)).toBeNull()
  })

  test('fits a host where it is that of its service, by the same host where the host is the audience', () => {
    const at = (host: string) => neighbourOfHost(host)!
    expect(isAudienceOf(at('kv.vault.azure.net'), 'https://vault.azure.net')).toBe(true)
    expect(isAudienceOf(at('kv.vault.azure.net'), 'https://graph.microsoft.com')).toBe(false)
    expect(isAudienceOf(at('a.crm.dynamics.com'), 'https://a.crm.dynamics.com/')).toBe(true)
    expect(isAudienceOf(at('a.crm.dynamics.com'), 'https://b.crm.dynamics.com/')).toBe(false)
    expect(isAudienceOf(at('management.azure.com'), 'https://management.usgovcloudapi.net/')).toBe(false)
    expect(isAudienceOf(at('a.sharepoint.com'), '00000003-0000-0ff1-ce00-000000000000')).toBe(true)
  })
})

describe.each(neighbours().map(row => [row.key, row] as const))('%s', (key, row) => {
  test('is found by its key, its audiences and its hosts', () => {
    expect(neighbourByKey(key)).toBe(row)
    for (const form of row.forms) {
      expect(form).toBe(form.toLowerCase())
      expect(audienceName(form.replace('*', 'contoso'))).toBe(row.name)
    }
    for (const { value } of row.hosts)
      expect(neighbourOfHost(value.replace('*', 'contoso'))?.neighbour.key).toBe(key)
  })

  test('has scopes of its own form, and a sentence on its permissions', () => {
    for (const { value } of row.scopes)
      expect(value).toMatch(/^(?:https:\/\/[^/]+(?:\/[a-z/]*)?|[\da-f-]{36})\/\.default$/)
    expect(row.permissions).toMatch(/^[A-Z].*\.$/)
    const usual = usualScope(row)
    if (usual !== null) expect(neighbourOfAudience(usual.replace(/\/\.default$/, ''))?.key).toBe(key)
  })
})
