import { describe, expect, test } from 'vitest'
import { nearest } from '../../../src/core/match/nearest.ts'
import { requirementOf } from '../../../src/core/need/requirement-of.ts'
import { takeApart } from '../../../src/core/operation/path.ts'
import { openIndex } from '../../../src/core/tables/permission-index.ts'
import { index, operation, requirement } from '../committed-index.ts'
import { tablesOf } from './small.ts'

function brief(line: string) {
  const { status, template, matched } = requirement(line)
  return { status, template, matched }
}

function known(template: string, matched = 'exact') {
  return { status: 'known', template, matched }
}

describe('hosts', () => {
  test.each([
    'https://graph.microsoft.com/v1.0/users',
    'https://GRAPH.microsoft.com/beta/users',
    'https://graph.microsoft.us/v1.0/users',
    'https://dod-graph.microsoft.us/v1.0/users',
    'https://microsoftgraph.chinacloudapi.cn/v1.0/users',
  ])('%s is Graph', url => {
    expect(requirement(`GET ${url}`).status).toBe('known')
  })

  test.each([
    'https://graph.microsoft.com.example.org/v1.0/users',
    'https://xgraph.microsoft.com/v1.0/users',
    'https://graph.windows.net/users',
    'https://graph.microsoft.com:8443/v1.0/users',
    'http://graph.microsoft.com/v1.0/users',
    'http://127.0.0.1:8403/v1.0/users',
  ])('%s is not', url => {
    expect(requirement(`GET ${url}`)).toMatchObject({ status: 'not-graph', template: null })
  })

  test('the emulator is, at its own origin only', () => {
    const users = operation('GET http://127.0.0.1:8403/v1.0/users')
    const status = (emulatorOrigin: string) => requirementOf(index, users, { emulatorOrigin }).status
    expect(status('http://127.0.0.1:8403')).toBe('known')
    expect(status('http://127.0.0.1:8404')).toBe('not-graph')
  })
})

describe('what the tables need not list', () => {
  test('$metadata is open, $batch an envelope', () => {
    expect(requirement('GET /$metadata').status).toBe('open')
    expect(requirement('POST /v1.0/$batch').status).toBe('envelope')
    for (const line of ['POST /users/$batch', 'GET /$batch/1', 'GET /$metadata/users'])
      expect(requirement(line).status).toBe('unknown-path')
  })

  test.each([
    ['GET /$metadata', 'Reading $metadata needs no permission.'],
    ['POST /$batch', 'A $batch needs what the requests in it need.'],
    ['GET https://graph.windows.net/users', 'The host is not Microsoft Graph.'],
  ])('%s: %s', (line, why) => {
    expect(requirement(line).schemes.application.why).toBe(why)
  })
})

describe('literals and ids', () => {
  test.each([
    ['GET /users/delta', '/users/delta'],
    ['GET /sites/root', '/sites/root'],
    ['GET /sites/root/lists', '/sites/{id}/lists'],
    ['GET /USERS/Adele@Contoso.com/MESSAGES', '/users/{id}/messages'],
    ['GET /users/x/mailFolders/inbox/messages', '/users/{id}/mailfolders/{id}/messages'],
    ['GET /users/{user-id}/messages', '/users/{id}/messages'],
    ['GET /users/a%2Fmessages', '/users/{id}'],
    ['GET /groups/AAMkAGI2AAA=', '/groups/{id}'],
    ['GET /chats/19:abc_def@thread.v2/messages', '/chats/{id}/messages'],
    ['GET /users/ann_fabrikam.com#EXT#@contoso.onmicrosoft.com/messages', '/users/{id}/messages'],
    ['GET //v1.0//users//x/', '/users/{id}'],
    ['HEAD /users', '/users'],
  ])('%s', (line, template) => {
    expect(brief(line)).toEqual(known(template))
  })

  test('a literal that leads nowhere gives way to the id: backtracking over several segments', () => {
    const small = openIndex(
      [
        '# header',
        '',
        'A.Read app level=1 opens=3',
        '',
        '/a/b/c/d GET app A.Read',
        '/a/b/{id}/d/f GET app A.Read',
        '/a/{id}/c/{id}/e GET app A.Read',
        '',
      ].join('\n'),
    )
    const template = (line: string) => requirementOf(small, operation(line)).template
    expect(template('GET /a/b/c/d')).toBe('/a/b/c/d')
    expect(template('GET /a/b/c/d/e')).toBe('/a/{id}/c/{id}/e')
    expect(template('GET /a/b/c/d/f')).toBe('/a/b/{id}/d/f')
    expect(template('GET /a/b/c/d/g')).toBeNull()
  })

  test.each(['GET /chats/delta', 'GET /groups/$foo', 'GET /chats/microsoft.graph.foo()'])(
    '%s: a reserved word fills no id',
    line => {
      expect(requirement(line)).toMatchObject({ status: 'unknown-path', template: null })
    },
  )
})

