import { graphAppId } from '../../core/clouds.ts'
import { Why403Error } from '../../core/error.ts'
import { type JsonObject, objectOf, objectsOf, parseJson, textOf } from '../../core/json.ts'
import type { RecordName } from '../../core/record-readers.ts'
import type { RecordsRefusal, UnreadRecord } from '../../core/records.ts'
import { readGraphRefusal } from '../../core/refusal/graph.ts'
import { answererOf } from '../../core/refusal/graph-answer.ts'
import type { Secret } from '../../core/secret.ts'
import type { Io } from '../../io.ts'
import { inTurns } from '../in-turns.ts'
import { callGraph, type GraphAnswer } from './client.ts'
import { ownLink } from './next-link.ts'

/**
 * As many grants as Entra ID lets one principal hold; a server that gives more, or pages without end, is stopped.
 * Source: Learn, "Microsoft Entra service limits and restrictions".
 */
const mostGrants = 1500
const mostPages = 50

/** More APIs than an app is usually granted on: each is a request. */
const mostApis = 40

/** Asks the directory, and notes what is refused or left. */
export class Directory {
  readonly refusals: RecordsRefusal[] = []
  readonly unread: UnreadRecord[] = []
  readonly #origin: string
  readonly #token: Secret
  readonly #io: Io

  constructor(origin: string, token: Secret, io: Io) {
    this.#origin = origin
    this.#token = token
    this.#io = io
  }

  /** Null: not there. Undefined: refused, and noted. */
  async object(record: RecordName, path: string): Promise<JsonObject | null | undefined> {
    const answer = await this.#ask(record, `${this.#origin}/v1.0${path}`)
    if (answer === undefined) return undefined
    if (answer.status === 404) return null
    if (answer.status !== 200) return this.#refuse(record, answer)
    return objectOf(parseJson(answer.body)) ?? this.#refuse(record, answer)
  }

  /**
   * All pages, of each row what is kept. Undefined: refused or too many, and noted: of a part nobody could tell what is
   * not granted.
   */
  async collection(
    record: RecordName,
    path: string,
    {
      rows = mostGrants,
      pages = mostPages,
      keep = row => row,
      version = 'v1.0',
    }: {
      rows?: number
      pages?: number
      keep?: (row: JsonObject) => JsonObject
      version?: 'v1.0' | 'beta'
    } = {},
  ): Promise<JsonObject[] | undefined> {
    const base = `${this.#origin}/${version}`
    const found: JsonObject[] = []
    let next: string | null = base + path
    for (let page = 0; next !== null; page++) {
      if (page === pages || found.length > rows) {
        this.unread.push({ record, reason: `more than ${rows} rows or ${pages} pages: given up` })
        return undefined
      }
      const answer = await this.#ask(record, next)
      if (answer === undefined) return undefined
      const body = answer.status === 200 ? objectOf(parseJson(answer.body)) : null
      if (body === null) return this.#refuse(record, answer)
      for (const row of objectsOf(body.value)) found.push(keep(row))
      const link = textOf(body['@odata.nextLink'])
      next = link === null ? null : ownLink(link, base)
      if (link !== null && next === null) return this.#refuse(record, answer)
    }
    return found
  }

  /** All app role assignments of a service principal. Source: Learn, "List appRoleAssignments granted to a service principal". */
  grantsOf(principal: string): Promise<JsonObject[] | undefined> {
    return this.collection(
      'grants',
      `/servicePrincipals/${encodeURIComponent(principal)}/appRoleAssignments?$top=999`,
    )
  }

  /** Members of a relation, of which some may come without what they say: that is noted. */
  async members(
    record: RecordName,
    path: string,
    isTold: (member: JsonObject) => boolean,
  ): Promise<JsonObject[] | undefined> {
    const found = await this.collection(record, path)
    const hidden = found?.filter(member => !isTold(member)).length ?? 0
    if (hidden > 0)
      this.unread.push({
        record,
        reason: `${hidden} of ${found!.length} came without its name`,
        hidden: true,
      })
    return found
  }

  /** The service principals of Microsoft Graph and of the other APIs that grants are on, as far as they can be had. */
  async apisOf(grants: readonly JsonObject[]): Promise<JsonObject[]> {
    const graph = await this.object('resource', `/servicePrincipals(appId='${graphAppId}')?$select=id,appId`)
    const ids = new Set(grants.map(({ resourceId }) => textOf(resourceId) ?? ''))
    const others = [...ids].filter(id => id !== '' && id !== graph?.id)
    if (others.length > mostApis) {
      const reason = `${others.length - mostApis} of ${others.length} other APIs were not looked up`
      this.unread.push({ record: 'resource', reason })
    }
    const found = await inTurns(others.slice(0, mostApis), id =>
      this.object('resource', `/servicePrincipals/${encodeURIComponent(id)}?$select=id,appId`),
    )
    return [graph, ...found].filter(api => api !== undefined && api !== null)
  }

  /** Undefined: no answer of Graph's, and noted. */
  async #ask(record: RecordName, url: string): Promise<GraphAnswer | undefined> {
    try {
      const answer = await callGraph('GET', url, this.#token, this.#io)
      const answerer = answererOf({ ...answer, url, method: 'GET', proxy: answer.proxy ?? null })
      if (answerer.by === 'graph') return answer
      const reason = answerer.by === 'other' ? answerer.reason : 'answered by a link, not followed'
      this.unread.push({ record, reason })
    } catch (error) {
      if (!(error instanceof Why403Error)) throw error
      this.unread.push({ record, reason: error.message })
    }
    return undefined
  }

  #refuse(record: RecordName, answer: { status: number; body: string; requestId: string | null }): undefined {
    const { code } = readGraphRefusal(answer.status, answer.body)
    this.refusals.push({ record, status: answer.status, code, requestId: answer.requestId })
  }
}
