import { powerShellLiteral, type Shell, shellCommand } from '../shell.ts'
import type { FixTarget } from './target.ts'

/** A command for the shell at hand. */
export function commandFor({ line }: Pick<FixTarget, 'line'>, ...words: readonly string[]): string {
  return shellCommand(line.shell, ...words)
}

/** Of one thing in two forms that of the shell at hand, where there is room for one. */
export function inShell(
  { line }: Pick<FixTarget, 'line'>,
  { az, powershell }: { readonly az: string; readonly powershell: string },
): string {
  return line.shell === 'powershell' ? powershell : az
}

/** A request to Graph by the Azure CLI, with the token of whoever is signed in there. Source: Azure CLI, `az rest`. */
export function azRest(
  target: Pick<FixTarget, 'line' | 'cloud'>,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
): string {
  const graph = `https://${target.cloud.graph}`
  return commandFor(
    target,
    ...['az', 'rest', '--method', method, '--url', `${graph}/v1.0/${path}`],
    // The Azure CLI knows one Graph a cloud; for another host it must be told whose token to use.
    ...(target.cloud.name === 'global' ? [] : ['--resource', graph]),
    ...(body === undefined
      ? []
      : ['--headers', 'Content-Type=application/json', '--body', JSON.stringify(body)]),
  )
}

/** Commands of Graph PowerShell behind the sign-in that they need. Source: Microsoft Graph PowerShell, Connect-MgGraph. */
export function graphPowerShell(
  { cloud, tenant }: FixTarget,
  scopes: readonly string[],
  ...commands: readonly string[]
): string {
  const signIn = `Connect-MgGraph -Environment ${cloud.graphPowerShell} -TenantId ${powerShellLiteral(tenant)} -Scopes ${scopes.map(powerShellLiteral).join(',')}`
  return [signIn, ...commands].join('; ')
}

/** The object id of a service principal as a word of PowerShell, which looks it up where it is not known. */
export function principalWord(id: string | null, appId: string): string {
  return id === null ? lookedUp('Get-MgServicePrincipal', appId) : powerShellLiteral(id)
}

/** That of the registration. */
export function applicationWord({ clientId }: FixTarget): string {
  return lookedUp('Get-MgApplication', clientId)
}

function lookedUp(command: string, appId: string): string {
  return `(${command} -Filter ${powerShellLiteral(`appId eq '${appId}'`)}).Id`
}

/** The registration in Graph's paths, by its client id. Source: Learn, "Get application", by appId. */
export function applicationPath({ clientId, line }: FixTarget): string {
  return isBatch(line.shell) ? 'applications/<application-object-id>' : `applications(appId='${clientId}')`
}

/** The service principal in Graph's paths. Source: Learn, "Get servicePrincipal", by appId. */
export function principalPath({ servicePrincipal, clientId, line }: FixTarget): string {
  if (servicePrincipal !== null) return `servicePrincipals/${servicePrincipal}`
  return isBatch(line.shell)
    ? `servicePrincipals/${unknownPrincipal}`
    : `servicePrincipals(appId='${clientId}')`
}

/** A parenthesis ends a block in a batch file, which az is on Windows. */
function isBatch(shell: Shell): boolean {
  return shell === 'powershell'
}

export const unknownPrincipal = '<service-principal-id>'
