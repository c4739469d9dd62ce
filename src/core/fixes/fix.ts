import type { Cloud } from '../clouds.ts'
import type { Facts } from '../facts.ts'
import { guid } from '../token/checks.ts'

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
  readonly cloud: Cloud
  /** Origin of the emulator; null for the real thing. */
  readonly emulator: string | null
}

const domain = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i

/**
 * The target of a fix: what is configured, else what the token says. A value enters a command or a link
 * only in its own shape; anything else becomes a placeholder in angle brackets.
 */
export function fixTarget(facts: Facts, fallback: Cloud): FixTarget {
  const payload = facts.token?.form === 'jwt' ? facts.token.payload : null
  const named = targetOf({
    clientId: payload?.appid ?? facts.clientId,
    tenant: shaped(guid, payload?.tid, null) ?? facts.tenant,
    cloud: facts.cloud ?? fallback,
  })
  return { ...named, emulator: facts.emulator }
}

/** The target that foreign values name, each checked for its shape. */
export function targetOf(named: {
  readonly clientId: string | null
  readonly tenant: string | null
  readonly cloud: Cloud
}): FixTarget {
  return {
    clientId: shaped(guid, named.clientId, '<client-id>'),
    tenant: tenantOf(named.tenant),
    cloud: named.cloud,
    emulator: null,
  }
}

function tenantOf(configured: string | null): string {
  return shaped(guid, configured, null) ?? shaped(domain, configured, '<tenant-id>')
}

function shaped<Otherwise>(
  shape: RegExp,
  value: string | null | undefined,
  otherwise: Otherwise,
): string | Otherwise {
  return value !== null && value !== undefined && shape.test(value) ? value : otherwise
}
