import { isGuid } from '../guid.ts'
import { type Step, takeApart } from '../operation/path.ts'
import type { Payload } from '../token/payload.ts'

/** Whose the user is that a path names, to a delegated token. */
export type Whose =
  /** The signed-in user's own. */
  | 'own'
  /** Somebody else's: what the scope opens, they must have shared. */
  | 'another'
  /** The token does not tell its user by such a name. */
  | 'unknown'

/**
 * Compares `/users/{id}` or `/users/{sign-in name}` with the token's user: an id with `oid`, a name with the names
 * that the token has, in any letter case. Null: the path names no user. `/me` is its own.
 *
 * Source: Learn, "Get access on behalf of a user"; "Get shared Outlook resources".
 */
export function whoseOf(path: string, { oid, all }: Pick<Payload, 'oid' | 'all'>): Whose | null {
  const [first, second] = takeApart(path)
  if (first?.kind === 'name' && first.text.toLowerCase() === 'me') return 'own'
  const user = userIn(first, second)
  if (user === null) return null
  if (isGuid(user)) return oid === null ? 'unknown' : sameOrAnother([oid], user)
  if (!user.includes('@')) return 'unknown'
  const names = ['upn', 'preferred_username', 'unique_name', 'email'].flatMap(name => {
    const value = new Map(Object.entries(all)).get(name)
    return typeof value === 'string' && value.includes('@') ? [value] : []
  })
  return names.length === 0 ? 'unknown' : sameOrAnother(names, user)
}

function sameOrAnother(own: readonly string[], user: string): Whose {
  return own.some(name => name.toLowerCase() === user.toLowerCase()) ? 'own' : 'another'
}

function userIn(first: Step | undefined, second: Step | undefined): string | null {
  if (first?.kind === 'call' && first.name.toLowerCase() === 'users') return first.args[0]?.value ?? null
  if (first?.kind !== 'name' || first.text.toLowerCase() !== 'users') return null
  return second?.kind === 'name' ? second.text : null
}

/** Permissions of these families reach what others share only under a name of their own. */
const shared = /^(Mail|Calendars|Contacts|Tasks|MailTips)\./

/**
 * The delegated permission that reaches another's mailbox, calendar, contacts or tasks: `Mail.Read` gives
 * `Mail.Read.Shared`. Null: there is no such form, as for files. Source: Learn, "Get shared Outlook resources".
 */
export function sharedForm(permission: string): string | null {
  if (!shared.test(permission) || permission.endsWith('.Shared')) return null
  const basic = permission.replace(/\.All$/, '')
  return `${basic}.Shared`
}
