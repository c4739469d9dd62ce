import type { Payload } from './payload.ts'

/**
 * What a token speaks for. Only a registration has an application object: the others declare nothing, nobody consents to
 * them on a page, and they hold no credential of their own. Sources: Learn, "Managed identities for Azure resources",
 * "Agent identities".
 */
export const principalKinds = ['registration', 'managed-identity', 'agent-identity', 'agent-user'] as const
export type PrincipalKind = (typeof principalKinds)[number]

/**
 * By claims; null where none tells: those of agents are optional, so their absence proves nothing. Sources: Learn, "Access
 * token claims reference" (xms_mirid, xms_az_rid), "Token claims for agents" (facets: 11 an agent identity, 13 its user).
 */
export function principalKindOf({ all }: Payload): PrincipalKind | null {
  if (typeof all.xms_mirid === 'string' || typeof all.xms_az_rid === 'string') return 'managed-identity'
  const subject = facetsOf(all.xms_sub_fct)
  if (subject.includes('13')) return 'agent-user'
  return subject.includes('11') || facetsOf(all.xms_act_fct).includes('11') ? 'agent-identity' : null
}

/** Numbers in one string, in any order; what is not known among them is noise. */
function facetsOf(claim: unknown): readonly string[] {
  return typeof claim === 'string' ? claim.split(' ') : []
}
