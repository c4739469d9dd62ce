/** Errors of tools that name what they were at, and no address. */
import { describe, expect, test } from 'vitest'
import { toolResource, toolResourceNames } from '../../../src/core/knowledge/tool-resources.ts'
import { explainText } from '../../../src/index.ts'
import { index } from '../committed-index.ts'

const denied =
  'unexpected status 403 with OData error: Authorization_RequestDenied: Insufficient privileges to complete the operation.'
const box = (place: string, kind = place.startsWith('data.') ? 'data' : 'resource'): string =>
  `╷\n│ Error: Creating\n│ \n│   with ${place},\n│   on main.tf line 1, in ${kind} "${place.replace(/^data\./, '').split('.')[0]}" "a":\n│ \n│ Client.BaseClient.Post(): ${denied}\n╵\n`
const shown = (text: string): Record<string, string | null>[] =>
  (explainText(index, text).refusals ?? []).map(({ evidence }) =>
    Object.fromEntries(
      evidence
        .filter(({ name }) => name === 'resource' || name === 'needs')
        .map(({ name, actual }) => [name, actual]),
    ),
  )

describe('the resource tells what is needed', () => {
  test.each([
    [
      'azuread_application.a',
      'Terraform: azuread_application',
      'Application.ReadWrite.OwnedBy; or Application.ReadWrite.All',
    ],
    [
      'azuread_application_password.a',
      'Terraform: azuread_application_password',
      'Application.ReadWrite.OwnedBy; or Application.ReadWrite.All',
    ],
    [
      'module.x["a"].azuread_app_role_assignment.a[0]',
      'Terraform: azuread_app_role_assignment',
      'AppRoleAssignment.ReadWrite.All and Application.Read.All; or AppRoleAssignment.ReadWrite.All and Directory.Read.All',
    ],
    ['data.azuread_group.a', 'Terraform: azuread_group, read', 'Group.Read.All; or Directory.Read.All'],
    [
      'azuread_conditional_access_policy.a',
      'Terraform: azuread_conditional_access_policy',
      'Policy.ReadWrite.ConditionalAccess and Policy.Read.All',
    ],
  ])('%s', (place, resource, needs) => {
    expect(shown(box(place))).toEqual([{ resource, needs }])
  })

  test('of Microsoft365DSC as well, and it is marked as changing', () => {
    const text = `VERBOSE: [[IntuneDeviceConfigurationPolicyWindows10]a] failed\n[Forbidden] : Application is not authorized to perform this operation. graph.microsoft.com`
    const [refusal] = explainText(index, text).refusals ?? []
    expect(JSON.stringify(refusal?.evidence)).toContain('DeviceManagementConfiguration.ReadWrite.All')
    expect(JSON.stringify(refusal?.evidence)).toContain('changes with releases')
  })

  test('each error of a run its own', () => {
    expect(shown(box('azuread_group.a') + box('azuread_user.a')).map(({ resource }) => resource)).toEqual([
      'Terraform: azuread_group',
      'Terraform: azuread_user',
    ])
  })

  test('and the first step is its permission', () => {
    const [refusal] = explainText(index, box('azuread_group.a')).refusals ?? []
    expect(JSON.stringify(refusal?.fix[0])).toContain('Group.ReadWrite.All')
  })

  test.each([
    ['an address is told', `GET https://graph.microsoft.com/v1.0/users\n${box('azuread_group.a')}`],
    ['it is one of Azure', box('azurerm_key_vault.a')],
    ['nobody knows it', box('azuread_unheard_of.a')],
    ['it is far away', `${box('azuread_group.a').split('│ Client')[0]}${'x '.repeat(2000)}\n${denied}`],
  ])('and nothing is said where %s', (_, text) => {
    expect(shown(text).filter(({ resource }) => resource !== undefined)).toEqual([])
  })
})

test('every permission of the table is one of Graph, for apps', () => {
  const names = toolResourceNames().flatMap(name => {
    const row = toolResource(name.replace('*', ''))
    return row === null ? [name] : [...row.write, ...row.read].flat()
  })
  expect(names.length).toBeGreaterThan(30)
  expect(names.filter(name => index.permission(name)?.schemes.application === undefined)).toEqual([])
})
