import { version } from '../../version.ts'
import { bareCommandLine } from '../command-line.ts'
import { deriveFacts } from '../derive-facts.ts'
import { findings } from '../findings/index.ts'
import { bounded, type JsonObject, objectOf, objectsOf } from '../json.ts'
import { nothingObserved, type Observed, type ObservedToken } from '../observed.ts'
import type { Operation, UnreadableOperation } from '../operation/operation.ts'
import { readToken, tokenOfClaims } from '../read-token.ts'
import { type Report, reportOf } from '../report/report.ts'
import type { Shell } from '../shell.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { secondsOf } from '../time.ts'
import { extractToken } from '../token/extract.ts'
import type { KeySet } from '../token/key.ts'
import { type KeySource, verifySignature } from '../token/signature.ts'
import { demandIndex, demandObject, demandOptions, demandText } from './arguments.ts'
import { type OperationInput, operationsOf } from './operation-input.ts'

export interface CheckOptions {
  /** Seconds since 1970, as `Date.now() / 1000` gives them, to judge the token's lifetime by. Absent: its lifetime is not judged. */
  readonly at?: number
  /** Makes the other kind of token an error. */
  readonly expect?: 'app-only' | 'delegated'
  /** The shell that next steps are written for. Absent: a POSIX shell. */
  readonly shell?: Shell
}

export interface InspectOptions extends CheckOptions {
  /** The public keys of the tenant, as its `jwks_uri` gives them. Absent: the signature is not checked. */
  readonly keys?: KeySet
  /** With `expect`: let the claims decide, and leave the signature unverified. */
  readonly claimsOnly?: boolean
  /** Compare the token with these as well. */
  readonly operations?: readonly OperationInput[]
}

/**
 * Compares the claims of a token with what operations require. Of each: `operations[i].verdict`, `held`, `missing`;
 * of all: `verdict`, and the findings, each with its evidence and the next step. The report is the one that the
 * command line prints as JSON; docs/report.schema.json describes it.
 *
 * Source of what the claims mean: Learn, "Access token claims reference".
 *
 * Not checked: the signature, and, unless a time is given, the lifetime. Claims that nobody has verified prove nothing.
 *
 * @param claims the decoded payload of an access token; what is not an object holds no claims
 * @throws {TypeError} when another argument, or an option, is of another type
 *
 * @example
 * const claims = { aud: 'https://graph.microsoft.com', roles: ['User.Read.All'] }
 * const { operations } = check(index, claims, ['GET /users', 'GET /groups'])
 * operations.map(({ verdict }) => verdict) // ['allowed', 'missing-permission']
 */
export function check(
  index: PermissionIndex,
  claims: JsonObject,
  operations: readonly OperationInput[],
  options: CheckOptions = {},
): Report {
  demandIndex(index)
  demandOptions(options)
  const payload = bounded(objectOf(claims) ?? {})
  const token = tokenOfClaims(payload, 'claims')
  return judged(token, operationsOf(operations), payload, index, { ...options, claimsOnly: true })
}

/**
 * Decodes, explains and, with keys, verifies a token (RFC 7519; RFC 7515 for the signature, RS256 only): whose it is,
 * app-only or delegated, what it holds, and whether it suffices for `operations`. What is no token has a `token.form`
 * that says so. No part of the token's secret is in the report.
 *
 * Not checked: without `keys` the signature, without `at` the lifetime, and never whether it was revoked. Keys are not
 * fetched: whoever calls must get them from the issuer that he trusts, never from the token.
 *
 * @param token a compact JWS, or text that holds one (`Bearer …`, a token response, a log)
 * @throws {TypeError} (it rejects) when an argument or an option is of another type
 *
 * @example
 * const { token } = await inspectToken(index, 'Bearer eyJhbGciOiJub25lIn0.e30.')
 * token.signature.status // 'not-checked'
 */
export async function inspectToken(
  index: PermissionIndex,
  token: string,
  options: InspectOptions = {},
): Promise<Report> {
  demandIndex(index)
  demandText(token, 'The token')
  demandOptions(options)
  const operations = operationsOf(options.operations ?? [])
  const keys = keysOf(options)
  const extracted = extractToken(token)
  const read = readToken(extracted, 'argument', false)
  if (extracted.form !== 'jwt' || read.form !== 'jwt') return judged(read, operations, {}, index, options)
  const signature = await verifySignature(extracted.token, read.header, keys)
  return judged({ ...read, signature }, operations, read.claims, index, options)
}

function keysOf({ keys }: InspectOptions): KeySource {
  if (keys === undefined) return { missing: 'no keys were given', notAsked: true }
  demandObject(keys, 'The option keys')
  if (!Array.isArray(keys.keys))
    throw new TypeError('The option keys must be a JSON Web Key Set: { keys: [ … ] }.')
  return { keys: { keys: objectsOf(keys.keys) }, from: 'the keys given' }
}

function judged(
  token: ObservedToken,
  operations: readonly (Operation | UnreadableOperation)[],
  claims: JsonObject,
  index: PermissionIndex,
  { at, expect, shell = 'posix', claimsOnly }: CheckOptions & Pick<InspectOptions, 'claimsOnly'>,
): Report {
  const observed: Observed = {
    ...nothingObserved,
    // As of its own beginning a token is neither expired nor too new.
    at: at ?? secondsOf(claims.iat) ?? 0,
    asked: operations.length > 0 ? 'operations' : 'token',
    expect: expect ?? null,
    claimsOnly: claimsOnly ?? false,
    line: { ...bareCommandLine, shell },
    token,
    operations,
  }
  return reportOf(deriveFacts(observed, index), index, findings, { version, data: index.source, rows: false })
}
