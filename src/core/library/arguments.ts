import { type Shell, shells } from '../shell.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { secondsOf } from '../time.ts'

/**
 * What a caller without a type checker may hand over by mistake. A wrong type is the caller's error, and a TypeError;
 * anything wrong inside a token, a text, a body or a URL is the subject, and an answer.
 */
export function demandText(value: unknown, what: string): void {
  if (typeof value !== 'string') throw new TypeError(`${what} must be a string.`)
}

export function demandList(value: unknown, what: string): void {
  if (!Array.isArray(value)) throw new TypeError(`${what} must be an array.`)
}

export function demandObject(value: unknown, what: string): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError(`${what} must be an object.`)
}

export function demandIndex(value: PermissionIndex): void {
  const given: Partial<PermissionIndex> | null | undefined = value
  if (typeof given?.path !== 'function' || typeof given.permission !== 'function')
    throw new TypeError(
      'The first argument must be the permission index: what openIndex or loadIndex returns.',
    )
}

export interface CommonOptions {
  readonly at?: unknown
  readonly expect?: unknown
  readonly shell?: unknown
}

export function demandOptions(options: CommonOptions): void {
  demandObject(options, 'The options')
  const { at, expect, shell } = options
  if (at !== undefined && secondsOf(at) === null)
    throw new TypeError('The option at must be a number of seconds since 1970, before the year 10000.')
  if (expect !== undefined && expect !== 'app-only' && expect !== 'delegated')
    throw new TypeError("The option expect must be 'app-only' or 'delegated'.")
  if (shell !== undefined && !shells.includes(shell as Shell))
    throw new TypeError("The option shell must be 'posix' or 'powershell'.")
}
