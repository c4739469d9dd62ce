import { graphRefusals } from '../catalog/graph-refusals.ts'
import { type JsonObject, objectOf, parseJson, textOf } from '../json.ts'

/** A 4xx or 5xx of Microsoft Graph, kept verbatim beside what could be read out of it. */
export interface GraphRefusal {
  readonly status: number
  readonly code: string | null
  readonly message: string
  /** Codes found deeper: innerError chains, and errors that workloads wrap as JSON inside `message`. */
  readonly inner: readonly string[]
  /** Permissions that the service itself says it wants; null when it does not say. Preferred over the tables. */
  readonly requiredByService: readonly string[] | null
  /** Permissions that the service saw on the token; null when it does not say. */
  readonly heldByService: readonly string[] | null
  /** The row of the catalog that describes it, by key; null when none does. */
  readonly known: string | null
}

/**
 * Reads Graph's refusal. Bodies that are no Graph error (a proxy's page) give a null code and the text's
 * beginning. Source: Learn, "Microsoft Graph error responses and resource types".
 */
export function readGraphRefusal(status: number, body: string): GraphRefusal {
  const error = errorMember(body)
  if (error === null) {
    const start = body.replace(/\s+/g, ' ').trim().slice(0, 200)
    return {
      status,
      code: null,
      message: start,
      inner: [],
      requiredByService: null,
      heldByService: null,
      known: null,
    }
  }
  const code = textOf(error.code)
  const message = textOf(error.message) ?? ''
  const wrapped = unwrap(message)
  const inner = [...innerCodes(error), ...wrapped.codes]
  const deepest = wrapped.message ?? message
  const row = graphRefusals.find(
    row =>
      (row.status === undefined || row.status === status) &&
      (row.code === undefined || row.code === code || inner.includes(row.code)) &&
      (row.message === undefined || row.message.test(deepest)),
  )
  const lists = row?.message?.exec(deepest)?.groups
  return {
    status,
    code,
    message,
    inner,
    requiredByService: names(lists?.required),
    heldByService: names(lists?.held),
    known: row?.key ?? null,
  }
}

function errorMember(body: string): JsonObject | null {
  return objectOf(objectOf(parseJson(body))?.error)
}

function innerCodes(error: JsonObject): string[] {
  const codes: string[] = []
  let next = objectOf(error.innerError) ?? objectOf(error.innererror)
  for (let depth = 0; next !== null && depth < 10; depth++) {
    const code = textOf(next.code) ?? textOf(next.errorCode)
    if (code !== null) codes.push(code)
    next = objectOf(next.innerError) ?? objectOf(next.innererror)
  }
  return codes
}

/** Reporting, PIM and Intune put their own error into `message`, as JSON, sometimes twice. */
function unwrap(message: string): { codes: string[]; message: string | null } {
  const codes: string[] = []
  let inside: string | null = null
  let rest = message
  for (let depth = 0; depth < 5; depth++) {
    const outer = objectOf(parseJson(rest))
    const json = objectOf(outer?.error) ?? outer
    if (json === null) break
    const code = textOf(json.code) ?? textOf(json.errorCode) ?? textOf(json.ErrorCode)
    if (code !== null) codes.push(code)
    const next = textOf(json.message) ?? textOf(json.Message)
    if (next === null) break
    inside = next
    rest = next
  }
  return { codes, message: inside }
}

function names(list: string | undefined): string[] | null {
  if (list === undefined) return null
  return list
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '')
}
