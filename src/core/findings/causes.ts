import type { WeighedCause } from '../knowledge/cause.ts'

/** Sure only where what is printed as the cause is proven, or where there is nothing to guess. */
export function certaintyOf(causes: readonly WeighedCause[]): 'certain' | 'likely' {
  const isOpen = causes.some(({ standing }) => standing === 'possible')
  const isProven = causes.some(({ standing }) => standing === 'proven')
  return isOpen && !isProven ? 'likely' : 'certain'
}
