import type { Graph, PastedRefusal, Placed } from './refusal.ts'

/** More different ones are not told apart: nobody reads so many. */
export const mostKept = 100

/**
 * An exception tells the same refusal several times: the fullest telling stays, where the first one stood.
 * In the order of the text.
 */
export function unique(placed: readonly Placed[]): PastedRefusal[] {
  const kept: Placed[] = []
  for (const { at, refusal } of placed) {
    const same = kept.findIndex(other => isSame(other.refusal, refusal))
    const other = kept[same]
    if (other === undefined) {
      if (kept.length < mostKept) kept.push({ at, refusal })
    } else {
      const fuller = fullness(refusal) > fullness(other.refusal) ? refusal : other.refusal
      kept[same] = { at: Math.min(at, other.at), refusal: fuller }
    }
  }
  return kept.toSorted((a, b) => a.at - b.at).map(({ refusal }) => refusal)
}

function isSame(a: PastedRefusal, b: PastedRefusal): boolean {
  const agree = (one: unknown, other: unknown): boolean => one === null || other === null || one === other
  if (a.service === 'entra')
    return (
      b.service === 'entra' && agree(a.traceId, b.traceId) && a.codes.some(code => b.codes.includes(code))
    )
  if (b.service === 'entra' || a.known !== b.known) return false
  if ('who' in a !== 'who' in b || ('who' in a && 'who' in b && a.who !== b.who)) return false
  if (a.service === 'graph' && b.service === 'graph' && !agree(nameOf(a), nameOf(b))) return false
  return agree(a.code, b.code) && agree(a.requestId, b.requestId)
}

function nameOf({ resource }: Graph): string | null {
  return resource?.name ?? null
}

function fullness(refusal: PastedRefusal): number {
  return Object.values(refusal).filter(value => value !== null && value !== '').length
}
