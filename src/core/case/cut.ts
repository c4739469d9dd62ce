import { type JsonObject, memberOf, objectOf, objectsOf, parseJson } from '../json.ts'
import type { ObservedBlueprint, ObservedRecords } from '../records.ts'
import { readEntraRefusal } from '../refusal/entra.ts'
import { readGraphRefusal } from '../refusal/graph.ts'
import { readIdentityRefusal } from '../refusal/identity.ts'
import type { Case, CaseCall, CaseRecords } from './form.ts'

/** Cuts raw answers down to what a judgement reads, and makes answers of the same reading from what was left. */

type MadeAcquisition = Extract<Case['acquisition'], { sentAt: number }>
type SentCall = Extract<CaseCall, { sent: true }>

/** What is read of an error, at each depth. */
const errorMembers = [
  ...['code', 'errorCode', 'ErrorCode', 'message', 'Message', 'innerError', 'innererror', 'details'],
]
/** Deeper and more than any reader goes. */
const [deepest, mostDetails, longest] = [10, 50, 8 * 1024]

export function cutEntraRefusal(status: number, body: string): MadeAcquisition['refusal'] {
  const read = readEntraRefusal(status, body) ?? readIdentityRefusal(status, body)
  const json = objectOf(parseJson(body))
  if (read === null || json === null) return null
  // The endpoint of a managed identity may name no error, and has a member of its own for the text.
  if (typeof json.error !== 'string')
    return { error: read.error ?? 'invalid_request', error_description: read.message.slice(0, longest) }
  const text = (name: string): JsonObject => {
    const value = memberOf(json, name)
    return typeof value === 'string' ? { [name]: value.slice(0, longest) } : {}
  }
  return {
    error: json.error,
    ...text('error_description'),
    ...(Array.isArray(json.error_codes) && read.codes.every(isCode) ? { error_codes: read.codes } : {}),
    ...text('trace_id'),
    ...text('correlation_id'),
    ...text('timestamp'),
  }
}

function isCode(code: number): boolean {
  return code >= 0 && code <= 1e9
}

export function cutGraphRefusal(status: number, body: string): SentCall['refusal'] {
  const error = objectOf(objectOf(parseJson(body))?.error)
  return error === null ? { text: readGraphRefusal(status, body).message } : { error: cutError(error, 0) }
}

function cutError(error: JsonObject, depth: number): JsonObject {
  if (depth > deepest) return {}
  const kept = errorMembers.map(name => [name, cutMember(memberOf(error, name), depth)] as const)
  return Object.fromEntries(kept.filter(([, value]) => value !== undefined))
}

function cutMember(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.slice(0, longest)
  if (Array.isArray(value))
    return objectsOf(value)
      .slice(0, mostDetails)
      .map(inner => cutError(inner, depth + 1))
  const inner = objectOf(value)
  return inner === null ? undefined : cutError(inner, depth + 1)
}

export function bodyOfRefusal(refusal: NonNullable<SentCall['refusal']>): string {
  return 'text' in refusal ? refusal.text : JSON.stringify({ error: refusal.error })
}

/** The header with the same reading. */
export function headerOfChallenge({ error, claims }: NonNullable<SentCall['challenge']>): string {
  const parts = [
    ...(error === null ? [] : [`error="${error}"`]),
    ...(claims === null ? [] : [`claims="${base64(JSON.stringify(claims))}"`]),
  ]
  return `Bearer ${parts.join(', ')}`
}

