import { expect, test } from 'vitest'
import { profileOf } from '../../../src/core/need/profile.ts'
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
