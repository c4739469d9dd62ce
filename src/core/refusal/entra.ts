import { type JsonObject, objectOf, parseJson, textOf } from '../json.ts'

/**
 * A refusal by Entra ID's token endpoint (RFC 6749 §5.2 with Entra's additions), kept verbatim.
 * Source: Learn, "Microsoft Entra authentication and authorization error codes", Handling errors.
 */
export interface EntraRefusal extends EntraError {
  readonly status: number
}

/** The error itself; a pasted one may come without its status. */
export interface EntraError {
  /** HTTP status; null where nothing tells. */
  readonly status: number | null
  /** The protocol's word: `invalid_client`. */
  readonly error: string | null
  /** AADSTS numbers, the deciding one first; empty when the answer names none. */
  readonly codes: readonly number[]
  /** `error_description` without the ids at its end. */
  readonly message: string
  readonly traceId: string | null
  readonly correlationId: string | null
  /** As Entra writes it: `2026-11-22 19:31:07Z`. */
  readonly timestamp: string | null
}

/** RFC 6749 §5.2 allows almost anything; Entra ID's words are letters, digits and underscores. */
const errorWord = /^\w{1,80}$/

/** Reads a token endpoint's refusal. Null when the body is not one (a proxy's page, half a JSON). */
export function readEntraRefusal(status: number, body: string): EntraRefusal | null {
  const json = objectOf(parseJson(body))
  if (json === null || typeof json.error !== 'string' || !errorWord.test(json.error)) return null
  return { ...readEntraError(status, json), status }
}

/** Entra ID's own are a few hundred characters, and an answer names a few codes. */
const longestDescription = 8 * 1024
const mostCodes = 100

/** Reads the members of a body, or the description alone. */
export function readEntraError(status: number | null, json: JsonObject): EntraError {
  const description = (textOf(json.error_description) ?? '').slice(0, longestDescription)
  return {
    status,
    error: textOf(json.error),
    codes: codesOf(json.error_codes, description),
    message: withoutIds(description),
    traceId: textOf(json.trace_id) ?? idIn(description, 'Trace ID'),
    correlationId: textOf(json.correlation_id) ?? idIn(description, 'Correlation ID'),
    timestamp: textOf(json.timestamp) ?? /Timestamp: ([0-9: -]+Z)/.exec(description)?.[1] ?? null,
  }
}

function codesOf(listed: unknown, description: string): number[] {
  if (Array.isArray(listed)) {
    const numbers = listed.slice(0, mostCodes).filter(code => Number.isInteger(code))
    if (numbers.length > 0) return numbers
  }
  return [...description.matchAll(/AADSTS(\d{5,8})/gi)].map(match => Number(match[1]))
}

function withoutIds(description: string): string {
  const ids = description.indexOf('Trace ID: ')
  return (ids < 0 ? description : description.slice(0, ids)).trim()
}

function idIn(description: string, name: string): string | null {
  return new RegExp(`${name}: ([0-9a-fA-F-]{36})`).exec(description)?.[1] ?? null
}
