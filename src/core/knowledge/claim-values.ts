import { duration, isoTime } from '../time.ts'
import { appName } from './apps.ts'
import { audienceName } from './audiences.ts'
import { type ClaimRow, claimRow } from './claims.ts'
import { directoryRole, pseudoRoles } from './directory-roles.ts'

/**
 * What a claim's value stands for, in words; null when the value speaks for itself, or is none that is known.
 *
 * @param at seconds since 1970: times are told from there
 */
export function sayClaim(name: string, value: unknown, at: number): string | null {
  const row = claimRow(name)
  if (row === null) return null
  if (name === 'tid') return typeof value === 'string' ? (tenants.get(value.toLowerCase()) ?? null) : null
  const table = codes.get(name)
  if (table !== undefined) return sayCodes(row, value, table)
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
  const mark = pseudoRoles.get(id.toLowerCase())
  if (mark !== undefined) return mark
  const role = directoryRole(id)
  return role === null
    ? 'a role that is not known here'
    : role.name + (role.privileged ? ' (privileged)' : '')
}

/** Explains every word that the table knows; of numbers that count only when odd, those. */
function sayCodes({ shown }: ClaimRow, value: unknown, table: ReadonlyMap<string, string>): string | null {
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
      const means = table.get(word) ?? table.get(word.toLowerCase())
      return means === undefined ? [] : [words.length === 1 ? means : `${word}: ${means}`]
    })
  return said.length === 0 ? null : said.join('; ')
}

/** What can be looked up: an object's own toString is not to be called, and need not be there. */
function isWord(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}

/** Source: Learn, "Access token claims reference"; the second one observed. */
const tenants: ReadonlyMap<string, string> = new Map([
  ['9188040d-6c67-4c5b-b112-36a304b66dad', 'the tenant of personal Microsoft accounts'],
  ['72f988bf-86f1-41af-91ab-2d7cd011db47', 'Microsoft itself'],
])

const proofs = new Map([
  ['0', 'not at all: a public client'],
  ['1', 'with a client secret'],
  ['2', 'with a certificate or a federated credential'],
])

/** Values by claim. Sources: those of the claims' rows; xms_idrel and facets: Learn, "Token claims for agents". */
const codes: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  ['appidacr', proofs],
  ['azpacr', proofs],
  [
    'idtyp',
    new Map([
      ['app', 'an app-only token'],
      ['user', 'a delegated token'],
      ['device', "a device's token"],
    ]),
  ],
  [
    'acct',
    new Map([
      ['0', 'a member'],
      ['1', 'a guest'],
    ]),
  ],
  [
    'acr',
    new Map([
      ['0', 'did not meet it'],
      ['1', 'met it'],
    ]),
  ],
  ['xms_cc', new Map([['cp1', 'handles claims challenges (CAE)']])],
  [
    'amr',
    new Map([
      ['pwd', "password, or the app's client secret"],
      ['rsa', 'key or certificate'],
      ['otp', 'one-time code'],
      ['fed', 'federated sign-in'],
      ['wia', 'Windows integrated'],
      ['mfa', 'multifactor authentication'],
      ['ngcmfa', 'multifactor, to set up further credentials'],
      ['wiaormfa', 'Windows integrated, or multifactor'],
      ['none', 'no authentication'],
    ]),
  ],
  [
    'acrs',
    new Map([
      ['urn:user:registersecurityinfo', 'may register security information'],
      ['urn:microsoft:req1', 'observed, not documented'],
      ['urn:microsoft:req2', 'observed, not documented'],
      ['urn:microsoft:req3', 'observed, not documented'],
    ]),
  ],
  [
    'xms_idrel',
    new Map([
      ['1', 'a user who is a member'],
      ['3', 'a member with a personal Microsoft account'],
      ['5', 'a guest'],
      ['7', 'a service principal'],
      ['9', 'a device'],
      ['11', 'a user with delegated administration (GDAP)'],
      ['13', 'an application without a service principal in the tenant'],
      ['15', 'a passthrough identity'],
      ['17', 'a native identity'],
      ['19', 'a native identity'],
      ['21', 'a participant of a Teams meeting'],
      ['23', 'a participant of a Teams meeting'],
      ['25', 'a recipient of shared content'],
      ['27', 'a member of a multitenant organization, synchronised'],
      ['29', 'a member of a multitenant organization, loosely tied'],
      ['31', 'a user with delegated administration (DAP)'],
      ['33', 'a federated managed identity'],
    ]),
  ],
  ...['xms_tnt_fct', 'xms_sub_fct', 'xms_act_fct'].map(
    name =>
      [
        name,
        new Map([
          ['11', 'an agent identity'],
          ['13', 'the user of an agent identity'],
          ['15', 'a builder of agents'],
          ['17', 'an app-only client that needs a service principal'],
        ]),
      ] as const,
  ),
])