function base64(json: string): string {
  return btoa(json.replace(/[^\x00-\x7f]/g, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`))
}

/** Names of properties, as far as they are names. */
const propertyName = /^[@\w.]{1,120}$/
const mostProperties = 1000
export const mostEntities = 100_000

/** How many entities an answer held, and which properties none of them had a value for; null: it held none. */
export function cutAnswer(body: string): SentCall['answered'] {
  const json = objectOf(parseJson(body))
  if (json === null) return null
  const collection = Array.isArray(json.value)
  const rows = collection ? objectsOf(json.value) : [json]
  const [first = {}] = rows
  const bare = rows.length > 0 && rows.every(isBare)
  const names = new Set(Object.keys(first))
  if (!bare) for (const row of rows) for (const name of Object.keys(row)) names.add(name)
  const properties = [...names].filter(name => propertyName.test(name)).slice(0, mostProperties)
  return {
    entities: Math.min(rows.length, mostEntities),
    collection,
    bare,
    properties: collection ? properties : [],
    empty: collection ? properties.filter(name => rows.every(row => memberOf(row, name) == null)) : [],
  }
}

function isBare(row: JsonObject): boolean {
  return (
    Object.hasOwn(row, 'id') && Object.keys(row).every(name => name === 'id' || name.startsWith('@odata.'))
  )
}

/** An answer of as many entities without any value: the first has the properties, the others what they share. */
export function bodyOfAnswer({
  entities,
  collection,
  bare,
  properties,
  empty,
}: NonNullable<SentCall['answered']>): string {
  if (!collection) return '{}'
  const lacking = new Set(empty)
  const first = Object.fromEntries(properties.map(name => [name, lacking.has(name) ? null : true]))
  const other = bare ? '{"id":true}' : '{}'
  const rows = entities === 0 ? [] : [JSON.stringify(first), ...new Array(entities - 1).fill(other)]
  return `{"value":[${rows.join(',')}]}`
}

const recordMembers = {
  servicePrincipal: ['id', 'accountEnabled', '@odata.type', 'servicePrincipalType'],
  assignment: ['appRoleId', 'resourceId', 'createdDateTime', 'creationTimestamp'],
  directoryRole: ['roleTemplateId'],
  resource: ['id', 'appId'],
} as const

/** Of the directory's objects, what says which permissions they hold; no name of anything, and no owner. */
export function cutRecords(records: ObservedRecords): CaseRecords {
  const { application, resources, directoryRoles } = records
  const { inheritedAppRoleAssignments: inherited, blueprint, refusals, unread } = records
  return {
    refusals: refusals.map(({ record, status, code, requestId }) => ({ record, status, code, requestId })),
    ...cutApp(records),
    ...(application === undefined ? {} : { application: application && declaredBy(application) }),
    ...(resources === undefined ? {} : { resources: cutList(resources, recordMembers.resource) }),
    ...(directoryRoles === undefined
      ? {}
      : { directoryRoles: cutList(directoryRoles, recordMembers.directoryRole) }),
    ...(inherited === undefined
      ? {}
      : { inheritedAppRoleAssignments: cutList(inherited, recordMembers.assignment) }),
    ...(blueprint === undefined ? {} : { blueprint: cutBlueprint(blueprint) }),
    ...(unread === undefined
      ? {}
      : {
          unread: unread.map(({ record, reason, hidden }) => ({
            ...{ record, reason },
            ...(hidden === true ? { hidden } : {}),
          })),
        }),
  }
}

function cutBlueprint({
  appId,
  application,
  ...app
}: ObservedBlueprint): NonNullable<CaseRecords['blueprint']> {
  return {
    appId,
    ...cutApp(app),
    ...(application === undefined
      ? {}
      : { application: application && picked(application, recordMembers.resource) }),
  }
}

function cutApp({
  servicePrincipal,
  appRoleAssignments,
}: Pick<ObservedRecords, 'servicePrincipal' | 'appRoleAssignments'>): Pick<
  CaseRecords,
  'servicePrincipal' | 'appRoleAssignments'
> {
  return {
    ...(servicePrincipal === undefined
      ? {}
      : { servicePrincipal: servicePrincipal && picked(servicePrincipal, recordMembers.servicePrincipal) }),
    ...(appRoleAssignments === undefined
      ? {}
      : { appRoleAssignments: cutList(appRoleAssignments, recordMembers.assignment) }),
  }
}

function cutList(list: readonly JsonObject[], names: readonly string[]): JsonObject[] {
  return list.map(one => picked(one, names))
}

function declaredBy({ requiredResourceAccess, passwordCredentials, keyCredentials }: JsonObject): JsonObject {
  const ends = (list: unknown): JsonObject[] =>
    objectsOf(list).map(one => picked(one, ['endDateTime', 'customKeyIdentifier']))
  return {
    ...(passwordCredentials === undefined ? {} : { passwordCredentials: ends(passwordCredentials) }),
    ...(keyCredentials === undefined ? {} : { keyCredentials: ends(keyCredentials) }),
    requiredResourceAccess: objectsOf(requiredResourceAccess).map(resource => ({
      ...picked(resource, ['resourceAppId']),
      resourceAccess: objectsOf(resource.resourceAccess).map(access => picked(access, ['id', 'type'])),
    })),
  }
}

function picked(object: JsonObject, names: readonly string[]): JsonObject {
  const wanted = names.filter(name => Object.hasOwn(object, name))
  return Object.fromEntries(wanted.map(name => [name, plainValue(memberOf(object, name))]))
}

/** No property that is read holds more. */
function plainValue(value: unknown): unknown {
  return typeof value === 'object' ? null : value
}
