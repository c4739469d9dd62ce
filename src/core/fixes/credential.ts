import { commandFor, type Fix, type FixTarget, fromEmulatorsTerminal, inRealTenant } from './fix.ts'
import { registrationPage } from './portal.ts'

/** Without --append the others are deleted. Source: Azure CLI, `az ad app credential reset`. */
export function addCredential(target: FixTarget, ...which: readonly string[]): string {
  const reset = ['az', 'ad', 'app', 'credential', 'reset', '--id', target.clientId]
  return commandFor(target, ...reset, ...which, '--append')
}

/** A new client secret, the others kept. */
export function newSecret(target: FixTarget): Fix[] {
  if (target.emulator !== null) {
    return [fromEmulatorsTerminal('CLIENT_SECRET', target.emulator)]
  }
  return [
    {
      label:
        'Make a new secret and copy its value, which is shown once (without --append the others are deleted)',
      command: addCredential(target),
    },
    { label: 'Or in the portal, Certificates & secrets', url: registrationPage(target, 'Credentials') },
  ]
}

/** A certificate beside the secret. */
export function certificateInstead(target: FixTarget): Fix[] {
  return inRealTenant(target, [
    {
      label: 'Make a certificate for the app, use it, and delete the secret afterwards',
      command: addCredential(target, '--create-cert'),
    },
  ])
}

/** The service principal that a registration lacks in its tenant. The emulator's tenant is a file. */
export function newServicePrincipal(target: FixTarget): Fix[] {
  return inRealTenant(target, [
    {
      label: 'Create the service principal in this tenant',
      command: commandFor(target, 'az', 'ad', 'sp', 'create', '--id', target.clientId),
    },
  ])
}
