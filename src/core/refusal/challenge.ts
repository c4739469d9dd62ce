import { bounded, type JsonObject, objectOf, parseJson } from '../json.ts'
import { withoutEnd } from '../text.ts'

/** A Bearer challenge (RFC 6750 §3), as far as it asks for something. */
export interface Challenge {
  /** `insufficient_claims`, `invalid_token`; null when it names none. */
  readonly error: string | null
  /** The claims that the next token must be asked for with, decoded; null when it names none. */
  readonly claims: JsonObject | null
}

/**
 * Reads WWW-Authenticate. The claims are base64 of JSON. Null: no Bearer challenge that asks for anything.
 * Source: Learn, "Claims challenges, claims requests, and client capabilities".
 */
export function readChallenge(header: string | null | undefined): Challenge | null {
  if (header === null || header === undefined || !/\bBearer\b/i.test(header)) return null
  const error = parameter(header, 'error')
  const claims = decodedClaims(parameter(header, 'claims'))
  return error === null && claims === null ? null : { error, claims }
}

function parameter(header: string, name: string): string | null {
  return new RegExp(`\\b${name}="([^"]{0,4000})`, 'i').exec(header)?.[1] ?? null
}

function decodedClaims(text: string | null): JsonObject | null {
  if (text === null) return null
  const claims = objectOf(parseJson(text)) ?? objectOf(parseJson(fromBase64(text)))
  return claims === null ? null : bounded(claims)
}

function fromBase64(text: string): string {
  try {
    return atob(withoutEnd(text, '=').replaceAll('-', '+').replaceAll('_', '/'))
  } catch {
    return ''
  }
}
