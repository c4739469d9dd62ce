import { describe, expect, test } from 'vitest'
import { governing } from '../../../src/core/match/respell.ts'
import { takeApart } from '../../../src/core/operation/path.ts'
import { tablesOf } from './small.ts'

/** How a path is read by tables of these templates, the plainest first; ≠: as another thing than it names. */
function readings(path: string, ...templates: string[]): string[] {
  return [...governing(tablesOf(...templates), takeApart(path))].map(
    ({ matched, template, sameThing }) => `${matched} ${template}${sameThing ? '' : ' ≠'}`,
  )
}

/** The sentences of its only reading. */
function saidOf(path: string, template: string): readonly string[] {
  const [reading, ...more] = governing(tablesOf(template), takeApart(path))
  expect(more).toEqual([])
  return reading!.liberties
}

describe('a path is read', () => {
  test.each<[path: string, templates: string[], ...readings: string[]]>([
    // What a path opens is a thing with an id.
    ['/sites/x.example:/sites/hr:/lists', ['/sites/{id}/lists'], 'equivalent /sites/{id}/lists'],
    [
      '/sites/root:/sites/hr:/lists',
      ['/sites/{id}/lists', '/sites/items/{id}/lists'],
      'equivalent /sites/{id}/lists',
    ],
    [
      '/drives/1/root:/a/b:/content',
      ['/drives/{id}/items/{id}/content'],
      'equivalent /drives/{id}/items/{id}/content',
    ],
    [
      '/drives/1/items/2:/a:/content',
      ['/drives/{id}/items/{id}/content'],
      'equivalent /drives/{id}/items/{id}/content',
    ],
    [
      '/me/drive/special/approot:/a.txt:/content',
      ['/me/drive/items/{id}/content', '/me/drive/special/items/{id}/content'],
      'equivalent /me/drive/items/{id}/content',
    ],
    // A drive is the same wherever it hangs.
    ['/users/1/drive/items/2', ['/drives/{id}/items/{id}'], 'inferred /drives/{id}/items/{id}'],
    ['/users/1/drives/2/items/3', ['/drives/{id}/items/{id}'], 'inferred /drives/{id}/items/{id}'],
    ['/users/1/drive', ['/drives/{id}']],
    ['/users/1/drives', ['/drives']],
    // The root folder is an item, and a root of another thing is none.
    [
      '/drives/1/root/children',
      ['/drives/{id}/items/{id}/children'],
      'inferred /drives/{id}/items/{id}/children',
    ],
    ['/me/drive/root/children', ['/me/drive/items/{id}/children'], 'inferred /me/drive/items/{id}/children'],
    ['/sites/root/lists', ['/sites/items/{id}/lists']],
    ['/me/drive/1/root/children', ['/me/drive/{id}/items/{id}/children']],
    ['/drives/1/folder/children', ['/drives/{id}/items/{id}/children']],
    // Casts stand before or behind the key, or are left out.
    [
      '/places/microsoft.graph.room/1',
      ['/places/{id}/microsoft.graph.room', '/places/{id}'],
      'equivalent /places/{id}/microsoft.graph.room',
      'equivalent /places/{id} ≠',
    ],
    [
      '/places/1/microsoft.graph.room',
      ['/places/microsoft.graph.room/{id}', '/places/{id}'],
      'equivalent /places/microsoft.graph.room/{id}',
      'equivalent /places/{id} ≠',
    ],
    ['/microsoft.graph.user/1', ['/{id}']],
    ['/users/graph.user', ['/graph.user/users']],
    ["/a/users('1')/graph.user", ['/a/graph.user/users/{id}']],
    ['/users/1/microsoft.graph.f()', ['/users/{id}']],
    ["/users('1')/microsoft.graph.user", ['/microsoft.graph.user/{id}']],
    [
      '/groups/1/members/microsoft.graph.user/$count',
      ['/groups/{id}/members/$count', '/groups/{id}/members'],
      'equivalent /groups/{id}/members/$count ≠',
      'odata /groups/{id}/members ≠',
    ],
    // Endings.
    ['/users/$count', ['/users'], 'odata /users ≠'],
    ['/users/$top', ['/users']],
    ['/users/1/id', ['/users/{id}'], 'inferred /users/{id} ≠'],
    ['/users/1/name', ['/users/{id}']],
    ['/users/id', ['/users']],
    // Several steps are as loose as the loosest, in whatever order.
    [
      '/sites/x.example:/sites/hr:/drive/root/children/$count',
      ['/drives/{id}/items/{id}/children'],
      'inferred /drives/{id}/items/{id}/children ≠',
    ],
    ['/users/1/drive/root/id', ['/drives/{id}/items/{id}'], 'inferred /drives/{id}/items/{id} ≠'],
    ['/sites/x.example:/a:/lists/$count', ['/sites/{id}/lists'], 'odata /sites/{id}/lists ≠'],
    [
      '/sites/x.example:/a:/graph.f',
      ['/sites/{id}/microsoft.graph.f'],
      'equivalent /sites/{id}/microsoft.graph.f',
    ],
    ['/drives/1/root/graph.f()', ['/drives/{id}/items/{id}/f'], 'inferred /drives/{id}/items/{id}/f'],
  ])('%s of %j', (path, templates, ...expected) => {
    expect(readings(path, ...templates)).toEqual(expected)
  })

  test.each([
    ...['archive', 'clutter', 'conflicts', 'conversationhistory', 'deleteditems', 'drafts', 'inbox'],
    ...['junkemail', 'localfailures', 'msgfolderroot', 'outbox', 'recoverableitemsdeletions', 'scheduled'],
    ...['searchfolders', 'sentitems', 'serverfailures', 'syncissues'],
  ])('mailFolders/%s as itself, and as an id', name => {
    const templates = [`/mailfolders/${name}/x`, '/mailfolders/{id}/x']
    expect(readings(`/mailFolders/${name.toUpperCase()}/x`, ...templates)).toEqual([
      `exact /mailfolders/${name}/x`,
      'inferred /mailfolders/{id}/x',
    ])
    expect(readings(`/folders/${name}/x`, `/folders/${name}/x`, '/folders/{id}/x')).toHaveLength(1)
  })

  test('so are the root site and the current version, and no other name', () => {
    expect(readings('/sites/root/x', '/sites/root/x', '/sites/{id}/x')).toHaveLength(2)
    expect(readings('/versions/current/x', '/versions/current/x', '/versions/{id}/x')).toHaveLength(2)
    expect(readings('/versions/root/x', '/versions/root/x', '/versions/{id}/x')).toHaveLength(1)
    expect(readings('/mailFolders/other', '/mailfolders/other', '/mailfolders/{id}')).toHaveLength(1)
  })

  test('by the innermost of child folders, four of them left out at most', () => {
    const template = '/mailfolders/{id}/childfolders/{id}/messages'
    const path = (depth: number) => `/mailFolders/0${'/childFolders/1'.repeat(depth)}/messages`
    for (const depth of [2, 3, 4, 5])
      expect(readings(path(depth), template)).toEqual([`equivalent ${template}`])
    for (const depth of [0, 6]) expect(readings(path(depth), template)).toEqual([])
    expect(readings('/x/childFolders/1/messages/childFolders', '/x/messages/childfolders')).toEqual([])
  })

  test('only when it has no more segments than any could be read by', () => {
    const path = (segments: number) => '/users/1'.repeat(segments / 2)
    expect(readings(path(64), path(64).replaceAll('1', '{id}'))).toHaveLength(1)
    expect(readings(path(66), path(66).replaceAll('1', '{id}'))).toEqual([])
  })
})

