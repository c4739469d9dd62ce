import { commandFor, type Fix, type FixTarget, inRealTenant } from './fix.ts'
import { enterpriseAppsPage } from './portal.ts'

/** Switches a disabled service principal on again: a Cloud Application Administrator may. */
export function enableServicePrincipal(target: FixTarget): Fix[] {
  return inRealTenant(target, [
    {
      label: 'Find out who disabled it and why; then, as Cloud Application Administrator, enable it again',
      command: commandFor(
        target,
        ...['az', 'ad', 'sp', 'update', '--id', target.clientId, '--set', 'accountEnabled=true'],
      ),
    },
    {
      label: 'Or in the portal: the enterprise app, Properties, Enabled for users to sign in',
      url: enterpriseAppsPage(target),
    },
  ])
}