describe('keys and functions', () => {
  test.each([
    ["GET /users('x')", '/users/{id}'],
    ["GET /users('o''neil@contoso.com')/messages", '/users/{id}/messages'],
    ["GET /users('a/b?c')/messages", '/users/{id}/messages'],
    ['GET /workflows(5)', null],
    ["GET /applications(appId='x')", '/applications(appid={value})'],
    ["GET /servicePrincipals(appId='x')/owners", '/serviceprincipals(appid={value})/owners'],
    ['GET /directoryRoles/roleTemplateId=x/members', '/directoryroles(roletemplateid={value})/members'],
    ["GET /directoryRoles(roleTemplateId='x')/members", '/directoryroles(roletemplateid={value})/members'],
    ['GET /users/delta()', '/users/delta'],
    [
      "GET /reports/getTeamsUserActivityUserDetail(period='D7')",
      '/reports/getteamsuseractivityuserdetail(period={value})',
    ],
    [
      'GET /reports/getTeamsUserActivityUserDetail(date=2026-01-01)',
      '/reports/getteamsuseractivityuserdetail(date={value})',
    ],
    [
      "GET /print/reports/getUserArchivedPrintJobs(endDateTime=2,  userId='x',startDateTime=1)",
      '/print/reports/getuserarchivedprintjobs(userid={value},startdatetime={value},enddatetime={value})',
    ],
    ["GET /drives/x/root/search(q='a/b?(c)')", '/drives/{id}/root/search(q={value})'],
    ["GET /drives/x/root/search(q='it''s, fine')", '/drives/{id}/root/search(q={value})'],
    ['GET /drives/x/root/search%28q%3D%27a%27%29', '/drives/{id}/root/search(q={value})'],
  ])('%s', (line, template) => {
    expect(requirement(line).template).toBe(template)
    if (template !== null) expect(requirement(line).matched).toBe('exact')
  })

  test('another namespace, an alternate key that the tables lack: equivalent, and said', () => {
    expect(brief('GET /users/microsoft.graph.delta()')).toEqual(known('/users/delta', 'equivalent'))
    expect(brief("GET /users(userPrincipalName='x')/messages")).toEqual(
      known('/users/{id}/messages', 'equivalent'),
    )
    expect(requirement("GET /users(userPrincipalName='x')").inferredFrom).toContain('userprincipalname')
  })

  test.each([
    "GET /reports/getTeamsUserActivityUserDetail(foo='D7')",
    "GET /users/doSomething(x='1')",
    'GET /reports/getTeamsUserActivityUserDetail',
  ])('%s: other arguments are another function', line => {
    expect(requirement(line).status).toBe('unknown-path')
  })
})

describe('path addressing', () => {
  test.each([
    ['GET /me/drive/root:/a.txt', '/me/drive/root:/{id}', 'exact'],
    ['GET /me/drive/root:/a/b%20c/d (1).docx:/content', '/me/drive/root:/{id}:/content', 'exact'],
    [
      'PUT /users/x/drive/items/01ABC:/f/g.txt:/content',
      '/users/{id}/drive/items/{id}:/{id}:/content',
      'exact',
    ],
    ['GET /sites/contoso.sharepoint.com:/sites/hr', '/sites/{id}:/{id}', 'exact'],
    ['GET /sites/contoso.sharepoint.com:/sites/hr:/lists', '/sites/{id}/lists', 'equivalent'],
    ['GET /drives/x/root:/a/b.docx:/content', '/drives/{id}/items/{id}/content', 'equivalent'],
    ['PATCH /drives/x/root:/a.txt', '/drives/{id}/items/{id}', 'equivalent'],
    [
      'POST /drives/x/root:/a.txt:/assignSensitivityLabel',
      '/drives/{id}/root:/{id}:/assignsensitivitylabel',
      'exact',
    ],
    [
      'GET /sites/contoso.sharepoint.com:/sites/hr:/drive/root:/a/b:/children',
      '/drives/{id}/root:/{id}:/children',
      'inferred',
    ],
    ['GET /me/drive/special/approot:/a.txt:/content', '/me/drive/items/{id}/content', 'equivalent'],
    ['GET /me/drive/root:', '/me/drive/root', 'exact'],
  ])('%s', (line, template, matched) => {
    expect(brief(line)).toEqual(known(template, matched))
  })
})

