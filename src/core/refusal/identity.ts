import { objectOf, parseJson, textOf } from '../json.ts'
import { type EntraRefusal, readEntraError } from './entra.ts'

/**
 * A refusal by the endpoint of a managed identity, which each host words in its own way: `error` as a word or an object,
 * or `message` alone. Null: the body is none. Sources: Learn, "How to use managed identities on an Azure VM to acquire an
 * access token", error handling; "How to use managed identities for App Service", REST endpoint reference.
 */
export function readIdentityRefusal(status: number, body: string): EntraRefusal | null {
  const json = objectOf(parseJson(body))
  if (json === null) return null
  const inner = objectOf(json.error) ?? {}
  const error = textOf(json.error) ?? textOf(inner.code)
  const message = textOf(json.error_description) ?? textOf(json.message) ?? textOf(inner.message)
  if (error === null && message === null) return null
  return { ...readEntraError(status, { ...json, error, error_description: message }), status }
}
