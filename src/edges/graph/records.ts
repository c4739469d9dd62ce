import { graphAppId } from '../../core/clouds.ts'
import { type JsonObject, objectOf, objectsOf, parseJson, textOf } from '../../core/json.ts'
import type { ObservedRecords, RecordsRefusal } from '../../core/records.ts'
import { readGraphRefusal } from '../../core/refusal/graph.ts'
import type { Secret } from '../../core/secret.ts'
import type { Io } from '../../io.ts'
import { callGraph } from './client.ts'

/** More pages than any app has: a server that never stops is stopped. */
const mostPages = 50

/**
 * Reads what the tenant holds about an app: service principal, registration, grants, which APIs the
 * grants are on, and Microsoft Graph's own service principal, which a new grant would name. Needs Application.Read.All; an app may read its own two objects without. What is refused
 * is listed, and the rest is read all the same.
 * Source: Learn, "List appRoleAssignments granted to a service principal".
 */
export async function readAppRecords(
  appId: string,
  origin: string,
  token: Secret,
  io: Io,
): Promise<ObservedRecords> {
  const refusals: RecordsRefusal[] = []
  const directory = new Directory(`${origin}/v1.0`, token, io, refusals)
  const [servicePrincipal, application] = await Promise.all([
    directory.object(
      'service principal',
      `/servicePrincipals(appId='${appId}')?$select=id,appId,displayName,accountEnabled`,
    ),
    directory.object(
      'application',
      `/applications(appId='${appId}')?$select=id,appId,displayName,requiredResourceAccess`,
    ),
  ])
  const id = textOf(servicePrincipal?.id)
  const assignments =
    id === null
      ? undefined
      : await directory.collection(
          'grants',
          `/servicePrincipals/${encodeURIComponent(id)}/appRoleAssignments?$top=999`,
        )
  const resourceIds = [...new Set((assignments ?? []).map(({ resourceId }) => textOf(resourceId) ?? ''))]
  const granted = await Promise.all(
    resourceIds.map(resource =>
      directory.object('resource', `/servicePrincipals/${encodeURIComponent(resource)}?$select=id,appId`),
    ),
  )
  const graph =
    assignments === undefined || granted.some(resource => resource?.appId === graphAppId)
      ? null
      : await directory.object('resource', `/servicePrincipals(appId='${graphAppId}')?$select=id,appId`)
  return {
    ...(servicePrincipal === undefined ? {} : { servicePrincipal }),
    ...(application === undefined ? {} : { application }),
    ...(assignments === undefined ? {} : { appRoleAssignments: assignments }),
    resources: [...granted, graph].filter(resource => resource !== undefined && resource !== null),
    refusals,
  }
}

class Directory {
  readonly #base: string
  readonly #token: Secret
  readonly #io: Io
  readonly #refusals: RecordsRefusal[]

  constructor(base: string, token: Secret, io: Io, refusals: RecordsRefusal[]) {
    this.#base = base
    this.#token = token
    this.#io = io
    this.#refusals = refusals
  }

  /** Null: not there. Undefined: refused, and noted. */
  async object(record: string, path: string): Promise<JsonObject | null | undefined> {
    const answer = await callGraph('GET', this.#base + path, this.#token, this.#io)
    if (answer.status === 404) return null
    if (answer.status !== 200) return this.#refuse(record, answer)
    return objectOf(parseJson(answer.body)) ?? this.#refuse(record, answer)
  }

  /** All pages. Undefined: refused, and noted. */
  async collection(record: string, path: string): Promise<JsonObject[] | undefined> {
    const found: JsonObject[] = []
    let next: string | null = this.#base + path
    for (let page = 0; next !== null && page < mostPages; page++) {
      const answer = await callGraph('GET', next, this.#token, this.#io)
      const body = answer.status === 200 ? objectOf(parseJson(answer.body)) : null
      if (body === null) return this.#refuse(record, answer)
      found.push(...objectsOf(body.value))
      next = textOf(body['@odata.nextLink'])
      if (next !== null && !this.#isOwn(next)) return this.#refuse(record, answer)
    }
    return found
  }

  /** The bearer goes to no other host, whatever a link says. */
  #isOwn(link: string): boolean {
    return URL.canParse(link) && new URL(link).origin === new URL(this.#base).origin
  }

  #refuse(record: string, answer: { status: number; body: string; requestId: string | null }): undefined {
    const { code } = readGraphRefusal(answer.status, answer.body)
    this.#refusals.push({ record, status: answer.status, code, requestId: answer.requestId })
  }
}
