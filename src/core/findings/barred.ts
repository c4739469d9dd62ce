import { isBarredFor } from '../knowledge/agent-barred.ts'
import type { PrincipalKind } from '../token/principal-kind.ts'

/** Whether whoever asks is barred from a permission: nobody but an agent is. */
export function isBarred(permission: string, kind: PrincipalKind | null): boolean {
  if (kind === 'agent-identity') return isBarredFor('app', permission)
  return kind === 'agent-user' && isBarredFor('user', permission)
}
