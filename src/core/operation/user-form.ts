import type { Operation } from './operation.ts'

/**
 * The path under `/users/{id}` that asks of a named user what a `/me` path asks of the signed-in one, the
 * query included; null for any other path.
 *
 * @example `/me/messages?$top=5` gives `/users/{id}/messages?$top=5`
 */
export function userForm({ path, query }: Pick<Operation, 'path' | 'query'>): string | null {
  const rest = /^\/+me(?=$|\/)(.*)$/is.exec(path)?.[1]
  if (rest === undefined) return null
  return `/users/{id}${rest}${query === null ? '' : `?${query}`}`
}