describe('a reading says what was done', () => {
  test.each<[path: string, template: string, ...said: string[]]>([
    ['/users/1', '/users/{id}'],
    [
      '/sites/x.example:/sites/hr:/lists',
      '/sites/{id}/lists',
      'x.example:/sites/hr is read as the id of what it addresses.',
    ],
    [
      '/users/1/drive/items/2',
      '/drives/{id}/items/{id}',
      'The drive is looked up as /drives/{id}, which names the same drive.',
    ],
    [
      '/drives/1/root/x',
      '/drives/{id}/items/{id}/x',
      'root is read as the id of an item: the root folder is one.',
    ],
    [
      '/mailFolders/1/childFolders/2/childFolders/3/x',
      '/mailfolders/{id}/childfolders/{id}/x',
      'The innermost of the child folders governs, at any depth.',
    ],
    [
      '/places/graph.room/1',
      '/places/{id}/graph.room',
      'The cast to graph.room is read on the other side of the key.',
    ],
    ['/places/1/graph.room', '/places/{id}', 'The cast to graph.room is left out: what it narrows governs.'],
    ['/users/$count', '/users', '$count is left out: a count needs what the collection needs.'],
    [
      '/users/1/photo/$value',
      '/users/{id}/photo',
      '$value is left out: a raw value needs what the entity or property needs.',
    ],
    [
      '/users/1/members/$ref',
      '/users/{id}/members',
      '$ref is left out: references need what the relationship needs, and what is created in it may need more.',
    ],
    ['/users/1/id', '/users/{id}', 'id is a property: the entity that it belongs to governs.'],
    ['/users/graph.delta', '/users/delta', 'graph.delta is listed as delta.'],
    ["/users(k='1')/x", '/users/{id}/x', 'users(k=...) is read as users/{id}: this key is not listed.'],
    [
      "/users/delta(token='1')",
      '/users/delta',
      'delta(token=...) is read as delta: it is listed without arguments.',
    ],
    [
      "/users(k='1')/delta()/$count",
      '/users/{id}/microsoft.graph.delta',
      '$count is left out: a count needs what the collection needs.',
      'users(k=...) is read as users/{id}: this key is not listed.',
      'delta is listed as microsoft.graph.delta.',
    ],
  ])('%s as %s', (path, template, ...said) => {
    expect(saidOf(path, template)).toEqual(said)
  })

  test('a well-known name', () => {
    const [, second] = governing(tablesOf('/sites/root/x', '/sites/{id}/x'), takeApart('/sites/root/x'))
    expect(second!.liberties).toEqual(['root is read as an id: it is a well-known name for one.'])
  })
})