describe('$ref, $value, $count', () => {
  test('literally first', () => {
    expect(brief('GET /users/x/transitiveReports/$count')).toEqual(
      known('/users/{id}/transitivereports/$count'),
    )
    expect(brief('POST /servicePrincipals/x/sponsors/$ref')).toEqual(
      known('/serviceprincipals/{id}/sponsors/$ref'),
    )
  })

  test('then without, and said', () => {
    expect(brief('GET /groups/x/members/$count')).toEqual(known('/groups/{id}/members', 'odata'))
    expect(brief('GET /users/x/photo/$value')).toEqual(known('/users/{id}/photo', 'odata'))
    expect(requirement('GET /users/x/photo/$value').inferredFrom).toContain('$value')
    expect(requirement('GET /users/x/photo').inferredFrom).toBeNull()
  })

  test('a method that is not listed is not borrowed from another', () => {
    const add = requirement('POST /devices/x/memberOf/$ref')
    expect(add).toMatchObject({
      status: 'unknown-method',
      template: '/devices/{id}/memberof',
      methods: ['GET'],
    })
    expect(add.schemes.application).toMatchObject({ leastPrivileged: null, accepted: [] })
    expect(add.schemes.application.why).toContain('not with POST')
  })

  test('nor from another thing, where the path is listed with other methods', () => {
    const tables = tablesOf(
      '/groups/{id}/members/$ref POST app A.Read',
      '/groups/{id}/members DELETE app A.Read',
    )
    const statusOf = (line: string) => requirementOf(tables, operation(line)).status
    expect(statusOf('POST /groups/1/members/$ref')).toBe('known')
    expect(statusOf('DELETE /groups/1/members/$ref')).toBe('unknown-method')
    expect(statusOf('DELETE /groups/1/members/$value')).toBe('known')
  })

  test('but from the same thing it is', () => {
    const tables = tablesOf('/drives/{id}/root GET app A.Read', '/drives/{id}/items/{id} PATCH app A.Read')
    expect(requirementOf(tables, operation('PATCH /drives/1/root'))).toMatchObject({
      status: 'known',
      template: '/drives/{id}/items/{id}',
    })
  })

  test('what was done is said in one line', () => {
    expect(requirement('GET /drives/x/root/id').inferredFrom).toBe(
      'root is read as the id of an item: the root folder is one. id is a property: the entity that it belongs to governs.',
    )
  })

  test('what the documentation alone lists is found like the rest', () => {
    expect(requirement('POST /groups/x/members/$ref')).toMatchObject({
      status: 'known',
      matched: 'exact',
      sources: ['documentation'],
      page: 'group-post-members',
    })
  })
})

describe('casts', () => {
  test.each([
    ['GET /places/microsoft.graph.room', '/places/microsoft.graph.room', 'exact'],
    ['GET /groups/x/members/microsoft.graph.user', '/groups/{id}/members', 'equivalent'],
    ['GET /groups/x/members/graph.user/$count', '/groups/{id}/members', 'odata'],
    [
      'GET /servicePrincipals/x/microsoft.graph.agentIdentityBlueprintPrincipal',
      '/servicePrincipals/{id}/microsoft.graph.agentIdentityBlueprintPrincipal',
      'exact',
    ],
  ])('%s', (line, template, matched) => {
    expect(brief(line)).toEqual(known(template, matched))
  })
})

describe('what a certain rule governs', () => {
  test.each([
    ['GET /drives/x/root/children', '/drives/{id}/items/{id}/children'],
    ['GET /users/x/drives/y/items/z/children', '/drives/{id}/items/{id}/children'],
    ['GET /users/x/id', '/users/{id}'],
  ])('%s is inferred from %s, and says so', (line, template) => {
    expect(brief(line)).toEqual(known(template, 'inferred'))
    expect(requirement(line).inferredFrom).toMatch(/\w.*\.$/)
  })

  test('a well-known name with a method of its own template keeps that one', () => {
    expect(brief('GET /me/drive/root/children')).toEqual(known('/me/drive/root/children'))
  })
})

describe('/me', () => {
  test('is for a signed-in user, whatever the tables list; /users/{id} is not', () => {
    expect(requirement('GET /me/messages')).toMatchObject({ signedInUser: true, status: 'known' })
    expect(requirement('GET /me/no/such/path')).toMatchObject({ signedInUser: true, status: 'unknown-path' })
    expect(requirement('GET /users/me/messages').signedInUser).toBe(false)
    expect(requirement('GET /meetings').signedInUser).toBe(false)
  })
})

