import { isGuid } from '../guid.ts'
import { withoutSecrets } from './gate.ts'
import { holdsWords } from './shapes.ts'

/**
 * Whether a word may be a token or a secret: then no complaint repeats it. Words of the command line and
 * settings are asked about, so a wrong yes costs an echo, and a wrong no a secret.
 */
export function looksSecret(word: string): boolean {
  const bare = word.trim().replace(/^["']|["']$/g, '')
  if (isGuid(bare)) return false
  return (
    withoutSecrets(bare) !== bare ||
    /^(?:bearer\s+)?eyj/i.test(bare) ||
    (/^[A-Za-z0-9+/]{40,}={1,2}$/.test(bare) && !holdsWords(bare)) ||
    (bare.length > 100 && !bare.includes('/')) ||
    (bare.length >= 16 && !/[\s/\\]/.test(bare) && classesOf(bare) >= 3)
  )
}

/** Small letters, great ones, digits, other signs: a name mixes two of them. */
function classesOf(text: string): number {
  return [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9._-]/].filter(pattern => pattern.test(text)).length
}