describe('a template', () => {
  test.each<[path: string, templates: string[], ...readings: string[]]>([
    // An encoded slash parts nothing.
    ['/users%2Fdelta', ['/users/delta']],
    ['/users%2Fx:/a', ['/users/x:/{id}']],
    ['/users%2Fdelta()', ['/users/delta']],
    // Functions and casts under another namespace, or none.
    ['/users/microsoft.graph.delta', ['/users/delta'], 'equivalent /users/delta'],
    ['/users/delta', ['/users/microsoft.graph.delta'], 'equivalent /users/microsoft.graph.delta'],
    ['/users/delta', ['/users/default.delta'], 'equivalent /users/default.delta'],
    ['/users/graph.delta', ['/users/microsoft.graph.delta'], 'equivalent /users/microsoft.graph.delta'],
    ['/users/graph.delta', ['/users/default.delta'], 'equivalent /users/default.delta'],
    ['/users/graph.delta', ['/users/delta', '/users/graph.delta'], 'exact /users/graph.delta'],
    ['/users/graph.delta', ['/users/deltas']],
    // By the names of all arguments, in any order.
    ['/users/f(a=1,b=2)', ['/users/f(b={value},a={value})'], 'exact /users/f(b={value},a={value})'],
    ['/users/f(A=1)', ['/users/f(a={value})'], 'exact /users/f(a={value})'],
    ['/users/f(a=1)', ['/users/f(b={value},a={value})', '/users/f(b={value})']],
    ['/users/f()', ['/users/f(a={value})']],
    // Two templates of the tables are written so.
    ['/sheets/1/range()/format', ['/sheets/{id}/range()/format'], 'exact /sheets/{id}/range()/format'],
    ["/sheets/1/range('A1')/format", ['/sheets/{id}/range()/format']],
    ['/users/f', ['/users/f(a={value})']],
    ["/users/f('1')", ['/users/f(a={value})']],
    ["/users/f(a='1','2')", ['/users/f(a={value})', '/users/f/{id}', '/users/f']],
    [
      '/users/graph.f(a=1)',
      [
        '/users/microsoft.graph.f',
        '/users/microsoft.graph.f(b={value})',
        '/users/microsoft.graph.f(a={value})',
      ],
      'equivalent /users/microsoft.graph.f(a={value})',
    ],
    ['/users/f(a=1)', ['/users/default.f(a={value})'], 'equivalent /users/default.f(a={value})'],
    ['/users/graph.f()', ['/users/microsoft.graph.f(b={value})']],
    // A plain spelling further on goes before a liberty.
    ['/x/f(a=1)', ['/x/f', '/{id}/f(a={value})'], 'exact /{id}/f(a={value})'],
    ['/x/f', ['/x/microsoft.graph.f', '/{id}/f'], 'exact /{id}/f'],
    // Keys.
    ['/users()/x', ['/users/{id}/x']],
    ["/users('1')/x", ['/users/{id}/x'], 'exact /users/{id}/x'],
    ["/users('1','2')/x", ['/users/{id}/x', '/users/x']],
    ["/users(k='1')/x", ['/users/{id}/x'], 'equivalent /users/{id}/x'],
    ['/users()/x', ['/users/{id}/x', '/users(a={value})/x', '/users/x'], 'exact /users/x'],
    ['/apps/appId=1', ['/apps(appid={value})', '/apps/{id}'], 'exact /apps(appid={value})'],
    ['/apps/appId=1/x', ['/apps(appid={value})', '/apps/{id}/x'], 'exact /apps/{id}/x'],
    ['/apps/AAA=', ['/apps(aaa={value})', '/apps/{id}'], 'exact /apps/{id}'],
    // Places of items and sites.
    ['/a/x:/b', ['/a/{id}:/{id}'], 'exact /a/{id}:/{id}'],
    ['/a/x:/b:/c', ['/a/{id}:/{id}/c', '/a/{id}:/{id}:/c'], 'exact /a/{id}:/{id}:/c'],
  ])('%s of %j', (path, templates, ...expected) => {
    expect(readings(path, ...templates)).toEqual(expected)
  })
})