describe('what is unknown', () => {
  test.each([
    ['GET /usrs', '/users'],
    ['GET /users/x/mesages', '/users/{id}/messages'],
    ['GET /userz/x/messages', '/users/{id}/messages'],
    ['GET /auditLogs/signins2', '/auditlogs/signins'],
    ['GET /directory/deletedItem/x/restore', '/directory/deletedItems/{id}/restore'],
    [
      "GET /reports/getTeamsUserActivityUserDetail(foo='D7')",
      '/reports/getteamsuseractivityuserdetail(period={value})',
    ],
  ])('%s: %s is among the nearest', (line, template) => {
    const { status, nearest } = requirement(line)
    expect(status).toBe('unknown-path')
    expect(nearest).toContain(template)
    expect(nearest.length).toBeLessThanOrEqual(3)
  })

  test.each<[path: string, templates: string[], ...nearest: string[]]>([
    // As far as it can be followed: what is spelt alike, with the rest of the path before without, then what it lies in.
    [
      '/users/1/mesages',
      ['/users/{id}', '/users/{id}/messages', '/users/{id}/messages/{id}'],
      ...['/users/{id}/messages', '/users/{id}'],
    ],
    ['/userz/1/messages', ['/usery', '/users/{id}/messages'], '/users/{id}/messages', '/usery'],
    ['/userz/1/messages', ['/usera', '/users/{id}/messages'], '/users/{id}/messages', '/usera'],
    ['/userz', ['/users/{id}/messages']],
    ['/users/1/gadgets', ['/users/{id}', '/users/{id}/messages'], '/users/{id}'],
    [
      '/users/1/message',
      ['/users/{id}/messaga', '/users/{id}/messagb', '/users/{id}/messagc', '/users/{id}/messagd'],
      ...['/users/{id}/messaga', '/users/{id}/messagb', '/users/{id}/messagc'],
    ],
    ['/users/delta(token=1)/x', ['/users/delta'], '/users/delta'],
    ['/drive/root:/a:/contents', ['/drive/root', '/drive/root:/{id}:/content'], '/drive/root'],
    ['/drive/item:/a', ['/drive/{id}'], '/drive/{id}'],
    ['/drive/root:/a:/gadgets', ['/drive/root:/{id}'], '/drive/root:/{id}'],
    ['/sites/x.example:/a:/gadgets', ['/sites/{id}:/{id}'], '/sites/{id}:/{id}'],
    ['/sites/x.example:/a:/gadgets', ['/sites/{id}'], '/sites/{id}'],
    ['/drive/item:/a', ['/drive/{id}:/x'], '/drive/{id}:/x'],
    // Else where its last word stands, those that share most of its words first, then the shorter ones.
    [
      '/x/y/messages',
      ['/users/{id}/messages', '/me/messages', '/me/mail/messages', '/groups/{id}/x/messages', '/messages'],
      ...['/messages', '/me/messages', '/me/mail/messages'],
    ],
    [
      '/gizmos/y/gadgets/messages',
      ['/gadgets/{id}/about/messages', '/messages', '/z/gadgets'],
      ...['/gadgets/{id}/about/messages', '/messages'],
    ],
    ['/qqqqqq/gadgets/whatever', ['/zz/gadgets', '/zz/gizmos'], '/zz/gadgets'],
    ['/q/MAILS', ['/users/{id}/Mails'], '/users/{id}/Mails'],
    // A short word, one with digits and a function are as likely something else.
    ['/q/mail', ['/users/{id}/mail']],
    ['/q/mails1', ['/users/{id}/mails1']],
    ['/q/1mails', ['/users/{id}/1mails']],
    ['/q/mails(1)', ['/users/{id}/mails']],
    ['/gizmos', ['/users/{id}']],
    ['/', ['/users']],
  ])('%s of %j', (path, templates, ...expected) => {
    expect(nearest(tablesOf(...templates), takeApart(path))).toEqual(expected)
  })

  test('of a long path the last words are looked for', () => {
    const path = (words: number) => `/gadgets${'/q'.repeat(words - 1)}`
    const tables = tablesOf('/z/gadgets')
    expect(nearest(tables, takeApart(path(24)))).toEqual(['/z/gadgets'])
    expect(nearest(tables, takeApart(path(25)))).toEqual([])
  })

  test('never reads as denied', () => {
    const { schemes } = requirement('GET /users/x/gadgets/y')
    expect(schemes.application.why).toBe('Neither the tables nor the documentation list this path.')
  })

  test.each([
    'GET /',
    'GET /%',
    "GET /users('",
    'GET /users)(',
    `GET /${'a/'.repeat(400)}`,
    `GET /users/${'microsoft.graph.user/drive/root/x:/y:/'.repeat(50)}$count`,
    'GET /:/:/:',
    'GET /root:/:/x:',
  ])('%s is answered without a stumble', line => {
    expect(requirement(line).status).toMatch(/^unknown-|known$/)
  })
})
