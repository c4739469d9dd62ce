import { describe, expect, test } from 'vitest'
import { buildIndex } from '../../../tools/index/build.ts'
import { canonicalTemplate } from '../../../tools/index/path-template.ts'

const admin = { requiresAdminConsent: true }

function pathSet(methods: string[], schemeKeys: string[], paths: Record<string, string>) {
  return { methods, schemeKeys, paths }
}

const tables = {
  permissions: {
    permissions: {
      'Thing.Read.All': {
        authorizationType: 'oAuth2',
        schemes: { Application: { ...admin, privilegeLevel: 3 }, DelegatedWork: { privilegeLevel: 2 } },
        pathSets: [
          pathSet(['GET'], ['Application', 'DelegatedWork'], {
            '/things': 'least=Application,DelegatedWork',
            '/things/{id}': '',
            '/Things/{thing-id}': 'least=Application',
            '/boxes(id={boxId})/sum(from={value}, to={value})': '',
          }),
          pathSet(['POST'], ['Application'], { '/things/{id}}/repair': 'least=Application' }),
          pathSet(['GET'], ['Application'], { "/things?$filter=name eq '{id}'": '', '/parts/': '' }),
        ],
      },
      'Thing.ReadWrite.All': {
        authorizationType: 'oAuth2',
        schemes: { Application: { ...admin, privilegeLevel: 4 } },
        pathSets: [
          pathSet(['GET', 'POST'], ['Application'], {
            '/things/{id}/repair': 'AlsoRequires=Whole.Read.All,Thing.Read.All',
          }),
          pathSet(['GET'], ['Application'], { "/things?$filter=name eq '{id}'": '' }),
        ],
      },
      'Whole.Read.All': {
        authorizationType: 'RSC',
        schemes: { Application: {} },
        pathSets: [pathSet(['GET'], ['Application'], { '/things/{id}': '' })],
      },
    },
  },
  provisioning: {
    permissionDeployments: {
      'Thing.Read.All': [
        { id: 'id-app', scheme: 'Application', environment: 'PPE;public', isHidden: false, isEnabled: true },
        { id: 'id-work', scheme: 'DelegatedWork', environment: 'public', isHidden: true, isEnabled: true },
      ],
      'Thing.ReadWrite.All': [
        { id: 'id-one', scheme: 'Application', environment: 'public', isHidden: false, isEnabled: false },
      ],
    },
  },
  descriptions: {
    applicationScopesList: [{ value: 'Thing.ReadWrite.All', id: 'id-other', isEnabled: true }],
    delegatedScopesList: [{ value: 'Thing.Read.All', id: 'id-work', isEnabled: true }],
  },
}

const source = { source: 'a/b', commit: '0123456789abcdef0123456789abcdef01234567', date: '2026-01-02' }

describe('buildIndex', () => {
  const built = buildIndex(tables, source)
  const lines = built.text.split('\n')

  test('writes permissions, then paths, sorted, with a header', () => {
    expect(lines).toEqual([
      '# why403 permission index, format 1: 3 permissions, 5 path templates',
      `# a/b ${source.commit} 2026-01-02`,
      '',
      'Thing.Read.All app id=id-app level=3 admin opens=4 work id=id-work level=2 hidden opens=3',
      'Thing.ReadWrite.All app level=4 admin disabled opens=2 writes=1',
      'Whole.Read.All rsc app disabled opens=1',
      '',
      '/boxes(id={value})/sum(from={value},to={value}) GET app,work Thing.Read.All',
      '/parts GET app Thing.Read.All',
      '/things GET app,work *Thing.Read.All',
      '/Things/{id} GET app *Thing.Read.All Whole.Read.All work Thing.Read.All',
      '/things/{id}/repair GET app Thing.ReadWrite.All+Thing.Read.All,Whole.Read.All | POST app Thing.ReadWrite.All+Thing.Read.All,Whole.Read.All',
      '',
    ])
  })

  test('counts, and accounts for every key', () => {
    expect(built.counts).toEqual({
      permissions: 3,
      resourceSpecific: 1,
      sourceKeys: 8,
      verbatimKeys: 2,
      templates: 5,
      operations: 6,
      applicationOperations: 6,
      facts: 10,
    })
    expect(built.merged).toEqual({ '/Things/{thing-id}': '/Things/{id}', '/things/{id}': '/Things/{id}' })
    expect(built.renamed).toEqual({
      '/boxes(id={boxId})/sum(from={value}, to={value})': '/boxes(id={value})/sum(from={value},to={value})',
    })
    expect(built.repaired).toEqual({
      '/parts/': { template: '/parts', faults: ['trailing slash'] },
      "/things?$filter=name eq '{id}'": { template: '/things', faults: ['query string'] },
      '/things/{id}}/repair': { template: '/things/{id}/repair', faults: ['doubled brace'] },
    })
  })

  test('leaves out the id that its sources dispute', () => {
    expect(built.disputedIds).toEqual(['Thing.ReadWrite.All application'])
    expect(built.text).not.toMatch(/id-one|id-other/)
  })

  test('does not depend on the order of its sources', () => {
    const reversed = Object.fromEntries(Object.entries(tables.permissions.permissions).reverse())
    expect(buildIndex({ ...tables, permissions: { permissions: reversed } }, source).text).toBe(built.text)
  })

  test.each([
    [{ ...tables, permissions: {} }, 'permissions.json'],
    [{ ...tables, provisioning: null }, 'provisioningInfo.json'],
    [{ ...tables, descriptions: { applicationScopesList: [] } }, 'permissions-descriptions.json'],
  ])('names the file that is not what it should be (%#)', (broken, file) => {
    expect(() => buildIndex(broken, source)).toThrow(file)
  })
})

describe('canonicalTemplate', () => {
  test.each([
    ['/drives/{drive-id}/items/{item-id}', '/drives/{id}/items/{id}', []],
    ["/stats(policyId='{policyId}')", '/stats(policyId={value})', []],
    ['/workflows({id})/preview', '/workflows/{id}/preview', []],
    ["/ingest('{itemId}')", '/ingest/{id}', []],
    [
      '/directoryroles/roletemplateid={roletemplateid}/members',
      '/directoryroles(roletemplateid={value})/members',
      [],
    ],
    ['/sites/{site-id}:/{path}', '/sites/{id}:/{id}', []],
    ['/chats/{id}}/messages', '/chats/{id}/messages', ['doubled brace']],
    ['/teams/(team-id)/channels', '/teams/{id}/channels', ['parameter in parentheses']],
    ['/requests{requestid}/report', '/requests/{id}/report', ['missing slash']],
    ['/rows/itemat(index={value})range', '/rows/itemat(index={value})/range', ['missing slash']],
    ['/drive/root:/{item-path}/media', '/drive/root:/{id}:/media', ['missing colon']],
    [
      '/a/geteffectivepermissionsscope={value}',
      '/a/geteffectivepermissions(scope={value})',
      ['missing parentheses'],
    ],
    ['/sites/id/contenttypes/id/copy', '/sites/{id}/contenttypes/{id}/copy', ['literal id']],
    ['/me/drive/root:/foldera/fileb.txt:/content', '/me/drive/root:/{id}:/content', ['literal file path']],
    ['/sponsors/', '/sponsors', ['trailing slash']],
  ])('%s', (key, template, repairs) => {
    expect(canonicalTemplate(key)).toEqual({ template, repairs })
  })
})
