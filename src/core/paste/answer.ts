import { globalCloud } from '../clouds.ts'
import { isGuid } from '../guid.ts'
import { textOf } from '../json.ts'
import { readChallenge } from '../refusal/challenge.ts'
import { readGraphError } from '../refusal/graph.ts'
import { answererOf } from '../refusal/graph-answer.ts'
import { withoutSecrets } from '../secret/gate.ts'
import { withChallenge } from './challenged.ts'
import { type Background, graphSigns } from './context.ts'
import type { PastedRefusal } from './refusal.ts'
import { mostRefusals, refusalsIn } from './refusals-in.ts'
import type { PastedCall } from './requests.ts'

/** An answer in hand, in its parts, where a paste would have to be searched for them. */
export interface AnswerInHand {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** What was asked for; null where nobody tells. */
  readonly call: PastedCall | null
}

/** What an answer refuses; `none` says why it is read as no refusal of Entra ID's or Graph's. */
export interface ReadAnswer {
  readonly refusals: readonly PastedRefusal[]
  readonly none: string | null
}

/**
 * Reads the refusals out of an answer: one, or those of a `$batch`. A body that tells nothing is Graph's where
 * the header request-id says so: the status is then all there is.
 */
export function readAnswer(answer: AnswerInHand): ReadAnswer {
  const { status, headers } = answer
  const call = cleanCall(answer.call)
  const id = textOf(headers['request-id'])
  const requestId = id !== null && isGuid(id) ? id : null
  const background: Background = {
    isAboutGraph: requestId !== null || isGraphs(call) || graphSigns.test(answer.body),
    around: () => ({ status, call, requestId }),
    besides: () => status,
    resource: () => null,
  }
  const told = refusalsIn(withoutSecrets(answer.body), background, withoutSecrets(headOf(answer)))
  const alone = told.length === 0 && requestId !== null && status >= 400
  const found: readonly PastedRefusal[] = alone
    ? [{ service: 'graph', ...readGraphError(status, {}), requestId, call, challenge: null }]
    : told
  const refusals = withChallenge(found, readChallenge(textOf(headers['www-authenticate'])))
  return {
    refusals: refusals.slice(0, mostRefusals),
    none: refusals.length > 0 ? null : reasonOf(answer),
  }
}

/** Request, status and headers as a paste would have them. A path without a host is meant for Graph. */
function headOf({ status, headers, call }: AnswerInHand): string {
  const request = call === null ? '' : `${call.method ?? 'GET'} ${isPath(call) ? graphBase : ''}${call.url}\n`
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\n`)
  return `${request}HTTP/1.1 ${status}\n${fields.join('')}\n`
}

const graphBase = `https://${globalCloud.graph}`

function isPath({ url }: PastedCall): boolean {
  return !/^[a-z][a-z0-9+.-]*:/i.test(url)
}

function cleanCall(call: PastedCall | null): PastedCall | null {
  return call === null ? null : { ...call, url: withoutSecrets(call.url) }
}

function isGraphs(call: PastedCall | null): boolean {
  return call !== null && (isPath(call) || graphSigns.test(call.url))
}

function reasonOf({ status, headers, body, call }: AnswerInHand): string {
  if (status < 400) return `status ${status} refuses nothing`
  const answerer = answererOf({
    ...{ method: call?.method ?? 'GET', url: call?.url ?? '' },
    ...{ status, headers, body },
  })
  return answerer.by === 'other' ? answerer.reason : "the error could be any service's: name the request"
}
