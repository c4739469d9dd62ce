import { statuses as statusRows } from '../knowledge/statuses.ts'
import { countBefore, type Mark, marks, sorted } from './mark.ts'
import { graphHost, type PastedCall, requestsIn } from './requests.ts'
import { type NamedResource, resourceNear, resourcesIn } from './resources.ts'

/** What stands around an error in a text: the answer's status, the call, the ids. */
export interface Surroundings {
  readonly status: number | null
  readonly call: PastedCall | null
  readonly requestId: string | null
}

/** What is known of an error besides the place that it stands in. */
export interface Background {
  /** An error that could be anybody's is Graph's. */
  readonly isAboutGraph: boolean
  around(start: number, end: number): Surroundings
  /** The status of an answer of Entra ID's, which is to none of the requests to Graph. */
  besides(start: number, end: number): number | null
  /** The resource of a tool that an error is about; null where none is named near it. */
  resource(at: number): NamedResource | null
}

/** Phrases of HTTP that tell a status beside its number. */
const phrases = statusRows().map(({ phrase }) => phrase.replaceAll(' ', ' ?'))

const statuses = [
  /\bHTTP(?:\/[\d.]{1,3})?[ :]{1,3}([45]\d\d)\b/gi,
  /(?:\b|(?<=response|http))status(?:[ _-]?code)?["']?\s*(?:[:=]\s*)?["']?\(?([45]\d\d)\b/gi,
  /(?:^|\n)[^\S\n]{0,4}([45]\d\d)(?=[\s{:]|$)/g,
  /-> ?([45]\d\d)\b/g,
  /\bhttps:\/\/[^\s"']{1,500} ([45]\d\d)(?=\s{0,3}(?:[{:]|$))/gm,
  /(?<=\b(?:GET|POST|PUT|PATCH|DELETE|HEAD)["', |]{1,4})([45]\d\d)(?=["', |]{1,4}https:)/g,
  new RegExp(`\\b(?:${phrases.join('|')}) - ([45]\\d\\d)\\b`, 'gi'),
  // As PowerShell says it in any language.
  /[:\uff1a] ?\(([45]\d\d)\) ?\p{L}/gu,
  /\bHTTP (?:response |status )?code:? ([45]\d\d)\b/gi,
  /\b(?:returned|responded with|failed with|resulted in)\b[^\n\d]{0,24}\b([45]\d\d)\b/gi,
  /\bstatus[ _-]?code: [a-z]{3,30} \(([45]\d\d)\)/gi,
  /\bCode:\s*([45]\d\d)\b/g,
  /\b([45]\d\d) (?:Client|Server) Error\b/g,
  /\(([45]\d\d)\)\s+(?:Forbidden|Unauthorized|Bad Request|Not Found)/gi,
  new RegExp(`\\b([45]\\d\\d)[ :-]{1,3}(?:${phrases.join('|')})\\b`, 'gi'),
  /\b(?:Forbidden|Unauthorized|Bad ?Request)\s*\(([45]\d\d)\)/gi,
]

/** `Status Code:`, and on its line or the next the phrase alone. */
const named = new RegExp(`\\bstatus(?: ?code)?:\\s{1,4}(${phrases.join('|')})\\b`, 'gi')

function statusOf(told: string): number | null {
  const plain = (phrase: string): string => phrase.replaceAll(' ', '').toLowerCase()
  return statusRows().find(({ phrase }) => plain(phrase) === plain(told))?.status ?? null
}

const requestIds =
  /(?<!client[-_])\brequest[-_]?id["']?\s*[:=]\s*(?:[{["']\s*)?["']?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})/gi

/** Signs that a text is about Microsoft Graph, where an error alone could be anybody's. */
export const graphSigns = new RegExp(
  `${graphHost}|x-ms-ags-diagnostic|microsoft\\.graph|msgraph|GraphError|OData ?error|graph-explorer|\\bMg[A-Z]\\w+|kiota|"innerError"|client-request-id`,
  'i',
)

/** Those that no other service has: an innerError and a client's id of the request are in answers of Azure's as well. */
export const ownSigns = new RegExp(
  `${graphHost}|x-ms-ags-diagnostic|microsoft\\.graph|msgraph|GraphError|OData ?error|graph-explorer|\\bMg[A-Z]\\w+|kiota|(?<!x-ms-)client-request-id`,
  'i',
)

/** Reads a text once, and then tells for any place in it what stands nearest. */
export class Context implements Background {
  readonly isAboutGraph: boolean
  readonly #statuses: readonly Mark<number>[]
  readonly #calls: readonly Mark<PastedCall>[]
  readonly #requestIds: readonly Mark<string>[]
  readonly #resources: readonly Mark<NamedResource>[]

  constructor(text: string) {
    this.isAboutGraph = graphSigns.test(text)
    this.#statuses = sorted([
      ...marks(text, statuses, ([, status]) => Number(status)),
      ...marks(text, [named], ([, phrase = '']) => statusOf(phrase)),
    ])
    this.#calls = requestsIn(text)
    this.#resources = resourcesIn(text)
    this.#requestIds = marks(text, [requestIds], ([, id]) => id!)
  }

  /** A call is told before its answer, and so is a status; ids may stand behind. */
  around(start: number, end: number): Surroundings {
    // One that is told behind its answer stands alone.
    const own = Math.max(countBefore(this.#calls, end), 1)
    return {
      status: this.#statusBefore(this.#calls.at(own), start, end),
      call: this.#calls.at(own - 1)?.value ?? null,
      requestId: nearest(this.#requestIds, start, end)?.value ?? null,
    }
  }

  resource(at: number): NamedResource | null {
    return resourceNear(this.#resources, at)
  }

  besides(start: number, end: number): number | null {
    return this.#statusBefore(this.#calls.at(countBefore(this.#calls, end)), start, end)
  }

  /** A status behind the next request is that one's. */
  #statusBefore(next: Mark<PastedCall> | undefined, start: number, end: number): number | null {
    const statuses =
      next === undefined ? this.#statuses : this.#statuses.slice(0, countBefore(this.#statuses, next.at))
    return nearest(statuses, start, end)?.value ?? null
  }

  /** The requests to Graph, in their order. */
  get calls(): PastedCall[] {
    return this.#calls.map(({ value }) => value)
  }

  /** The first status, where nothing tells whose it is. */
  get unowned(): number | null {
    return this.isAboutGraph ? null : (this.#statuses[0]?.value ?? null)
  }

  /** The statuses that stand in the text, but for what tells one again, with the call before each. */
  get answers(): Mark<number>[] {
    return this.#statuses.filter(({ at, value }, index) => {
      const previous = this.#statuses[index - 1]
      const isNext = previous === undefined || previous.value !== value || at - previous.at > 400
      return isNext || countBefore(this.#calls, at) > countBefore(this.#calls, previous.at)
    })
  }
}

/** Of two that are equally near the one in front, and of those in one place the first. */
function nearest<Value>(marks: readonly Mark<Value>[], start: number, end: number): Mark<Value> | undefined {
  const next = countBefore(marks, start)
  const [previous, following] = [marks[next - 1], marks[next]]
  if (previous === undefined || (following !== undefined && following.at <= end)) return following
  if (following !== undefined && following.at - end < start - previous.at) return following
  return marks[countBefore(marks, previous.at)]
}
