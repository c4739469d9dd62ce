import type { JSONWebKeySet } from 'jose'
import { deriveFacts } from './facts.ts'
import { bounded, type JsonObject, objectOf } from './json.ts'
import { nothingObserved, type Observed, type ObservedToken } from './observed.ts'
import { requirementOf, unreadableRequirement } from './permissions/match.ts'
import { type MinimalPermissions, minimalSet } from './permissions/minimal.ts'
import type { Operation, UnreadableOperation } from './permissions/operation.ts'
import { operationFromLine } from './permissions/operation-list.ts'
import type { PermissionIndex } from './permissions/permission-index.ts'
import type { Requirement } from './permissions/requirement.ts'
import { type Judged, judgedOf } from './report/report.ts'
import { decodeToken } from './token/decode.ts'
import { extractToken } from './token/extract.ts'
import { type KeySource, verifySignature } from './token/signature.ts'

/** An operation, taken apart or as a line: `GET /users`, or a bare URL for a GET. */
export type OperationInput = Operation | UnreadableOperation | string

/** What `check` and `inspectToken` find: the report of the command line, without what only the tool can tell. */
export type Inspection = Judged

export interface CheckOptions {
  /** Seconds since 1970 to judge the token's lifetime by. Absent: its lifetime is not judged. */
  readonly at?: number
  /** Makes the other kind of token an error. */
  readonly expect?: 'app-only' | 'delegated'
}

export interface InspectOptions extends CheckOptions {
  readonly index: PermissionIndex
  /** The public keys of the tenant, a JSON Web Key Set. Absent: the signature is not checked. */
  readonly keys?: JSONWebKeySet
  /** With `expect`: let the claims decide, and leave the signature unverified. */
  readonly claimsOnly?: boolean
  /** Compare the token with these as well. */
  readonly operations?: readonly OperationInput[]
}

/**
 * What an operation requires, by Microsoft's tables.
 *
 * @example requiredPermissions(index, 'GET /users').schemes.application.leastPrivileged // 'User.ReadBasic.All'
 */
export function requiredPermissions(index: PermissionIndex, operation: OperationInput): Requirement {
  const read = operationOf(operation)
  return 'unreadable' in read ? unreadableRequirement() : requirementOf(index, read)
}

/**
 * The smallest set of application permissions that opens all of these operations, as far as an app can be
 * given any.
 *
 * @example minimalPermissions(index, ['GET /users', 'GET /auditLogs/signIns']).application
 */
export function minimalPermissions(
  index: PermissionIndex,
  operations: readonly OperationInput[],
): MinimalPermissions {
  return minimalSet(
    index,
    operations.map(operation => requiredPermissions(index, operation)),
  )
}

/**
 * Compares the claims of a token with what operations require: `operations[i].verdict`, `.missing`, and
 * the findings.
 *
 * Not checked: the signature, and, unless a time is given, the lifetime. Claims that nobody has verified
 * prove nothing.
 *
 * @param claims the decoded payload of an access token
 */
export function check(
  index: PermissionIndex,
  claims: JsonObject,
  operations: readonly OperationInput[],
  options: CheckOptions = {},
): Inspection {
  const payload = bounded(objectOf(claims) ?? {})
  const token: ObservedToken = {
    form: 'jwt',
    origin: 'claims',
    header: { alg: 'RS256' },
    claims: payload,
    flaws: [],
    signature: {
      status: 'not-checked',
      keys: 'not-asked',
      reason: 'there are claims only',
      kid: null,
      graphNonce: false,
    },
  }
  return judged(token, operations.map(operationOf), payload, index, { ...options, claimsOnly: true })
}

/**
 * Decodes, explains and, with keys, verifies a token: whose it is, app-only or delegated, what it holds.
 * Never rejects because of the token: what is none has a `token.form` that says so.
 *
 * Not checked: without `keys` the signature, without `at` the lifetime.
 *
 * @param token a compact JWS, or text that holds one (`Bearer …`, a token response)
 */
export async function inspectToken(token: string, options: InspectOptions): Promise<Inspection> {
  const operations = (options.operations ?? []).map(operationOf)
  const extracted = extractToken(token)
  const decoded = extracted.form === 'jwt' ? decodeToken(extracted.token) : null
  if (extracted.form !== 'jwt' || decoded === null) {
    const form = extracted.form === 'jwt' ? 'not-a-token' : extracted.form
    const kind = extracted.form === 'jwt' ? 'a damaged token' : extracted.kind
    return judged({ form, origin: 'argument', kind }, operations, {}, options.index, options)
  }
  const keys: KeySource =
    options.keys === undefined
      ? { missing: 'no keys were given', notAsked: true }
      : { keys: options.keys, from: 'the keys given' }
  const signature = await verifySignature(extracted.token, decoded.header, keys)
  const observed: ObservedToken = { form: 'jwt', origin: 'argument', ...decoded, signature }
  return judged(observed, operations, decoded.claims, options.index, options)
}

function judged(
  token: ObservedToken,
  operations: readonly (Operation | UnreadableOperation)[],
  claims: JsonObject,
  index: PermissionIndex,
  { at, expect, claimsOnly }: CheckOptions & Pick<InspectOptions, 'claimsOnly'>,
): Inspection {
  const observed: Observed = {
    ...nothingObserved,
    // As of its own beginning a token is neither expired nor too new.
    at: at ?? (typeof claims.iat === 'number' ? claims.iat : 0),
    asked: operations.length > 0 ? 'operations' : 'token',
    expect: expect ?? null,
    claimsOnly: claimsOnly ?? false,
    token,
    operations,
  }
  return judgedOf(deriveFacts(observed, index), index, { rows: false })
}

function operationOf(operation: OperationInput): Operation | UnreadableOperation {
  if (typeof operation !== 'string') return operation
  return operationFromLine(operation) ?? { text: '', unreadable: 'This is not an operation.' }
}
