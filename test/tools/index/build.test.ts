import { describe, expect, test } from 'vitest'
import { buildIndex } from '../../../tools/index/build.ts'
import { readCorrections } from '../../../tools/index/corrections.ts'
import { canonicalTemplate } from '../../../tools/index/path-template.ts'
import { readDocumentation } from '../../../tools/index/source-documentation.ts'

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

const origin = { source: 'a/b', commit: '0123456789abcdef0123456789abcdef01234567', date: '2026-01-02' }
const origins = { tables: origin, documentation: { source: 'c/d', commit: '0123abc', date: '2026-01-03' } }

const documentation = readDocumentation({
  operations: [
    'path\tmethod\tversion\tapplication\tdelegated\tpages',
    '/things\tGET\tv1.0\tThing.Read.All\tThing.Read.All\tthing-list',
    '/things\tGET\tbeta\tThing.Read.All Page.Read.All\tThing.Read.All\tthing-list intune-thing-list',
    '/pages/{page-id}/\tGET\tbeta\tPage.Read.All+Thing.Read.All Thing.Read.All+Page.Read.All\t\tpage-get',
    '/things/{id}/re\tGET\tv1.0\tpairThing.ReadWrite.All\t\tthing-repair',
    '',
  ].join('\n'),
  permissions: [
    'permission\tapplicationId\tdelegatedId\tapplicationAdminConsent\tdelegatedAdminConsent',
    'Page.Read.All\tid-page\t-\tYes\tNo',
    'Thing.Read.All\tid-app\tid-work\tYes\tNo',
    'Thing.ReadWrite.All\tid-other\t-\tYes\tNo',
    '',
  ].join('\n'),
  cmdlets: [
    'cmdlet\tapplication\tdelegated',
    'Get-MgBetaThing\tThing.Read.All\tThing.Read.All',
    'Get-MgThing\tThing.Read.All\tThing.Read.All',
    'New-MgThing\tThing.ReadWrite.All\t',
    '',
  ].join('\n'),
})

const corrections = readCorrections(
  [
    '# A correction a row',
    [
      ...['correction: parts', 'change: withdraw', 'methods: any', 'path: /parts', 'schemes: application'],
      ...['permissions: Thing.Read.All', 'since: 2026-01-01', 'source: page'],
    ].join('\n'),
    [
      ...['correction: things', 'change: add', 'methods: GET', 'path: /things/**', 'schemes: application'],
      ...['permissions: Page.Read.All', 'since: 2026-01-01', 'source: page'],
    ].join('\n'),
  ].join('\n\n'),
)

const nothing = { operations: [], permissions: new Map(), cmdlets: [] }

describe('buildIndex, from the tables alone', () => {
  const built = buildIndex({ tables, documentation: nothing, corrections: [] }, origins)
  const lines = built.text.split('\n')

  test('writes permissions, then paths, sorted, with a header', () => {
    expect(lines).toEqual([
      '# why403 permission index, format 2: 3 permissions, 5 path templates, 0 cmdlets',
      `# tables a/b ${origin.commit} 2026-01-02`,
      '# documentation c/d 0123abc 2026-01-03',
      '',
      'Thing.Read.All app tables id=id-app level=3 admin opens=4 work tables id=id-work level=2 hidden opens=3',
      'Thing.ReadWrite.All app tables level=4 admin disabled opens=2 writes=1',
      'Whole.Read.All rsc app tables disabled opens=1',
      '',
      '/boxes(id={value})/sum(from={value},to={value}) GET app,work Thing.Read.All',
      '/parts GET app Thing.Read.All',
      '/things GET app,work *Thing.Read.All',
      '/Things/{id} GET work Thing.Read.All app *Thing.Read.All Whole.Read.All',
      '/things/{id}/repair GET app Thing.ReadWrite.All+Thing.Read.All,Whole.Read.All | POST =GET',
      '',
      '',
    ])
  })

  test('counts, and accounts for every key', () => {
    expect(built.counts).toEqual({
      permissions: 3,
      resourceSpecific: 1,
      templates: 5,
      operations: 6,
      applicationOperations: 6,
      known: { both: 0, tables: 6, documentation: 0 },
      facts: { both: 0, tables: 10, documentation: 0, corrections: 0 },
      cmdlets: 0,
    })
    expect(built.tables.counts).toEqual({ permissions: 3, keys: 8, verbatimKeys: 2 })
    expect(built.tables.merged).toEqual({
      '/Things/{thing-id}': '/Things/{id}',
      '/things/{id}': '/Things/{id}',
    })
    expect(built.tables.renamed).toEqual({
      '/boxes(id={boxId})/sum(from={value}, to={value})': '/boxes(id={value})/sum(from={value},to={value})',
    })
    expect(built.tables.repaired).toEqual({
      '/parts/': { template: '/parts', faults: ['trailing slash'] },
      "/things?$filter=name eq '{id}'": { template: '/things', faults: ['query string'] },
      '/things/{id}}/repair': { template: '/things/{id}/repair', faults: ['doubled brace'] },
    })
  })

  test('leaves out the id that its sources dispute', () => {
    expect(built.tables.disputedIds).toEqual(['Thing.ReadWrite.All application'])
    expect(built.text).not.toMatch(/id-one|id-other/)
  })

  test('does not depend on the order of its sources', () => {
    const reversed = Object.fromEntries(Object.entries(tables.permissions.permissions).reverse())
    const turned = { ...tables, permissions: { permissions: reversed } }
    expect(buildIndex({ tables: turned, documentation: nothing, corrections: [] }, origins).text).toBe(
      built.text,
    )
  })

  test.each([
    [{ ...tables, permissions: {} }, 'permissions.json'],
    [{ ...tables, provisioning: null }, 'provisioningInfo.json'],
    [{ ...tables, descriptions: { applicationScopesList: [] } }, 'permissions-descriptions.json'],
  ])('names the file that is not what it should be (%#)', (broken, file) => {
    expect(() => buildIndex({ tables: broken, documentation: nothing, corrections: [] }, origins)).toThrow(
      file,
    )
  })
})

