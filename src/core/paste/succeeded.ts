import { withoutSecrets } from '../secret/gate.ts'
import { type PastedCall, requestsIn } from './requests.ts'

/** A call to Graph that a text tells to have been answered with what was asked for. */
export interface SucceededCall {
  readonly call: PastedCall
  readonly status: number
  /** Where the text tells of it: secrets stand there as they were written. */
  readonly told: string
}

/** How programs and archives write down the status of an answer. */
const status =
  /^\w{3,6}["', |]{1,4}([1-5]\d\d)(?=["', |]{1,4}https:)|\bHTTP(?:\/[\d.]{1,3})?[ :]{1,3}([1-5]\d\d)\b|(?:\b|(?<=response))status(?:[ _-]?code)?["']?\s?[:=]\s?["']?([1-5]\d\d)\b|-> ?([1-5]\d\d)\b|\b([1-5]\d\d) (?:OK|Created|Accepted|No Content)\b/i

/** A request to somebody else, whose answer follows. */
const another = /\b(?:GET|POST|PUT|PATCH|DELETE|HEAD)\b[ :,"'|-]{1,12}https?:\/\//i

/** More of a call and its answer is not looked at. In characters. */
const longest = 20_000

/**
 * Calls whose own answer is told, and is no refusal: the first status behind each, up to the next request.
 *
 * @param text with its secrets, since a token in it tells whose call it was
 */
export function succeededIn(text: string): SucceededCall[] {
  const calls = requestsIn(text)
  return calls.flatMap(({ at, value: call }, index) => {
    // What carries other requests is answered by their answers.
    if (call.cut || /\/\$batch$/i.test(call.url)) return []
    const told = text.slice(at, Math.min(calls.at(index + 1)?.at ?? text.length, at + longest))
    const answer = status.exec(told)
    if (answer === null) return []
    const code = Number(answer.slice(1).find(told => told !== undefined))
    const between = told.slice(told.indexOf(call.url) + call.url.length, answer.index)
    if (code < 200 || code >= 300 || another.test(between)) return []
    return [{ call: { ...call, url: withoutSecrets(call.url) }, status: code, told }]
  })
}
