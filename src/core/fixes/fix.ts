import type { Cloud } from '../clouds.ts'
import { bareCommandLine, type CommandLine } from '../command-line.ts'
import type { Facts } from '../facts.ts'
import { isGuid } from '../guid.ts'
import { shellCommand } from '../shell.ts'

/** One next step: what it does, and the thing to paste or open. */
export type Fix =
  | { readonly label: string; readonly command: string }
  | { readonly label: string; readonly url: string }

/** The app, tenant and cloud that a fix is written for. */
export interface FixTarget {
  /** Application (client) id, or `<client-id>` when none of the right shape is known. */
  readonly clientId: string
  /** Tenant id or verified domain, or `<tenant-id>`. */
  readonly tenant: string
  /** Object id of the app's service principal; null where neither token nor records tell. */
  readonly servicePrincipal: string | null
  /** Object id of Microsoft Graph's service principal in the tenant; null where it was not read. */
  readonly graphPrincipal: string | null
  /** A managed identity has a service principal and no registration: nothing declares, nothing is consented to. */
  readonly managedIdentity: boolean
  readonly cloud: Cloud
  /** Origin of the emulator; null for the real thing. */
  readonly emulator: string | null
  /** The user's own command line, which the last step repeats, and the shell that all steps are written for. */
  readonly line: CommandLine
}

/**
 * What the emulator printed when it started, and keeps no copy of. It is running: a second one would have
 * secrets of its own.
 */
export function fromEmulatorsTerminal(settings: string, emulator: string): Fix {
  return { label: `Copy ${settings} from what the emulator printed in its own terminal`, url: `${emulator}/` }
}

/**
 * Steps that only a real tenant can take, as a learner on the emulator reads them: with the emulator's own
 * ids, and named for what they are. Those of why403 work on both.
 */
export function inRealTenant({ emulator }: Pick<FixTarget, 'emulator'>, fixes: readonly Fix[]): Fix[] {
  if (emulator === null) return [...fixes]
  return fixes.map(fix =>
    isOfWhy403(fix) ? fix : { ...fix, label: `In a real tenant: ${lowerFirst(fix.label)}` },
  )
}

function isOfWhy403(fix: Fix): boolean {
  return 'command' in fix && /(^|[ ;])why403( |$)/.test(fix.command)
}

/** Names such as `API permissions` keep their case. */
function lowerFirst(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label
}

/** A command for the shell at hand. */
export function commandFor({ line }: Pick<FixTarget, 'line'>, ...words: readonly string[]): string {
  return shellCommand(line.shell, ...words)
}

function isDomain(text: string): boolean {
  return /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i.test(text)
}

/**
 * The target of a fix: what is configured, else what the token says. A value enters a command or a link
 * only in its own shape; anything else becomes a placeholder in angle brackets.
 */
export function fixTarget(facts: Facts, fallback: Cloud): FixTarget {
  const token = facts.token?.form === 'jwt' ? facts.token : null
  const payload = token?.payload
  // The oid of a delegated token is the user's.
  const own = token?.access.access === 'app-only' ? token.payload.oid : null
  const named = targetOf({
    clientId: payload?.appid ?? facts.clientId,
    tenant: shaped(isGuid, payload?.tid, null) ?? facts.tenant,
    cloud: facts.cloud ?? fallback,
  })
  return {
    ...named,
    servicePrincipal: shaped(isGuid, facts.records?.servicePrincipal?.id, shaped(isGuid, own, null)),
    graphPrincipal: shaped(isGuid, facts.records?.graphPrincipal, null),
    managedIdentity: ['xms_mirid', 'xms_az_rid'].some(name => typeof payload?.all[name] === 'string'),
    emulator: facts.emulator,
    line: facts.line,
  }
}

/** The target that foreign values name, each checked for its shape. */
export function targetOf(named: {
  readonly clientId: string | null
  readonly tenant: string | null
  readonly cloud: Cloud
  readonly line?: CommandLine
}): FixTarget {
  return {
    clientId: shaped(isGuid, named.clientId, '<client-id>'),
    tenant: tenantOf(named.tenant),
    servicePrincipal: null,
    graphPrincipal: null,
    managedIdentity: false,
    cloud: named.cloud,
    emulator: null,
    line: named.line ?? bareCommandLine,
  }
}

function tenantOf(configured: string | null): string {
  return shaped(isGuid, configured, null) ?? shaped(isDomain, configured, '<tenant-id>')
}

function shaped<Otherwise>(
  hasShape: (text: string) => boolean,
  value: string | null | undefined,
  otherwise: Otherwise,
): string | Otherwise {
  return value !== null && value !== undefined && hasShape(value) ? value : otherwise
}
