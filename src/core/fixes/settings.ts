import { clouds } from '../clouds.ts'
import { again, againWith, againWithNewToken } from '../command-line.ts'
import { withVariable } from '../shell.ts'
import { commandFor } from './commands.ts'
import type { Fix } from './fix.ts'
import { registrationsPage } from './portal.ts'
import type { EmulatorTarget, FixTarget, Known } from './target.ts'

/** The registration's overview, where the tenant and client ids stand. */
export function copyIds(target: FixTarget): Fix[] {
  return [
    {
      label: 'Copy Application (client) ID and Directory (tenant) ID from the overview of the registration',
      url: registrationsPage(target),
    },
  ]
}

export function idsOfEmulator(target: EmulatorTarget): Fix[] {
  return [fromEmulatorsTerminal('TENANT_ID and CLIENT_ID', target)]
}

/**
 * What the emulator printed when it started, and keeps no copy of. It is running: a second one would have
 * secrets of its own. A program that is run is given them.
 */
export function fromEmulatorsTerminal(settings: string, { emulator, line }: EmulatorTarget): Fix {
  if (line.command === 'run')
    return {
      label: `Let the program take ${settings} from its environment, where they are set for it: no override by a .env, and none in its code`,
      command: again(line),
    }
  return { label: `Copy ${settings} from what the emulator printed in its own terminal`, url: `${emulator}/` }
}

export function readSettings({ line }: FixTarget): Fix[] {
  return [
    {
      label: 'See which settings were read, and from where (an empty value counts as absent)',
      command: again(line, '--verbose'),
    },
  ]
}

/** The one scope that asks for all granted application permissions of Graph. */
export function graphScope({ cloud, line }: FixTarget): Fix[] {
  return [
    {
      label: 'Ask for a token for Microsoft Graph',
      command: withVariable(
        line.shell,
        'GRAPH_SCOPE',
        `https://${cloud.graph}/.default`,
        againWithNewToken(line),
      ),
    },
  ]
}

/** The scope of another API than Graph, which is for that API alone. Only its own form enters the command. */
export function apiScope({ line }: FixTarget, { scopes: [scope = ''] }: Known): Fix[] {
  const isScope = /^(?:https:\/\/[a-z0-9.-]+(?:\/[a-z0-9./-]*)?|[0-9a-f-]{36})\/\.default$/i.test(scope)
  return [
    {
      label: 'Ask for a token for that API, with its own scope',
      command: withVariable(line.shell, 'GRAPH_SCOPE', isScope ? scope : '<scope>', againWithNewToken(line)),
    },
  ]
}

export function askInTenant({ line, tenant }: FixTarget): Fix[] {
  return [
    {
      label: 'Ask in one tenant, by its id or one of its domain names',
      command: againWith(line, '--tenant', tenant),
    },
  ]
}

export function expectedTenant({ line }: FixTarget): Fix[] {
  return [{ label: 'Name the tenant that is expected', command: againWith(line, '--tenant', 'TENANT_ID') }]
}

/** Authority, Graph, scope and keys follow from the cloud's name. */
export function namedCloud({ line }: FixTarget, { cloud }: Known): Fix[] {
  return [
    {
      label: 'Ask in that cloud; a program of its own needs its authority and its Graph set',
      command: againWith(line, '--cloud', cloud ?? '<cloud>'),
    },
  ]
}

export function rightCloud(target: FixTarget): Fix[] {
  return [
    {
      label: 'Find out which cloud the tenant lives in: see cloud_instance_name',
      command: commandFor(
        target,
        ...['curl', '--silent'],
        `https://login.microsoftonline.com/${target.tenant}/v2.0/.well-known/openid-configuration`,
      ),
    },
    {
      label: `Then ask there: ${clouds
        .slice(1)
        .map(({ name }) => name)
        .join(', ')}`,
      command: againWith(target.line, '--cloud', 'usgov'),
    },
  ]
}

/** A base address of an SDK names one cloud's Graph. Source: Learn, "National cloud deployments". */
export function tokenHost(target: FixTarget, { operations: [operation = 'GET /users'] }: Known): Fix[] {
  return [
    {
      label: `Set the base address of the program to https://${target.cloud.graph}, the Graph that the token is for`,
      command: commandFor(target, 'why403', 'check', operation),
    },
    {
      label: 'Or ask for a token in the cloud of the address',
      url: 'https://learn.microsoft.com/graph/deployments',
    },
  ]
}
