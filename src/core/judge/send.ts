import type { Operation } from '../operation/operation.ts'
import type { Verdict } from './judge.ts'

/**
 * Why an operation is not sent, one sentence; null when it is.
 *
 * Reads are sent unless they are certain to fail; `anyway` sends those too. Nothing overrides the host: a
 * token goes to its own Graph only. Everything but GET and HEAD is held back.
 *
 * @param verdict null where there is none: nothing is sent then
 */
export function heldBackBecause(
  { method }: Operation,
  verdict: Verdict | null,
  { anyway, certain }: { anyway: boolean; certain: boolean },
): string | null {
  if (verdict === null) return 'There is nothing to compare it with a token.'
  if (verdict === 'wrong-host') return "The URL is not on this token's Graph host."
  if (method !== 'GET' && method !== 'HEAD')
    return `${method} may change something; only GET and HEAD are sent.`
  // What one source alone says may be wrong, and a read finds out.
  if (anyway || !certain) return null
  if (verdict === 'missing-permission') return 'The token lacks a permission for it (--anyway sends it).'
  if (verdict === 'delegated-only') return 'No app-only token can make it (--anyway sends it).'
  return null
}
