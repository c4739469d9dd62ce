import { createHash } from 'node:crypto'
import { isGuid } from '../core/guid.ts'
import { type JsonObject, objectOf, parseJson } from '../core/json.ts'
import type { PermissionIndex } from '../core/tables/permission-index.ts'
import { type AppFile, contoso, type Declared, type TenantFile, type User } from './tenant-file.ts'

/** What of a file of a directory's cannot be used; a clause about it, which repeats nothing of the file. */
export interface Unusable {
  readonly wrong: string
}

const most = { users: 5000, apps: 200, text: 256 }

/** Nobody's: RFC 2606 keeps them out of the world's names. */
const makeBelieve = /^(?:[a-z0-9-]{1,63}\.){1,8}(?:example|test|invalid)$/

/**
 * A tenant of somebody's own making: `displayName`, `domain`, `users`, and `apps` where they are not to be the usual ones.
 * Ids that are left out follow from the names. The tenant's id and its APIs are always the built-in ones: clients know by
 * the id that nothing of it is real.
 */
export function readDirectory(text: string, index: PermissionIndex): TenantFile | Unusable {
  const all = objectOf(parseJson(text))
  if (all === null) return { wrong: 'it is not a JSON object' }
  const { displayName, domain } = all
  if (!isText(displayName)) return { wrong: 'its displayName is not a text of 1 to 256 characters' }
  if (typeof domain !== 'string' || !makeBelieve.test(domain))
    return { wrong: 'its domain does not end in .example, .test or .invalid' }
  const users = listIn(all.users, most.users, userIn)
  if (typeof users === 'string') return { wrong: `its users ${users}` }
  if (new Set(users.map(({ userPrincipalName }) => userPrincipalName)).size < users.length)
    return { wrong: 'two of its users have one userPrincipalName' }
  const apps = all.apps === undefined ? contoso.apps : listIn(all.apps, most.apps, one => appIn(one, index))
  if (typeof apps === 'string') return { wrong: `its apps ${apps}` }
  for (const name of ['key', 'clientId'] as const)
    if (new Set(apps.map(app => (name === 'key' ? app.key : app.clientId))).size < apps.length)
      return { wrong: `two of its apps have one ${name}` }
  return {
    ...contoso,
    ...{ displayName, domain, users, apps },
    ...{ groups: [], members: {}, managers: {}, owners: {}, directoryRoles: [], signIns: [] },
  }
}

function userIn(one: JsonObject): User | string {
  const { displayName, userPrincipalName, givenName, surname, jobTitle, department, mail, id } = one
  if (!isText(displayName)) return 'has no displayName'
  if (!isText(userPrincipalName)) return 'has no userPrincipalName'
  const [first = '', ...rest] = displayName.split(' ')
  const name = userPrincipalName.toLowerCase()
  return {
    id: isGuid(id) ? id.toLowerCase() : idOf('user', name),
    ...{ displayName, userPrincipalName: name },
    givenName: isText(givenName) ? givenName : first,
    surname: isText(surname) ? surname : rest.join(' '),
    mail: isText(mail) ? mail : name,
    jobTitle: isText(jobTitle) ? jobTitle : null,
    department: isText(department) ? department : null,
    ...{ officeLocation: null, mobilePhone: null, businessPhones: [], preferredLanguage: 'en' },
    ...{ accountEnabled: one.accountEnabled !== false, userType: 'Member' },
    createdDateTime: '2024-01-01T00:00:00Z',
  }
}

function appIn(one: JsonObject, index: PermissionIndex): AppFile | string {
  const { displayName } = one
  if (!isText(displayName)) return 'has no displayName'
  const key = isText(one.key) ? one.key : displayName
  const declared = (one.declared ?? []) as unknown
  const granted = (one.granted ?? []) as unknown
  if (!Array.isArray(declared) || !declared.every(isDeclared))
    return 'has a declared that is not a list of { permission, kind }'
  if (!Array.isArray(granted) || !granted.every(isText)) return 'has a granted that is not a list of names'
  const isApplication = (name: string): boolean => index.permission(name)?.schemes.application?.id != null
  const isDelegated = (name: string): boolean => index.permission(name)?.schemes.delegatedWork?.id != null
  const isKnown = ({ permission, kind }: Declared): boolean =>
    kind === 'Role' ? isApplication(permission) : isDelegated(permission)
  if (!declared.every(isKnown) || !granted.every(isApplication))
    return 'names a permission that Microsoft Graph does not have in that form'
  const id = (name: 'clientId' | 'objectId' | 'servicePrincipalId', given: unknown): string =>
    isGuid(given) ? given.toLowerCase() : idOf(name, key)
  const servicePrincipalId =
    one.servicePrincipalId === null ? null : id('servicePrincipalId', one.servicePrincipalId)
  if (servicePrincipalId === null && granted.length > 0)
    return 'is granted something and has no service principal'
  return {
    ...{ key, displayName, declared, granted, servicePrincipalId },
    clientId: id('clientId', one.clientId),
    objectId: id('objectId', one.objectId),
    accountEnabled: one.accountEnabled !== false,
    secret: { displayName: 'made at start', createdDaysAgo: 0, endsInDays: 180 },
  }
}

function isDeclared(one: unknown): one is Declared {
  const { permission, kind } = objectOf(one) ?? {}
  return isText(permission) && (kind === 'Role' || kind === 'Scope')
}

/** What is wrong with the first that cannot be read: a clause about all of them. */
function listIn<One extends object>(
  value: unknown,
  longest: number,
  read: (one: JsonObject) => One | string,
): readonly One[] | string {
  if (!Array.isArray(value) || value.length === 0 || value.length > longest)
    return `are not a list of 1 to ${longest}`
  const found: One[] = []
  for (const [at, one] of value.entries()) {
    const fields = objectOf(one)
    const made = fields === null ? 'is not an object' : read(fields)
    if (typeof made === 'string') return `cannot be used: number ${at + 1} ${made}`
    found.push(made)
  }
  return found
}

/** Always the same for the same name. Version 8, of which RFC 9562 says no more than that its makers know what it holds. */
const idOf = (kind: string, name: string): string =>
  createHash('sha256')
    .update(`why403 emulator\0${kind} ${name}`)
    .digest('hex')
    .slice(0, 32)
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-8$3-9$4-$5')

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= most.text
