import { graphAppId } from '../clouds.ts'
import { inTurn, powerShellLiteral, variable } from '../shell.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { commandFor, type Fix } from './fix.ts'
import type { AppRole, EmulatorTarget, FixTarget } from './target.ts'

/** The app roles of these names; those whose id is not known for certain are left out. */
export function appRoles(index: PermissionIndex, names: readonly string[]): AppRole[] {
  return names.flatMap(name => {
    const id = index.permission(name)?.schemes.application?.id
    return id === undefined || id === null ? [] : [{ name, id }]
  })
}

/**
 * Grants app roles to the app's service principal by REST, from the Azure CLI. Source:
 * Learn, "Grant an appRoleAssignment for a service principal".
 */
export function grantByRest(target: FixTarget, roles: readonly AppRole[]): string {
  return inTurn(
    target.line.shell,
    roles.map(role => azRest(target, role)),
  )
}

function azRest(target: FixTarget, role: AppRole): string {
  const graph = `https://${target.cloud.graph}`
  const body = assignment(target, role)
  return commandFor(
    target,
    ...['az', 'rest', '--method', 'POST', '--url', `${graph}/v1.0/${assignments(target)}`],
    // The Azure CLI knows one Graph a cloud; for another host it must be told whose token to use.
    ...(target.cloud.name === 'global' ? [] : ['--resource', graph]),
    ...['--headers', 'Content-Type=application/json', '--body', body],
  )
}

/** The same on the emulator. The token stays in a variable of the shell, which the double quotes let through. */
export function grantByCurl(target: EmulatorTarget, roles: readonly AppRole[]): Fix {
  const requests = roles.map(role =>
    commandFor(
      target,
      ...['curl', '--request', 'POST', `${target.emulator}/v1.0/${assignments(target)}`],
      ...['--header', 'Content-Type: application/json', '--data', assignment(target, role)],
    ),
  )
  return {
    label: `Grant ${namesOf(roles)}. It needs the administrator's client: ADMIN_TOKEN holds a token with AppRoleAssignment.ReadWrite.All`,
    command: inTurn(
      target.line.shell,
      requests.map(
        request =>
          `${request} --header "Authorization: Bearer ${variable(target.line.shell, 'ADMIN_TOKEN')}"`,
      ),
    ),
  }
}

/**
 * Grants app roles from Graph PowerShell, which looks up the service principals whose ids are not known.
 * Source: Learn, "Grant an appRoleAssignment for a service principal" (PowerShell) and Connect-MgGraph.
 */
export function grantByPowerShell(target: FixTarget, roles: readonly AppRole[]): string {
  const principal = principalWord(target.servicePrincipal, target.clientId)
  const resource = principalWord(target.graphPrincipal, graphAppId)
  const signIn = `Connect-MgGraph -Environment ${target.cloud.graphPowerShell} -TenantId ${powerShellLiteral(target.tenant)} -Scopes 'AppRoleAssignment.ReadWrite.All','Application.Read.All'`
  const grants = roles.map(
    ({ id }) =>
      `New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId ${principal} -PrincipalId ${principal} -ResourceId ${resource} -AppRoleId ${powerShellLiteral(id)}`,
  )
  return [signIn, ...grants].join('; ')
}

function principalWord(id: string | null, appId: string): string {
  return id === null
    ? `(Get-MgServicePrincipal -Filter ${powerShellLiteral(`appId eq '${appId}'`)}).Id`
    : powerShellLiteral(id)
}

const unknownPrincipal = '<service-principal-id>'

function assignments({ servicePrincipal }: FixTarget): string {
  return `servicePrincipals/${servicePrincipal ?? unknownPrincipal}/appRoleAssignments`
}

function assignment({ servicePrincipal, graphPrincipal }: FixTarget, { id }: AppRole): string {
  return JSON.stringify({
    principalId: servicePrincipal ?? unknownPrincipal,
    resourceId: graphPrincipal ?? '<graph-service-principal-id>',
    appRoleId: id,
  })
}

export function namesOf(roles: readonly AppRole[]): string {
  return roles.map(({ name }) => name).join(' and ')
}
