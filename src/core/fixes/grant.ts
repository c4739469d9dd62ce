import { graphAppId } from '../clouds.ts'
import { inTurn, powerShellLiteral, variable } from '../shell.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { azRest, commandFor, graphPowerShell, inShell, principalWord, unknownPrincipal } from './commands.ts'
import type { Fix } from './fix.ts'
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
    roles.map(role => azRest(target, 'POST', assignments(target), assignment(target, role))),
  )
}

/** The same on the emulator. The token stays in a variable of the shell, which the double quotes let through. */
export function grantByCurl(target: EmulatorTarget, roles: readonly AppRole[]): Fix {
  const requests = roles.map(role =>
    commandFor(
      target,
      ...['curl', '--request', 'POST', `${target.emulator}/v1.0/${assignments(target)}`],
      ...['--header', 'Content-Type: application/json', '--data', JSON.stringify(assignment(target, role))],
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
  return graphPowerShell(
    target,
    scopesToGrant,
    ...roles.map(
      ({ id }) =>
        `New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId ${principal} -PrincipalId ${principal} -ResourceId ${resource} -AppRoleId ${powerShellLiteral(id)}`,
    ),
  )
}

const scopesToGrant = ['AppRoleAssignment.ReadWrite.All', 'Application.Read.All']

/** Takes one grant back, whose id the list of them tells. Source: Learn, "Delete appRoleAssignment". */
export function withdrawGrant(target: FixTarget): string {
  const principal = principalWord(target.servicePrincipal, target.clientId)
  return inShell(target, {
    az: azRest(target, 'DELETE', `${assignments(target)}/<assignment-id>`),
    powershell: graphPowerShell(
      target,
      scopesToGrant,
      `Remove-MgServicePrincipalAppRoleAssignment -ServicePrincipalId ${principal} -AppRoleAssignmentId '<assignment-id>'`,
    ),
  })
}

function assignments({ servicePrincipal }: FixTarget): string {
  return `servicePrincipals/${servicePrincipal ?? unknownPrincipal}/appRoleAssignments`
}

function assignment({ servicePrincipal, graphPrincipal }: FixTarget, { id }: AppRole): object {
  return {
    principalId: servicePrincipal ?? unknownPrincipal,
    resourceId: graphPrincipal ?? '<graph-service-principal-id>',
    appRoleId: id,
  }
}

export function namesOf(roles: readonly AppRole[]): string {
  return roles.map(({ name }) => name).join(' and ')
}