describe('buildIndex, from both sources', () => {
  const built = buildIndex({ tables, documentation, corrections }, origins)
  const lines = built.text.split('\n')

  test('says who lists what, for which versions, and on which page', () => {
    expect(lines.filter(line => line.startsWith('/'))).toEqual([
      '/boxes(id={value})/sum(from={value},to={value}) GET app,work Thing.Read.All',
      '/pages/{id} GET @page-get docs beta app Page.Read.All+Thing.Read.All',
      '/parts GET #2026-01-01:page app -Thing.Read.All',
      '/things GET @thing-list app,work *Thing.Read.All app >Page.Read.All@beta',
      '/Things/{id} GET #2026-01-01:page work Thing.Read.All app !Page.Read.All *Thing.Read.All Whole.Read.All',
      '/things/{id}/repair GET @thing-repair v1.0 #2026-01-01:page app !Page.Read.All >Thing.ReadWrite.All <Thing.ReadWrite.All+Thing.Read.All,Whole.Read.All | POST app Thing.ReadWrite.All+Thing.Read.All,Whole.Read.All',
    ])
    expect(built.counts.known).toEqual({ both: 2, tables: 4, documentation: 1 })
    expect(built.documentation.repaired).toEqual({
      '/pages/{page-id}/': { templates: ['/pages/{id}'], faults: ['trailing slash'] },
      '/things/{id}/re': { templates: ['/things/{id}/repair'], faults: ['cut off'] },
    })
    expect(built.documentation.unglued).toEqual({ 'pairThing.ReadWrite.All': 'Thing.ReadWrite.All' })
  })

  test('has the permissions that one source alone knows, and the id that two of three files give', () => {
    expect(lines).toContain('Page.Read.All app docs id=id-page admin opens=4')
    expect(lines.find(line => line.startsWith('Thing.ReadWrite.All'))).toContain('id=id-other')
    expect(built.tables).toMatchObject({ disputedIds: [], settledIds: ['Thing.ReadWrite.All application'] })
  })

  test('has the cmdlets by what they accept, those of the beta module beside their namesakes', () => {
    expect(lines.slice(-3)).toEqual([
      'app Thing.ReadWrite.All : New-MgThing',
      'app,work Thing.Read.All : Get-Mg[Beta]Thing',
      '',
    ])
  })

  test('a correction that corrects nothing, or names what is no permission, is an error', () => {
    const [row] = corrections
    const broken = (change: object) => () =>
      buildIndex({ tables, documentation, corrections: [{ ...row!, ...change }] }, origins)
    expect(broken({ paths: ['/nowhere'] })).toThrow('corrects nothing')
    expect(broken({ permissions: ['No.Such'] })).toThrow('No.Such')
  })

  test.each(['operations', 'permissions', 'cmdlets'] as const)('a row of %s is whole', name => {
    const files = { operations: 'h', permissions: 'h', cmdlets: 'h', [name]: 'h\na\tb\n' }
    expect(() => readDocumentation(files)).toThrow(`${name}.tsv: line 2`)
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
