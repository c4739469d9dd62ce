import { readJson } from './json-body.ts'
import { type GraphRefusal, isRefusal, refuse } from './refusal.ts'

/** One request of a batch, as it stands in the body. */
interface Step {
  readonly id: string
  readonly method: string
  /** Behind the version. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  readonly dependsOn: readonly string[]
}

interface StepAnswer {
  readonly id: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

const mostSteps = 20

const methods = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE']

/**
 * `POST /$batch`: each request on its own, with the token of the whole. Source: Learn, "Combine multiple HTTP
 * requests using JSON batching". They are played one after the other, in the order of the body; one whose
 * predecessor was refused is not played, and answered with 424.
 *
 * @param play answers one request, refusals too
 * @param refusing the answer to one that is refused here
 */
export async function batch(
  request: Request,
  play: (inner: Request) => Promise<Response>,
  refusing: (refused: GraphRefusal) => Response,
): Promise<Response | GraphRefusal> {
  if (request.method !== 'POST') return refuse('method')
  const steps = await stepsOf(request)
  if (isRefusal(steps)) return steps
  const responses: StepAnswer[] = []
  for (const step of steps) {
    const before = step.dependsOn.map(id => responses.find(response => response.id === id))
    if (before.includes(undefined)) return refuse('not-played', { what: 'dependsOn out of order' })
    const isFailed = before.some(response => response!.status >= 400)
    const played = isFailed ? refusing(refuse('dependency')) : await play(innerRequest(step, request))
    const isText = !/^$|\bjson\b/.test(played.headers.get('content-type') ?? '')
    // A body that is no JSON has a form of its own in a batch, which is not known here.
    const shown = isText ? refusing(refuse('not-played', { what: 'a text in a batch' })) : played
    responses.push(await stepAnswer(step.id, shown))
  }
  return Response.json({ responses })
}

async function stepsOf(request: Request): Promise<Step[] | GraphRefusal> {
  const body = await readJson(request)
  if (body === null) return refuse('payload')
  const { requests } = body
  if (!Array.isArray(requests)) return notPlayed
  if (requests.length > mostSteps) return refuse('batch-size')
  const steps: Step[] = []
  for (const one of requests) {
    const step = stepOf(one)
    if (step === null || steps.some(({ id }) => id === step.id)) return notPlayed
    steps.push(step)
  }
  return steps
}

/** Graph refuses these in words that are not known here. */
const notPlayed = refuse('not-played', { what: 'a batch of this form' })

function stepOf(value: unknown): Step | null {
  if (typeof value !== 'object' || value === null) return null
  const { id, method, url, headers = {}, body, dependsOn = [] } = value as Record<string, unknown>
  if (typeof id !== 'string' || typeof method !== 'string' || typeof url !== 'string') return null
  if (!/^\/?[^/?#\\]/.test(url) || /^[a-z][a-z\d+.-]{0,20}:|^\/?\$batch/i.test(url)) return null
  if (typeof headers !== 'object' || headers === null || !Array.isArray(dependsOn)) return null
  if (!methods.includes(method.toUpperCase())) return null
  return {
    id,
    method: method.toUpperCase(),
    url: `/${url.replace(/^\//, '')}`,
    headers: Object.fromEntries(
      Object.entries(headers).filter(([name]) => /^(?:consistencylevel|content-type|prefer)$/i.test(name)),
    ),
    body,
    dependsOn: dependsOn.map(String),
  }
}

function innerRequest({ method, url, headers, body }: Step, outer: Request): Request {
  const base = outer.url.slice(0, outer.url.toLowerCase().lastIndexOf('/$batch'))
  const inner = new Headers({ ...headers, authorization: outer.headers.get('authorization') ?? '' })
  return method === 'GET' || body === undefined
    ? new Request(`${base}${url}`, { method, headers: inner })
    : new Request(`${base}${url}`, { method, headers: inner, body: JSON.stringify(body) })
}

async function stepAnswer(id: string, response: Response): Promise<StepAnswer> {
  const { status } = response
  const [type, wait] = [response.headers.get('content-type'), response.headers.get('retry-after')]
  const headers = {
    'Cache-Control': 'no-cache',
    ...(wait === null ? {} : { 'Retry-After': wait }),
    ...(type === null ? {} : { 'Content-Type': type }),
  }
  return type === null ? { id, status, headers } : { id, status, headers, body: await response.json() }
}
