import graph from '../../../fixtures/responses/graph.json' with { type: 'json' }
import { filled } from '../world.ts'

/** One row of `refusals` in fixtures/responses/graph.json. */
interface RefusalRow {
  readonly status: number
  readonly code: string
  readonly message: string
  /** What of the row is not verified. */
  readonly note?: string
}

const rows: Readonly<Record<keyof typeof graph.refusals, RefusalRow>> = graph.refusals

/** A refusal by Microsoft Graph, by the fixture's name for it. */
export interface GraphRefusal {
  readonly refusal: keyof typeof graph.refusals
  readonly values: Readonly<Record<string, string>>
}

export const refuse = (
  refusal: GraphRefusal['refusal'],
  values: Readonly<Record<string, string>> = {},
): GraphRefusal => ({ refusal, values })

export const isRefusal = (value: object): value is GraphRefusal => 'refusal' in value

/** The two ids that every answer of Graph carries, in its headers and in its errors. */
export interface ExchangeIds {
  readonly requestId: string
  readonly clientRequestId: string
}

/** Graph's error body. Source: Learn, "Microsoft Graph error responses and resource types". */
export function refusalResponse(refused: GraphRefusal, ids: ExchangeIds, at: number): Response {
  const { status, code, message } = rows[refused.refusal]
  const body = {
    error: {
      code,
      message: filled(message, refused.values),
      innerError: {
        date: new Date(at).toISOString().slice(0, 19),
        'request-id': ids.requestId,
        'client-request-id': ids.clientRequestId,
      },
    },
  }
  return Response.json(body, { status, headers: status === 401 ? { 'www-authenticate': challenge } : {} })
}

const challenge =
  'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", ' +
  'client_id="00000003-0000-0000-c000-000000000000"'
