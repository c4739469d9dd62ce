import contoso from '../../fixtures/tenants/contoso.json' with { type: 'json' }
import { index, type Stage } from '../emulator/support.ts'

/** An administrator, who holds a token for the directory and no secret of the app. */
export const asAdminOf = (token: string, { url }: Stage) => ({
  env: { WHY403_EMULATOR: url },
  files: { 'admin.jwt': token },
})
export const withToken = (argv: readonly string[]) => [
  'check',
  ...argv,
  '--directory-token-file',
  'admin.jwt',
]

/** The id of the grant. */
export async function grantTo(tenant: Stage, token: string, servicePrincipalId: string, permission: string) {
  const graph = contoso.resources.find(resource => resource.key === 'graph')!
  const appRoleId = index.permission(permission)!.schemes.application!.id
  const json = { principalId: servicePrincipalId, resourceId: graph.servicePrincipalId, appRoleId }
  const path = `/v1.0/servicePrincipals/${servicePrincipalId}/appRoleAssignments`
  return (await tenant.send('POST', path, { token, json })).json.id as string
}

export const idOf = (key: string) => contoso.apps.find(app => app.key === key)!.clientId
