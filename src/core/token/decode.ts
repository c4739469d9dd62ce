import { decodeProtectedHeader } from 'jose/decode/protected_header'
import { decodeJwt } from 'jose/jwt/decode'
import type { JsonObject } from '../json.ts'
import type { Secret } from './token.ts'

export interface DecodedToken {
  readonly header: JsonObject
  readonly claims: JsonObject
}

/**
 * Header and claims of a compact JWS (RFC 7515, 7519). Verifies nothing: neither signature nor a single
 * claim. Null when either part is no base64url of a JSON object.
 */
export function decodeToken(token: Secret): DecodedToken | null {
  try {
    return {
      header: decodeProtectedHeader(token.reveal()) as JsonObject,
      claims: decodeJwt(token.reveal()) as JsonObject,
    }
  } catch {
    return null
  }
}
