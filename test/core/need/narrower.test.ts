import { describe, expect, test } from 'vitest'
import { globalCloud } from '../../../src/core/clouds.ts'
import { bareCommandLine } from '../../../src/core/command-line.ts'
import { explainWord } from '../../../src/core/explain/words.ts'
import { consentTo, narrowerWays } from '../../../src/core/fixes/narrower.ts'
import { fixesFor } from '../../../src/core/fixes/registry.ts'
import { targetOf } from '../../../src/core/fixes/target.ts'
import { exchangeRole } from '../../../src/core/knowledge/exchange-roles.ts'
import { narrowerByKey, narrowerRows } from '../../../src/core/knowledge/narrower.ts'
import { index, requirement } from '../committed-index.ts'

const ways = (line: string) => narrowerWays({ requirement: requirement(line) })
const keys = (line: string): string[] => ways(line).map(({ row }) => row.key)

describe('beside a permission for the whole tenant', () => {
  test.each([
    ['GET /users/{id}/messages', ['mailboxes']],
    ['POST /users/{id}/sendMail', ['mailboxes']],
    ['GET /sites/{id}', ['site']],
    ['GET /sites/{id}/lists/{id}/items', ['site', 'list']],
    ['PATCH /sites/{id}/lists/{id}/items/{id}', ['site', 'list', 'list-item']],
    ['GET /drives/{id}/items/{id}', ['site', 'file']],
    ['GET /users/{id}/onlineMeetings/{id}', ['meetings']],
    ['GET /teams/{id}/channels/{id}/messages', ['installed']],
    ['DELETE /users/{id}', ['unit-users']],
    ['PATCH /groups/{id}', ['owned-group', 'unit-groups']],
    ['PATCH /applications/{id}', ['owned']],
  ])('of %s stand %j', (line, expected) => {
    expect(keys(line)).toEqual(expected)
  })

  test.each([
    ['what only reads the directory', 'GET /users/{id}'],
    ['a search over all sites', 'GET /sites'],
    ['the grants of a site themselves', 'GET /sites/{id}/permissions'],
    ['the term store', 'GET /sites/{id}/termStore'],
    ["what is the signed-in user's", 'GET /me/messages'],
    ['an unknown path', 'GET /users/{id}/nothing'],
  ])('of %s stands none', (_, line) => {
    expect(keys(line)).toEqual([])
  })

  test('it takes what is named', () => {
    expect(ways('GET /users/{id}/messages')[0]?.takes).toContain('role Application Mail.ReadBasic (RBAC')
    expect(ways('GET /sites/{id}')[0]?.takes).toBe('Sites.Selected, and a grant on each site')
    expect(ways('DELETE /users/{id}')[0]?.takes).toContain('the role User Administrator over')
    expect(ways('GET /teams/{id}/channels/{id}/messages')[0]?.permissions).toEqual([
      'ChannelMessage.Read.Group',
    ])
    for (const { takes } of narrowerRows().flatMap(() => ways('PATCH /groups/{id}')))
      expect(takes).not.toMatch(/[{}]/)
  })
})

test('consent to the permission is a step of the way, where Microsoft Entra ID gives it', () => {
  const labels = explainWord('narrower/site', bareCommandLine, index)[0]!.fix.map(({ label }) => label)
  expect(labels[0]).toMatch(/^Add Sites\.Selected/)
  expect(labels).toContain('Grant the site to the app, for reading')
  const target = targetOf({ clientId: null, tenant: null, cloud: globalCloud, line: bareCommandLine })
  expect(consentTo(['ChannelMessage.Read.Group'], target, index)).toEqual([])
})

test('a role of Exchange stands for a permission that there is', () => {
  expect(exchangeRole('Mail.Read')).toBe('Application Mail.Read')
  expect(exchangeRole('User.Read.All')).toBeNull()
  for (const { permissions } of narrowerRows())
    for (const name of permissions) expect(index.permission(name)?.schemes.application).toBeDefined()
})

test.each(narrowerRows().map(({ key }) => key))('narrower/%s is explained, with its step', key => {
  const [explanation] = explainWord(`narrower/${key}`)
  expect(explanation?.title).toContain(narrowerByKey(key)?.reaches)
  expect(explanation?.fix.length).toBeGreaterThan(0)
  expect(JSON.stringify(explanation?.evidence)).not.toMatch(/\{(permission|role)\}/)
})

const target = targetOf({ clientId: null, tenant: null, cloud: globalCloud })

test('a grant of a site is not made with the own client of the Azure CLI', () => {
  for (const key of ['site-grant', 'list-grant', 'list-item-grant', 'file-grant'] as const)
    expect(JSON.stringify(fixesFor(key, target))).not.toContain('az ')
})
