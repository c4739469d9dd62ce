import type { Evidence } from '../findings/finding.ts'
import { audienceName } from '../knowledge/audiences.ts'
import type { Presented } from '../paste/presented.ts'
import type { PastedRefusal } from '../paste/refusal.ts'
import type { Several } from '../paste/token.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { joined } from '../text.ts'
import type { Circumstances } from './candidates.ts'
import { explainEntra } from './entra.ts'
import type { Explanation } from './explanation.ts'
import { explainGraph } from './graph.ts'
import { explainOther, nameOfOther } from './other.ts'

/** A refusal, verbatim, with its explanation. */
export type RefusalReport = PastedRefusal & Explanation & Refuser

interface Refuser {
  /** Who refused, by name. */
  readonly by: string
  /** The one of the report's operations that was refused; absent where none is known. */
  readonly operation?: number
}

/** What a text shows of tokens. */
export interface ToldOfTokens {
  /** Whom the token is for, where anything tells. */
  readonly presented: Presented | null
  readonly several?: Several | undefined
}

/** Joins refusals, wherever they were read, with what the catalogs know of them. */
export function explainRefusals(
  refusals: readonly PastedRefusal[],
  index: PermissionIndex,
  { presented, several }: ToldOfTokens,
  circumstances: Circumstances,
): RefusalReport[] {
  return refusals.map(refusal => {
    const explained = explain(refusal, index, presented, circumstances)
    const tokens = refusal.service === 'graph' ? tokensOf(several) : []
    return { ...explained, evidence: [...explained.evidence, ...tokens, ...timesOf(refusal)] }
  })
}

function explain(
  refusal: PastedRefusal,
  index: PermissionIndex,
  presented: Presented | null,
  circumstances: Circumstances,
): RefusalReport {
  const { line } = circumstances
  switch (refusal.service) {
    case 'entra':
      return { ...refusal, by: 'Microsoft Entra ID', ...bySentence(refusal, explainEntra(refusal, line)) }
    case 'graph':
      return { ...refusal, by: 'Microsoft Graph', ...explainGraph(refusal, index, circumstances) }
    default:
      return { ...refusal, by: nameOfOther(refusal.who), ...explainOther(refusal, line, presented) }
  }
}

/** The text does not tell the code itself. */
function bySentence(
  { codes: [code], bySentence }: Extract<PastedRefusal, { service: 'entra' }>,
  explained: Explanation,
): Explanation {
  if (bySentence !== true) return explained
  const actual = `AADSTS${code}, by the words of the message: the number is masked`
  const evidence: Evidence = { name: 'code', expected: null, actual, source: 'inferred' }
  return { ...explained, evidence: [evidence, ...explained.evidence] }
}

function timesOf({ times, atLeast }: PastedRefusal): Evidence[] {
  if (times === undefined) return []
  const actual = `${atLeast ? 'at least ' : ''}${times} in this text, each with ids of its own`
  return [{ name: 'times', expected: null, actual, source: 'inferred' }]
}

function tokensOf(several: Several | undefined): Evidence[] {
  if (several === undefined) return []
  const actual = `${severalWords(several)}; ${uses[several.used]}`
  return [{ name: 'tokens', expected: null, actual, source: 'inferred' }]
}

const uses: Readonly<Record<Several['used'], string>> = {
  sent: 'the one behind Bearer was held against the call',
  taken: 'the only one that Graph would have taken was held against the call',
  none: 'which of them was sent is not known, so none was used: leave that one alone in the text',
}

/** Where no refusal stands beside them that the same could be said with. */
export function severalUnused(several: Several): string {
  return `Tokens: ${severalWords(several)}. None was used: why403 inspect reads each.`
}

/** `2 in this text, for Microsoft Graph and for Azure Key Vault`. */
function severalWords({ audiences }: Several): string {
  const names = audiences.map(audience =>
    audience === null ? 'an API that is not told' : nameOfAudience(audience),
  )
  const kinds = [...new Set(names)].map(name => {
    const count = names.filter(other => other === name).length
    return count === 1 || count === names.length ? `for ${name}` : `${count} for ${name}`
  })
  return `${audiences.length} in this text, ${joined(kinds, 'and')}`
}

function nameOfAudience(audience: string): string {
  return audienceName(audience) ?? audience
}
