import { clouds } from '../clouds.ts'
import { type JsonObject, objectOf, objectsOf, parseJson, textOf } from '../json.ts'
import { type Challenge, readChallenge } from '../refusal/challenge.ts'
import { readEntraError } from '../refusal/entra.ts'
import { readGraphError } from '../refusal/graph.ts'
import { withChallenge } from './challenged.ts'
import type { Background, Context } from './context.ts'
import { counted } from './counted.ts'
import { Elsewhere } from './elsewhere.ts'
import { entraInText, graphInText, maskedEntraInText } from './free-text.ts'
import { type Found, objectsInside } from './json-inside.ts'
import type { Entra, Graph, PastedRefusal, Placed } from './refusal.ts'
import type { PastedCall } from './requests.ts'
import { unique } from './unique.ts'

export type { PastedRefusal } from './refusal.ts'
export type { PastedCall } from './requests.ts'

/** More refusals than anybody reads. */
export const mostRefusals = 20

/**
 * The refusals of Entra ID, Microsoft Graph and others in a text: a body, headers, a log, an SDK's exception, `curl -v`;
 * several, wrapped or cut. Empty: nothing was recognised, and nothing is guessed.
 *
 * @param straight the text, of which only a challenge is read: its claims look like a secret
 * @param clean the same without secrets
 */
export function refusalsOf(straight: string, clean: string, context: Context): PastedRefusal[] {
  const found = refusalsIn(clean, context)
  const complete = found.length > 0 ? found : [...ofAuthority(clean, context), ...statusesAlone(context)]
  return counted(withChallenge(complete, challengeIn(straight))).slice(0, mostRefusals)
}

/**
 * The refusals that a text without secrets tells of, in its order, each once.
 *
 * @param head what stands before it and tells who answered: a request, a status, headers
 */
export function refusalsIn(text: string, background: Background, head = ''): PastedRefusal[] {
  const objects = objectsInside(text)
  const batch = batchIn(objects)
  const read = objects.map(found => ({ found, refusals: inObject(found.value, found, background, batch) }))
  const telling = read.filter(({ refusals }) => refusals.length > 0)
  const rest = without(
    text,
    telling.map(({ found }) => found),
  )
  const placed: Placed[] = [
    ...telling.flatMap(({ found, refusals }) => refusals.map(refusal => ({ at: found.start, refusal }))),
    ...entraInText(rest, background),
    ...maskedEntraInText(text, background),
    ...graphInText(rest, background),
  ]
  const behind = head.length
  const elsewhere = new Elsewhere(
    head + text,
    read.map(({ found }) => ({ ...found, start: found.start + behind, end: found.end + behind })),
    placed.filter(({ refusal }) => refusal.service === 'entra').map(({ at }) => at + behind),
  )
  const ours = placed.filter(({ at, refusal }) => refusal.service !== 'graph' || !elsewhere.owns(at + behind))
  return unique([
    ...ours.map(placed => withResource(placed, background)),
    ...elsewhere.refusals.map(({ at, refusal }) => ({ at: at - behind, refusal })),
  ])
}

/** Where no request is told, the resource that a tool was at is what was asked for. */
function withResource({ at, refusal }: Placed, background: Background): Placed {
  if (refusal.service !== 'graph' || refusal.call !== null) return { at, refusal }
  const resource = background.resource(at)
  return resource === null ? { at, refusal } : { at, refusal: { ...refusal, resource } }
}

/** The text with the places of some objects blanked out, so that all others keep theirs. */
function without(text: string, objects: readonly Found[]): string {
  let kept = ''
  let at = 0
  for (const { start, end } of objects) {
    kept += text.slice(at, start) + ' '.repeat(end - start)
    at = end
  }
  return kept + text.slice(at)
}

/** Refusals anywhere in an object: a body, a batch's answers, an SDK's serialised exception. */
function inObject(
  value: JsonObject,
  place: Found,
  background: Background,
  batch: Batch,
  depth = 0,
  known?: number,
): PastedRefusal[] {
  if (depth > 8) return []
  if (Array.isArray(value.responses))
    return objectsOf(value.responses)
      .slice(0, 200)
      .flatMap(part => inObject(part, place, ofPart(part, background, batch), batch, depth + 1))
  const near = background.around(place.start, place.end)
  const status = statusIn(value) ?? known ?? null
  const entra = entraOf(value, status ?? background.besides(place.start, place.end))
  if (entra !== null) return [entra]
  const graph = graphOf(value, background)
  if (graph !== null) {
    const ids = objectOf(graph.innerError) ?? objectOf(graph.innererror)
    return [
      {
        service: 'graph',
        ...readGraphError(status ?? near.status, graph),
        requestId: textOf(ids?.['request-id']) ?? textOf(value.requestId) ?? near.requestId,
        call: near.call,
        challenge: null,
      },
    ]
  }
  return Object.values(value)
    .flatMap(member => (Array.isArray(member) ? member : [member]))
    .slice(0, 200)
    .flatMap(member => {
      const inside = objectOf(member) ?? (typeof member === 'string' ? objectOf(parseJson(member)) : null)
      if (inside !== null) return inObject(inside, place, background, batch, depth + 1, status ?? undefined)
      return typeof member === 'string' ? entraInText(member, background).map(({ refusal }) => refusal) : []
    })
}

