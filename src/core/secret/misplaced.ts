import { isGuid } from '../guid.ts'
import type { Secret } from '../secret.ts'
import { looksSecret } from './looks-secret.ts'
import { isPlaceholder } from './placeholder.ts'

export const domainShape =
  /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i

interface Given<Value> {
  readonly value: Value
  readonly name: string
  readonly origin: string
}

interface Ids {
  readonly tenant: Given<string> | null
  readonly clientId: Given<string> | null
  readonly secret: Given<Secret> | null
  readonly scope: Given<string>
}

/** An id that was damaged, a domain, an address or a name: what else stands in an id's place may be a secret. */
export function isShowable(value: string): boolean {
  if (looksSecret(value)) return false
  return (
    /^(?:https?|api):\/\/[\w./-]{1,200}$/i.test(value) ||
    /^[0-9a-f]{4,12}(?:-[0-9a-f]{2,12}){3,5}$/i.test(value) ||
    domainShape.test(value) ||
    /^[A-Za-z][A-Za-z ._:/-]{0,80}$/.test(value)
  )
}

/** What may stand in any output: an id, a placeholder, or what is showable. */
export function isHarmless(value: string): boolean {
  return isGuid(value) || isPlaceholder(value) || isShowable(value)
}

/** A setting that is no secret and seems to hold one. */
export interface Misplaced extends Given<string> {
  /** What it takes. */
  readonly expected: string
}

/**
 * The settings whose value looks like a secret or a token. Beside a GUID in the secret's place a client id that
 * is none is the secret, whatever it looks like, unless it is a GUID that was damaged.
 */
export function misplacedIn({ tenant, clientId, secret, scope }: Ids): Misplaced[] {
  const isSwapped = secret !== null && isGuid(secret.value.reveal())
  const looked: readonly (readonly [
    Given<string> | null,
    expected: string,
    looks: (value: string) => boolean,
  ])[] = [
    [
      clientId,
      'the Application (client) ID, a GUID',
      value =>
        looksSecret(value) || (isSwapped && !isGuid(value) && !isShowable(value) && !isPlaceholder(value)),
    ],
    [tenant, "the tenant's id, a GUID, or one of its domain names", looksSecret],
    [scope, 'the address of an API and /.default', looksSecret],
  ]
  return looked.flatMap(([setting, expected, looks]) =>
    setting !== null && looks(setting.value) ? [{ ...setting, expected }] : [],
  )
}
