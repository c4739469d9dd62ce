import { decode } from 'jose/base64url'
import { bounded, type JsonObject, objectOf, parseJson } from '../json.ts'
import type { Secret } from '../secret.ts'

export interface DecodedToken {
  readonly header: JsonObject
  readonly claims: JsonObject
  /** What is wrong with its form although it can be read; a clause each. */
  readonly flaws: readonly string[]
}

/**
 * Header and claims of a compact JWS (RFC 7515, 7519). Verifies nothing: neither signature nor a single
 * claim. Null when either part is no base64url of a JSON object. Of a name that stands twice the last value
 * counts, as in every JSON reader; what is nested too deep to be shown is cut off.
 */
export function decodeToken(token: Secret): DecodedToken | null {
  const parts = token.reveal().split('.')
  const texts = parts.slice(0, 2).map(part => textOfPart(part) ?? '')
  const [header, claims] = texts.map(text => objectOf(parseJson(text)))
  if (parts.length !== 3 || header == null || claims == null) return null
  return {
    header: bounded(header),
    claims: bounded(claims),
    flaws: [...texts.flatMap(repeatedNames), ...signatureFlaws(parts[2]!, header.alg)],
  }
}

function repeatedNames(json: string): string[] {
  const names = repeatedIn(json)
  if (names.length === 0) return []
  const named = names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '')
  return [`${named} stands more than once: the last one was read, and other programs may read the first`]
}

/** An RSA key of 2048 bits, the smallest that RFC 7518 §3.3 allows, makes 256 bytes. */
const shortestRsa = 342

function signatureFlaws(signature: string, alg: unknown): string[] {
  if (signature === '') return ['the signature is empty']
  if (alg !== 'RS256' || signature.length >= shortestRsa) return []
  return [
    `the signature has ${signature.length} characters and RS256 makes ${shortestRsa} or more: it was cut`,
  ]
}

/** The text of a part; null when it is no base64url, or no UTF-8. A byte order mark is dropped. */
export function textOfPart(part: string): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(decode(part))
  } catch {
    return null
  }
}

/** Names that stand twice in the outermost object of a JSON text, which must be one that was parsed. */
function repeatedIn(json: string): string[] {
  const seen = new Set<string>()
  const repeated = new Set<string>()
  let depth = 0
  let isName = false
  for (const [word] of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g)) {
    if (word === '{' || word === '[') depth++
    else if (word === '}' || word === ']') depth--
    else if (word.startsWith('"') && depth === 1 && isName) {
      const name = String(parseJson(word))
      if (seen.has(name)) repeated.add(name)
      seen.add(name)
    }
    isName = depth === 1 && (word === '{' || word === ',')
  }
  return [...repeated]
}