/** What was asked for in a `$batch`, by id. */
type Batch = ReadonlyMap<string, PastedCall>

function batchIn(objects: readonly Found[]): Batch {
  const requests = objects.flatMap(({ value }) => objectsOf(value.requests).slice(0, 200))
  return new Map(
    requests.flatMap(({ id, method, url }) =>
      typeof url === 'string' ? [[String(id), { method: textOf(method), url }] as const] : [],
    ),
  )
}

/** An answer in a `$batch` is to its own request, and never to the one that carried all. */
function ofPart({ id }: JsonObject, background: Background, batch: Batch): Background {
  const own = batch.get(String(id)) ?? null
  return {
    isAboutGraph: background.isAboutGraph || own !== null,
    besides: () => null,
    resource: () => null,
    around: (start, end) => {
      const near = background.around(start, end)
      const isEnvelope = /\/\$batch$/i.test(near.call?.url ?? '')
      return { ...near, status: null, call: own ?? (isEnvelope ? null : near.call) }
    },
  }
}

function statusIn(value: JsonObject): number | null {
  const status = Number(value.status ?? value.statusCode ?? value.httpStatusCode)
  return Number.isInteger(status) && status >= 400 && status < 600 ? status : null
}

/** Other providers say `invalid_client` too: Entra ID adds its numbers or its trace id. */
function entraOf(value: JsonObject, status: number | null): Entra | null {
  if (typeof value.error !== 'string') return null
  const error = readEntraError(status, value)
  return error.codes.length > 0 || error.traceId !== null ? { service: 'entra', ...error } : null
}

/** The `error` member of Graph's form; the same members without it only where the text is about Graph. */
function graphOf(value: JsonObject, { isAboutGraph }: Background): JsonObject | null {
  const member = objectOf(value.error) ?? objectOf(value['odata.error'])
  const error = member ?? value
  if (textOf(error.code) === null) return null
  const message = textOf(error.message) ?? textOf(objectOf(error.message)?.value)
  if (member === null && message === null) return null
  const plain = { ...error, message: message ?? '' }
  const told = error.innerError !== undefined || error.innererror !== undefined || isAboutGraph
  return told || readGraphError(null, plain).known !== null || readGraphError(403, plain).known !== null
    ? plain
    : null
}

const tokenEndpoint = new RegExp(
  `https://(?:${clouds
    .flatMap(({ authorities }) => authorities)
    .join('|')
    .replaceAll('.', '\\.')})/[^\\s"'<>]{1,200}?/token\\b`,
  'i',
)

/** Entra ID's token endpoint, a status, and nothing of what it said. */
function ofAuthority(text: string, context: Context): Entra[] {
  const { index } = tokenEndpoint.exec(text) ?? {}
  const status = index === undefined ? null : context.besides(index, index)
  return status === null ? [] : [{ service: 'entra', ...readEntraError(status, {}) }]
}

/** A status and nothing else: Graph's, if the text is about Graph. */
function statusesAlone(context: Context): Graph[] {
  if (!context.isAboutGraph) return []
  return context.answers.map(({ at, value }) => ({
    service: 'graph',
    ...readGraphError(value, { message: '' }),
    ...{ requestId: context.around(at, at).requestId, call: context.around(at, at).call, challenge: null },
  }))
}

function challengeIn(text: string): Challenge | null {
  const header = /www-authenticate["']?\s*[:=]\s*["']?(?=Bearer)/i.exec(text)
  const told =
    header === null
      ? /\bBearer\s[^\n]{0,500}\b(?:error|claims)="[\s\S]{0,5000}/i.exec(text)?.[0]
      : headerAt(text, header.index + header[0].length)
  return readChallenge(told?.replace(/\n\s*/g, ''))
}

/** A header's value, to the next header or a blank line. Servers send none that is longer than 8 KB. */
function headerAt(text: string, start: number): string {
  const value = text.slice(start, start + 8 * 1024)
  const end = value.search(/\n(?:[\w-]{1,100}:|[^\S\n]*\n)/)
  return end < 0 ? value : value.slice(0, end)
}
