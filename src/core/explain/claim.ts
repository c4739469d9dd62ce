import { claimRow } from '../knowledge/claims.ts'
import { documented } from './documented.ts'
import type { Explanation } from './explanation.ts'

/** `roles`, `scp`, `aud`: a claim of an access token. Null: there is none of that name. */
export function explainClaim(word: string): Explanation | null {
  const row = claimRow(word)
  if (row === null) return null
  const { name, meaning, versions, access, source } = row
  const carried = access === 'both' ? 'tokens of both kinds' : `${access} tokens`
  return documented({
    id: null,
    title: `${name}: ${meaning}.`,
    class: null,
    cure: 'Read on',
    source,
    shown: [['in', versions === 'both' ? carried : `${carried}, ${versions}`]],
  })
}
