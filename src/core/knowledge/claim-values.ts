import table from '../../../data/claim-values.txt'
import { duration, isoTime } from '../time.ts'
import { appName } from './apps.ts'
import { audienceName } from './audiences.ts'
import { type ClaimRow, claimRow } from './claims.ts'
import { directoryRole, pseudoRole } from './directory-roles.ts'
import { findRow } from './table.ts'

/**
 * What a claim's value stands for, in words; null when the value speaks for itself, or is none that is known.
 *
 * @param at seconds since 1970: times are told from there
 */
export function sayClaim(name: string, value: unknown, at: number): string | null {
  const row = claimRow(name)
  if (row === null) return null
  if (name === 'tid' && typeof value !== 'string') return null
  const known = findRow(table, 'claim', name)?.entries()
  if (known !== undefined) return sayCodes(row, value, known)
  switch (row.shown) {
    case 'time':
      return typeof value === 'number' ? sayTime(value, at) : null
    case 'span':
      return isWord(value) && /^\d{1,10}$/.test(String(value)) ? duration(Number(value)) : null
    case 'api':
      return typeof value === 'string' ? audienceName(value) : null
    case 'app':
      return typeof value === 'string' ? appName(value) : null
    case 'directory-roles':
      return Array.isArray(value) ? sayDirectoryRoles(value) : null
    default:
      return null
  }
}

/** `2026-11-22T19:31:07Z, 5 min ago`. Null for a number that is no time that can be shown. */
function sayTime(seconds: number, at: number): string | null {
  if (!(seconds >= 0 && seconds < 253_402_300_800)) return null
  const away = Math.round(seconds - at)
  const distance = away === 0 ? 'now' : away > 0 ? `in ${duration(away)}` : `${duration(away)} ago`
  return `${isoTime(seconds)}, ${distance}`
}

/** As many as can be read: a user in hundreds of roles has none that a list would help. */
const mostNamed = 12

function sayDirectoryRoles(ids: readonly unknown[]): string | null {
  const named = ids.slice(0, mostNamed).map(id => {
    if (typeof id !== 'string') return 'no id'
    const says = sayDirectoryRole(id)
    return ids.length === 1 ? says : `${id.slice(0, 8)}…: ${says}`
  })
  const more = ids.length - named.length
  return named.length === 0 ? null : named.join('; ') + (more > 0 ? `; and ${more} more` : '')
}

function sayDirectoryRole(id: string): string {
  const mark = pseudoRole(id)
  if (mark !== null) return mark
  const role = directoryRole(id)
  return role === null
    ? 'a role that is not known here'
    : role.name + (role.privileged ? ' (privileged)' : '')
}

/** Explains every word that the table knows; of numbers that count only when odd, those. */
function sayCodes({ shown }: ClaimRow, value: unknown, known: ReadonlyMap<string, string>): string | null {
  const all = Array.isArray(value)
    ? value
    : shown === 'words' && isWord(value)
      ? String(value).split(' ')
      : [value]
  const words = all.filter(isWord)
  const said = words
    .slice(0, 50)
    .map(String)
    .flatMap(word => {
      // Clients write CP1, and tokens cp1.
      const means = known.get(word) ?? known.get(word.toLowerCase())
      return means === undefined ? [] : [words.length === 1 ? means : `${word}: ${means}`]
    })
  return said.length === 0 ? null : said.join('; ')
}

/** What can be looked up: an object's own toString is not to be called, and need not be there. */
function isWord(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}
