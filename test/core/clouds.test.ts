import { describe, expect, test } from 'vitest'
import {
  cloudByAudience,
  cloudByAuthority,
  cloudByGraphHost,
  cloudByName,
  clouds,
  graphAppId,
} from '../../src/core/clouds.ts'

describe('a cloud', () => {
  test('is found by its own name, Graph host and audience', () => {
    for (const cloud of clouds) {
      expect(cloudByName(cloud.name)).toBe(cloud)
      expect(cloudByGraphHost(cloud.graph.toUpperCase())).toBe(cloud)
      expect(cloudByAudience(`https://${cloud.graph}`)).toBe(cloud)
      expect(cloudByAudience(`https://${cloud.graph}/`)).toBe(cloud)
    }
  })

  test.each([
    ['login.microsoftonline.com', 'global'],
    ['login.windows.net', 'global'],
    ['LOGIN.microsoftonline.us', 'usgov'],
    ['login.chinacloudapi.cn', 'china'],
    ['login.sovcloud-identity.fr', 'bleu'],
    ['login.sovcloud-identity.de', 'delos'],
    ['login.sovcloud-identity.sg', 'govsg'],
  ])('%s is an authority of %s', (host, name) => {
    expect(cloudByAuthority(host)?.name).toBe(name)
  })

  test('its hosts are bare names', () => {
    for (const { authorities, graph, portal, v2IssuerHost } of clouds) {
      for (const host of [...authorities, graph, portal ?? graph, v2IssuerHost])
        expect(host).toMatch(/^[a-z0-9.-]+$/)
    }
  })
})

test('the application id is the Graph of any cloud', () => {
  expect(cloudByAudience(graphAppId)).toBe('any')
})

test('the canary is the global Graph', () => {
  expect(cloudByAudience('https://canary.graph.microsoft.com')).toMatchObject({ name: 'global' })
})

describe('nothing that merely resembles one is one', () => {
  test.each([
    '',
    'graph.microsoft.com',
    'http://graph.microsoft.com',
    'https://graph.microsoft.com.evil.example',
    'https://evil.example/https://graph.microsoft.com',
    'https://evilgraph.microsoft.com',
    'https://graph.microsoft.com//',
    'https://graph.microsoft.com/v1.0',
    'https://graph.microsoft.com:443',
    'https://user@graph.microsoft.com',
    'https://graph.windows.net',
    'https://graph.svc.sovcloud.uk',
    `${graphAppId}/ags.windows.net`,
  ])('audience %j', audience => {
    expect(cloudByAudience(audience)).toBeNull()
  })

  test.each([
    '',
    'login.microsoftonline.com.evil.example',
    'evil-login.microsoftonline.com',
    'microsoftonline.com',
  ])('authority %j', host => {
    expect(cloudByAuthority(host)).toBeNull()
  })

  test('name', () => {
    expect(cloudByName('Global')).toBeNull()
    expect(cloudByName('germany')).toBeNull()
  })
})
