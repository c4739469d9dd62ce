import { graphAppId } from '../clouds.ts'
import { againWith } from '../command-line.ts'
import { powerShellLiteral } from '../shell.ts'
import { onBlueprint } from './agent.ts'
import { azRest, commandFor, graphPowerShell, inShell, principalWord, unknownPrincipal } from './commands.ts'
import { type Fix, step, who } from './fix.ts'
import { grantByPowerShell, grantByRest, namesOf, withdrawGrant } from './grant.ts'
import { type AppRole, type EmulatorTarget, type FixTarget, isAgent, type Known } from './target.ts'
import { thenNewToken, waitForIdentity } from './token.ts'

/**
 * Grants app roles to what has a service principal and no registration: nothing to declare, no button to press. Sources:
 * Learn, "Assign a managed identity access to an application role", "Grant an appRoleAssignment for a service principal".
 */
export function grantRoles(target: FixTarget, { permissions }: Known): Fix[] {
  const roles = permissions.length === 0 ? [{ name: 'the permission', id: '<app-role-id>' }] : permissions
  return isAgent(target.principalKind)
    ? [
        grant(target, roles, `An agent identity has no registration: grant ${namesOf(roles)} to it`),
        toBlueprint(target, roles),
        thenNewToken(target),
      ]
    : [
        grant(
          target,
          roles,
          `A managed identity has no registration: grant ${namesOf(roles)} to its service principal`,
        ),
        waitForIdentity(target),
      ]
}

function grant(target: FixTarget, roles: readonly AppRole[], label: string): Fix {
  return step(target, {
    label,
    by: who.consentsToGraph,
    powershell: grantByPowerShell(target, roles),
    rest: grantByRest(target, roles),
    undo: withdrawGrant(target),
  })
}

/** Where the blueprint's service principal is known, by a command; all its agents then inherit it. */
function toBlueprint(target: FixTarget, roles: readonly AppRole[]): Fix {
  const { blueprint } = target
  if (blueprint === null || blueprint.servicePrincipal === null) return byBlueprint
  const principal = { ...target, clientId: blueprint.clientId, servicePrincipal: blueprint.servicePrincipal }
  return {
    ...grant(
      principal,
      roles,
      `Or grant it to its blueprint, from which all its agents inherit it where the blueprint lets them`,
    ),
    leaves: 'What is inherited stands in no grant of the agent: the next token, and check --app, show it.',
  }
}

/**
 * Lets the agents of a blueprint inherit what it is granted of Microsoft Graph. Sources: Learn, "Create
 * inheritablePermission" and "Configure inheritable permissions for agent identity blueprints"; a blueprint that has an
 * entry for Graph answers 409, and the entry is changed.
 */
export function letInherit(target: FixTarget, { permissions }: Known): Fix[] {
  const blueprint = target.blueprint?.application ?? '<object-id-of-the-blueprint>'
  const entries = `applications/microsoft.graph.agentIdentityBlueprint/${blueprint}/inheritablePermissions`
  const body = {
    resourceAppId: graphAppId,
    inheritableScopes: { '@odata.type': '#microsoft.graph.noScopes', kind: 'none' },
    inheritableRoles: { '@odata.type': '#microsoft.graph.allAllowedRoles', kind: 'allAllowed' },
  }
  const only = permissions.length === 0 ? 'a permission' : namesOf(permissions)
  return [
    {
      label: 'Let the agents of the blueprint inherit what it is granted of Microsoft Graph',
      command: azRest(target, 'POST', entries, body),
      by: 'Agent ID Administrator, or Agent ID Developer for a blueprint of their own',
      leaves: `All agents of the blueprint inherit all that it is granted there; for one agent alone, grant ${only} to that agent. Where the blueprint has an entry for Microsoft Graph already, this answers 409: change that by PATCH.`,
      undo: azRest(target, 'PATCH', `${entries}/${graphAppId}`, {
        inheritableRoles: { '@odata.type': '#microsoft.graph.noRoles', kind: 'none' },
      }),
    },
    thenNewToken(target),
  ]
}

const byBlueprint = onBlueprint('Or grant it to its blueprint, from which all its agents then inherit it')

/** Nobody signs in for an agent: its delegated permissions are granted. Source: Learn, "Create oAuth2PermissionGrant". */
export function grantScopes(target: FixTarget, { scopes }: Known): Fix[] {
  const scope = scopes.length === 0 ? '<scope>' : scopes.join(' ')
  const client = target.servicePrincipal ?? unknownPrincipal
  const resource = principalWord(target.graphPrincipal, graphAppId)
  const permission = ['DelegatedPermissionGrant.ReadWrite.All', 'Application.Read.All']
  return [
    step(target, {
      label: 'Nobody signs in for an agent: grant it to the agent identity',
      by: who.managesApps,
      powershell: graphPowerShell(
        target,
        permission,
        `New-MgOauth2PermissionGrant -BodyParameter @{clientId='${client}';consentType='AllPrincipals';resourceId=${resource};scope=${powerShellLiteral(scope)}}`,
      ),
      rest: azRest(target, 'POST', 'oauth2PermissionGrants', {
        clientId: client,
        consentType: 'AllPrincipals',
        resourceId: target.graphPrincipal ?? '<graph-service-principal-id>',
        scope,
      }),
      undo: inShell(target, {
        az: azRest(target, 'DELETE', 'oauth2PermissionGrants/<grant-id>'),
        powershell: graphPowerShell(
          target,
          permission,
          "Remove-MgOauth2PermissionGrant -OAuth2PermissionGrantId '<grant-id>'",
        ),
      }),
    }),
    byBlueprint,
    thenNewToken(target),
  ]
}

/** Source: Learn, "Agent identity blueprints", "Managed identities for Azure resources". */
export function noCredential({ principalKind }: FixTarget): Fix[] {
  return isAgent(principalKind)
    ? [
        {
          label: 'An agent identity holds no credential: look at those of its blueprint',
          url: 'https://learn.microsoft.com/entra/agent-id/identity-platform/agent-blueprint',
        },
      ]
    : [
        {
          label: 'A managed identity holds no credential: its platform asks for the token',
          url: 'https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview',
        },
      ]
}

/** Sources: Azure CLI, `az vm identity`, `az webapp identity`. */
export function assigned({ line }: FixTarget): Fix[] {
  const host = ['--resource-group', '<resource-group>', '--name', '<name>']
  return [
    {
      label: 'See which identities are assigned to the host; for an App Service: az webapp identity show',
      command: commandFor({ line }, 'az', 'vm', 'identity', 'show', ...host),
    },
    {
      label: 'Name one of them, by its own client id',
      command: againWith(line, '--identity', '<client-id-of-the-identity>'),
    },
    {
      label: 'Or assign the one that is meant; without --identities the host gets its own',
      command: commandFor(
        { line },
        ...['az', 'vm', 'identity', 'assign', ...host, '--identities', '<resource-id-of-the-identity>'],
      ),
      by: 'Managed Identity Operator on the identity, Virtual Machine Contributor on the host',
    },
  ]
}

export function assignedOnEmulator({ line }: EmulatorTarget): Fix[] {
  return [{ label: "Ask as the machine's own identity", command: againWith(line, '--identity', 'system') }]
}
