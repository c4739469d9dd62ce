import { type JsonObject, objectOf, objectsOf, parseJson, textOf } from '../json.ts'
import { describeAnswer } from '../knowledge/graph-refusals.ts'

/** A 4xx or 5xx of Microsoft Graph, kept verbatim beside what could be read out of it. */
export interface GraphRefusal extends GraphError {
  readonly status: number
}

/** The error itself; a pasted one may come without its status. */
export interface GraphError {
  /** HTTP status; null where nothing tells. */
  readonly status: number | null
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
  if (error !== null) return { ...readGraphError(status, error), status }
  const start = body.replace(/\s+/g, ' ').trim().slice(0, 200)
  return { ...readGraphError(null, {}), status, message: start }
}

/** Reads the `error` member of a body. */
export function readGraphError(status: number | null, error: JsonObject): GraphError {
  const code = textOf(error.code)
  const message = (textOf(error.message) ?? '').slice(0, longestMessage)
  const nested = nestedIn(error)
  const inner = nested.codes.slice(0, mostNested)
  const described = describeAnswer({
    status,
    codes: code === null ? inner : [code, ...inner],
    messages: [...nested.messages.slice(0, mostNested).toReversed(), message],
  })
  const lists = described?.match?.groups
  return {
    status,
    code,
    message,
    inner,
    requiredByService: names(lists?.required),
    heldByService: names(lists?.held),
    known: described?.row.key ?? null,
  }
}

function errorMember(body: string): JsonObject | null {
  return objectOf(objectOf(parseJson(body))?.error)
}

/** Deeper, longer and more than any service says. */
const deepest = 10
const longestMessage = 8 * 1024
const mostNested = 50

interface Nested {
  readonly codes: string[]
  readonly messages: string[]
}

/**
 * Codes and messages below an error, outermost first: its innerError chain, and the JSON that reporting,
 * PIM and Intune put into `message`, sometimes twice, under spellings of their own.
 */
function nestedIn(error: JsonObject, depth = 0): Nested {
  const found: Nested = { codes: [], messages: [] }
  if (depth >= deepest) return found
  const wrapped = objectOf(parseJson(messageOf(error) ?? ''))
  for (const next of [
    error.innerError,
    error.innererror,
    wrapped?.error ?? wrapped,
    ...objectsOf(error.details).slice(0, mostNested),
  ]) {
    const inside = objectOf(next)
    if (inside === null) continue
    const code = textOf(inside.code) ?? textOf(inside.errorCode) ?? textOf(inside.ErrorCode)
    const message = messageOf(inside)
    if (code !== null) found.codes.push(code)
    if (message !== null) found.messages.push(message.slice(0, longestMessage))
    const below = nestedIn(inside, depth + 1)
    found.codes.push(...below.codes)
    found.messages.push(...below.messages)
  }
  return found
}

function messageOf(error: JsonObject): string | null {
  return textOf(error.message) ?? textOf(error.Message)
}

/** The service's list, in Graph's spelling: Intune writes ServiceConfiguration where Graph says ServiceConfig. */
function names(list: string | undefined): string[] | null {
  if (list === undefined) return null
  return list
    .split(',')
    .map(name =>
      name.trim().replace(/^DeviceManagementServiceConfiguration\./, 'DeviceManagementServiceConfig.'),
    )
    .filter(name => name !== '')
}
