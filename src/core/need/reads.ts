import type { Entry } from '../tables/format.ts'

/** The verb stands behind the first dot: `User.ReadBasic.All` reads, `User.ReadWrite.All` and `Mail.Send` do not. */
export function onlyReads(permission: string): boolean {
  const [, ...verbs] = permission.split('.')
  return verbs.some(verb => verb.startsWith('Read') && !verb.startsWith('ReadWrite'))
}

/**
 * Whether an operation changes something, as far as the tables tell: any method but GET and HEAD does,
 * except a POST that a permission which only reads suffices for, such as a search or getMemberObjects.
 */
export function isWrite(method: string, entries: readonly Entry[]): boolean {
  if (method === 'GET' || method === 'HEAD') return false
  return method !== 'POST' || !entries.some(({ permission }) => onlyReads(permission))
}
