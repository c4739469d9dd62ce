import type { Entry } from '../tables/format.ts'
import { onlyReads } from './recommend.ts'

/**
 * Whether an operation changes something, as far as the tables tell: any method but GET and HEAD does,
 * except a POST that a permission which only reads suffices for, such as a search or getMemberObjects.
 */
export function isWrite(method: string, entries: readonly Entry[]): boolean {
  if (method === 'GET' || method === 'HEAD') return false
  return method !== 'POST' || !entries.some(({ permission }) => onlyReads(permission))
}
