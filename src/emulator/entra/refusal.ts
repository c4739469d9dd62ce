import { isGuid } from '../../core/guid.ts'
import { type EntraCode, entraRefusals } from '../responses.ts'
import { filled, type World } from '../world.ts'

/** A refusal by Entra ID: an AADSTS code, and what its text names. */
export interface EntraRefusal {
  readonly code: EntraCode
  readonly values: Readonly<Record<string, string>>
  /** Where `error` differs from the row's. */
  readonly error?: string
  /** A sentence of the emulator's own, behind Entra's. */
  readonly adds?: string
}

export const refuse = (
  code: EntraCode,
  values: Record<string, string> = {},
  error?: string,
): EntraRefusal => ({
  code,
  values,
  ...(error === undefined ? {} : { error }),
})

/** What a refusal shows of itself, as a body or on a page. */
export interface EntraRefusalDetails {
  readonly status: number
  readonly error: string
  /** "AADSTS700016: …", without the ids that follow it. */
  readonly message: string
  readonly traceId: string
  readonly correlationId: string
  /** 2026-11-22 19:31:07Z */
  readonly timestamp: string
}

export function refusalDetails(
  world: World,
  refusal: EntraRefusal,
  correlationId: string,
): EntraRefusalDetails {
  const row = entraRefusals[refusal.code]
  return {
    status: row.status,
    error: refusal.error ?? row.error,
    message: refusalMessage(refusal),
    traceId: world.uuid(),
    correlationId,
    timestamp: `${new Date(world.now()).toISOString().slice(0, 19).replace('T', ' ')}Z`,
  }
}

/** "AADSTS700016: …", without the ids that follow it. */
export const refusalMessage = (refusal: EntraRefusal): string =>
  `AADSTS${refusal.code}: ${filled(entraRefusals[refusal.code].message, refusal.values)}${addition(refusal)}`

const addition = ({ adds }: EntraRefusal): string => (adds === undefined ? '' : ` The emulator adds: ${adds}`)

/** The error body of Entra ID's endpoints. Source: Learn, "Handling error codes in your application". */
export function refusalResponse(world: World, refusal: EntraRefusal, correlationId: string): Response {
  const details = refusalDetails(world, refusal, correlationId)
  const { error, message, traceId, timestamp } = details
  const body = {
    error,
    error_description: `${message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [Number(refusal.code)],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    ...(entraRefusals[refusal.code].lookup
      ? { error_uri: `https://${world.cloud.authorities[0]}/error?code=${refusal.code}` }
      : {}),
  }
  const headers = { ...entraHeaders(traceId, correlationId), ...entraRefusals[refusal.code].headers }
  return Response.json(body, { status: details.status, headers })
}

/** What every answer of the token endpoint carries. */
export const entraHeaders = (traceId: string, correlationId: string): Record<string, string> => ({
  'cache-control': 'no-store, no-cache',
  'content-type': 'application/json; charset=utf-8',
  pragma: 'no-cache',
  'x-ms-request-id': traceId,
  'client-request-id': correlationId,
})

/** The caller's id for the exchange, wherever it put it; MSAL sends it in the query and in the form. */
export const correlationIdOf = (world: World, request: Request, form?: URLSearchParams): string =>
  [
    new URL(request.url).searchParams.get('client-request-id'),
    request.headers.get('client-request-id'),
    form?.get('client-request-id'),
  ].find(isGuid) ?? world.uuid()

/**
 * Why a tenant identifier in an authority's path cannot be used here; null when it names the tenant.
 * `common` and its like name none, which a sign-in could make good and client credentials cannot.
 */
export function tenantRefusal(world: World, identifier: string, error?: string): EntraRefusal | null {
  if (world.tenant.isNamed(identifier)) return null
  if (/^(common|organizations|consumers)$/i.test(identifier)) return refuse('50059')
  const isDomainLike = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i.test(identifier)
  const code = isGuid(identifier) || isDomainLike ? '90002' : '900023'
  return refuse(code, { tenant: identifier }, code === '90002' ? error : undefined)
}
