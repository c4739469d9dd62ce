import { expect, test } from 'vitest'
import { profileOf } from '../../../src/core/need/profile.ts'
import { openIndex } from '../../../src/core/tables/permission-index.ts'
import { index } from '../committed-index.ts'

test('a permission by its name, in any case, and by the id of its role or scope', () => {
  const profile = profileOf(index, 'team.create')!
  expect(profile).toMatchObject({
    name: 'Team.Create',
    resourceSpecific: false,
    schemes: {
      application: { level: 3, adminConsent: true },
      delegatedWork: { level: 2, adminConsent: false },
    },
  })
  expect(profileOf(index, profile.schemes.application!.id!)).toEqual(profile)
  expect(profileOf(index, profile.schemes.delegatedWork!.id!)).toEqual(profile)
  expect(profileOf(index, 'Team.Creat')).toBeNull()
  expect(profileOf(index, '00000000-0000-0000-0000-000000000000')).toBeNull()
})

test('what it opens: counted by method and area, and listed', () => {
  const { opens, operations } = profileOf(index, 'Team.Create')!
  expect(opens.methods).toEqual([{ name: 'POST', application: 2, delegated: 2 }])
  expect(opens.areas).toEqual([{ name: '/teams', application: 2, delegated: 2 }])
  expect(operations.map(({ method, template }) => `${method} ${template}`)).toEqual([
    'POST /teams',
    'POST /teams/{id}/clone',
  ])
})

test.each([
  'User.Read.All',
  'Directory.Read.All',
  'AppRoleAssignment.ReadWrite.All',
  'Mail.Send',
  'Mail.Read',
])('%s opens as many as its record says, under every scheme', name => {
  const { operations, schemes } = profileOf(index, name)!
  for (const scheme of ['application', 'delegatedWork', 'delegatedPersonal'] as const) {
    const opened = operations.filter(operation => operation.schemes.includes(scheme))
    expect(opened).toHaveLength(schemes[scheme]?.opens ?? 0)
  }
})

test('companions are said', () => {
  const { operations } = profileOf(index, 'AppRoleAssignment.ReadWrite.All')!
  expect(
    operations.find(
      ({ method, template }) =>
        method === 'POST' && /^\/serviceprincipals\/\{id\}\/approleassignments$/i.test(template),
    ),
  ).toMatchObject({ alsoRequires: ['Application.Read.All', 'Directory.Read.All'] })
})

test('each way that it is held in, the one that asks for least, and no way that a correction withdrew', () => {
  const small = openIndex(
    [
      ...['# header', '', 'A.Read app id=x level=1 opens=4 work id=y level=1 opens=3', 'B.Read app id=z', ''],
      '/a GET app A.Read+B.Read A.Read work *A.Read',
      '/a/{id} GET app A.Read | POST app B.Read',
      '/b GET app A.Read+B.Read personal A.Read',
      '/b/f(x={value}) POST work A.Read',
      '/c GET #2026-01-01:page app -A.Read',
      '/b/g GET app A.Read',
      '/b/h GET app A.Read',
      '/d(x={value}) POST work A.Read',
      '/e GET app A.Read',
      '/e/f GET app A.Read',
      '/e/g GET app A.Read',
      '',
    ].join('\n'),
  )
  const { operations, opens } = profileOf(small, 'A.Read')!
  expect(
    operations.map(({ method, template, schemes, alsoRequires, marked }) => [
      `${method} ${template}`,
      schemes.join(),
      alsoRequires.join(),
      marked,
    ]),
  ).toEqual([
    ['GET /a', 'application,delegatedWork', '', true],
    ['GET /a/{id}', 'application', '', false],
    ['GET /b', 'application,delegatedPersonal', '', false],
    ['POST /b/f(x={value})', 'delegatedWork', '', false],
    ['GET /b/g', 'application', '', false],
    ['GET /b/h', 'application', '', false],
    ['POST /d(x={value})', 'delegatedWork', '', false],
    ['GET /e', 'application', '', false],
    ['GET /e/f', 'application', '', false],
    ['GET /e/g', 'application', '', false],
  ])
  expect(opens.methods).toEqual([
    { name: 'GET', application: 8, delegated: 2 },
    { name: 'POST', application: 0, delegated: 2 },
  ])
  expect(opens.areas).toEqual([
    { name: '/b', application: 3, delegated: 2 },
    { name: '/e', application: 3, delegated: 0 },
    { name: '/a', application: 2, delegated: 1 },
    { name: '/d', application: 0, delegated: 1 },
  ])
})
