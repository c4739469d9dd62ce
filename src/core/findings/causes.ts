import type { WeighedCause } from '../knowledge/cause.ts'
import type { Draft } from './finding.ts'

/** Sure only where what is printed as the cause is proven, or where there is nothing to guess. */
export function surenessOf(
  causes: readonly WeighedCause[],
  wouldTell: string | null,
): Pick<Draft, 'certainty' | 'wouldTell'> {
  const isOpen = causes.some(({ standing }) => standing === 'possible')
  const isProven = causes.some(({ standing }) => standing === 'proven')
  if (isProven || !isOpen || wouldTell === null) return { certainty: 'certain' }
  return { certainty: 'likely', wouldTell }
}
