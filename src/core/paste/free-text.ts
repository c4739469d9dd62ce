import { codeOfMessage } from '../knowledge/aadsts.ts'
import { type GraphRefusalRow, graphRefusals } from '../knowledge/graph-refusals.ts'
import { readEntraError } from '../refusal/entra.ts'
import { readGraphError } from '../refusal/graph.ts'
import type { Background } from './context.ts'
import { flat } from './flat.ts'
import { firstOf } from './mark.ts'
import type { Entra, Placed } from './refusal.ts'

/** More places that look like a refusal than are looked at. */
const mostPlaces = 200

/** AADSTS codes in free text, each with what follows it up to the ids. */
export function entraInText(text: string, background: Background): Placed<Entra>[] {
  const found: Placed<Entra>[] = []
  let end = 0
  for (const { index } of firstOf(text.matchAll(/AADSTS\d{5,8}/gi), mostPlaces)) {
    // The codes inside a message that was taken already belong to it.
    if (index < end) continue
    const told = text.slice(index, index + 2000)
    const length = told.search(/Trace ID|\n\s*\n|["}]|(?<!^)AADSTS\d{5,8}:/i)
    const message = length < 0 ? told : told.slice(0, length)
    end = index + message.length
    const ids = /^Trace ID[\s\S]{0,300}/i.exec(text.slice(end, end + 300))?.[0] ?? ''
    const description = `${message} ${ids}`.replace(/\s+/g, ' ')
    const before = text.slice(Math.max(0, index - 300), index)
    const error = before
      .match(
        /\b(?:invalid|unauthorized|unsupported|interaction|access|consent|temporarily|server)_[a-z_]{3,30}\b/g,
      )
      ?.at(-1)
    const refusal = readEntraError(background.besides(index, end), {
      ...(error === undefined ? {} : { error }),
      error_description: description.trim(),
    })
    found.push({ at: index, refusal: { service: 'entra', ...refusal } })
  }
  return found
}

/** A number that somebody made unreadable, whole or in part. */
const masked = /\bAADSTS(?!\d{5})\d{0,4}(?:[*Xx#\u2022\u2026]{1,10}|[[<][^\]>\n]{1,20}[\]>])/g

/** Refusals whose code is masked, known by the words behind it. */
export function maskedEntraInText(text: string, background: Background): Placed<Entra>[] {
  return firstOf(text.matchAll(masked), mostMasked).flatMap(({ index }) => {
    const told = text.slice(index, index + 1000)
    const end = told.search(/Trace ID|\n\s*\n|["}]/)
    const message = (end < 0 ? told : told.slice(0, end)).replace(/\s+/g, ' ').trim()
    const code = codeOfMessage(message)
    if (code === null) return []
    const refusal = readEntraError(background.besides(index, index + message.length), {
      error_description: message,
      error_codes: [code],
    })
    return [{ at: index, refusal: { service: 'entra', ...refusal, bySentence: true } }]
  })
}

/** Each is looked up among all sentences. */
const mostMasked = 20

/** `Code: X` and `Message: Y` as exceptions print them, and sentences of Graph's own. */
export function graphInText(text: string, background: Background): Placed[] {
  const found: Placed[] = []
  const announced = announcements(text)
  const add = (start: number, end: number, told: Words, usual: Usual = {}): void => {
    const near = background.around(start, end)
    const code = told.code ?? usual.code
    const status = near.status ?? usual.status ?? null
    const message = unescaped(told.message)
    const error = readGraphError(status, { ...(code === undefined ? {} : { code }), message })
    if (error.known === null && !(background.isAboutGraph && code !== undefined)) return
    // What a row supplies to be known by is not what the text tells.
    found.push({
      at: start,
      refusal: { service: 'graph', ...error, ...near, code: told.code, challenge: null },
    })
  }
  const labelled =
    /(?:\berror ?code|(?<!status[ _-]?)\bcode)["']?\s*[:=]\s*["']?([A-Za-z][A-Za-z0-9_.]{3,80})\b/gi
  for (const match of firstOf(text.matchAll(labelled), mostPlaces)) {
    const code = match[1]!
    if (/^(?:invalid_|unauthorized_|unsupported_|interaction_|AADSTS|null|none|undefined)/i.test(code))
      continue
    const end = match.index + match[0].length
    const message = messageBehind(text, end) ?? sentences(announced(match.index) ?? '')
    add(match.index, end, { code, message })
  }
  const reported = text.matchAll(/\bOData error:\s{1,20}([A-Za-z]\w{3,80}):\s{1,20}(?=\S)/g)
  for (const match of firstOf(reported, mostPlaces)) {
    const end = match.index + match[0].length
    add(match.index, end, { code: match[1]!, message: sentences(text.slice(end, end + 600)) })
  }
  // As Graph PowerShell prints them.
  for (const match of firstOf(text.matchAll(/\[([A-Z][a-z]\w{2,60})\] : (?=[\w'"])/g), mostPlaces)) {
    const end = match.index + match[0].length
    add(match.index, end, { code: match[1]!, message: sentences(text.slice(end, end + 900)) })
  }
  if (found.length === 0)
    for (const match of firstOf(text.matchAll(exception), mostPlaces)) {
      const message = sentences(match[1]!)
      add(match.index, match.index + match[0].length, { code: null, message }, usualOfMessage(message))
    }
  const told = found.flatMap(({ refusal }) =>
    refusal.service === 'graph' ? [`${refusal.code} ${flat(refusal.message)}`] : [],
  )
  for (const row of graphRefusals()) {
    const match = row.phrase?.exec(text)
    if (match === null || match === undefined) continue
    // A code, and words of a message that stands beside one, were read with it.
    if (told.some(message => message.includes(flat(match[0])))) continue
    const isCode = /^\w+$/.test(match[0])
    const message = isCode ? '' : sentences(text.slice(match.index, match.index + 900))
    const code = isCode ? match[0] : (row.codes.find(code => text.includes(code)) ?? null)
    add(match.index, match.index + match[0].length, { code, message }, usualOf(row))
  }
  return found
}

/** An exception of an SDK with its message, and no code beside it. */
const exception =
  /\b(?:ODataError|APIError|GraphServiceException|GraphError): (?!\s?(?:error ?)?code)([^\n]{5,400})/gi

/** SharePoint's refusal has no other words than its code. */
function usualOfMessage(message: string): Usual {
  return /^access denied\b/i.test(message) ? { code: 'accessDenied' } : {}
}

/** JSON of which only a piece is there keeps its escapes. */
function unescaped(message: string): string {
  return message.replace(/\\u0027/gi, "'").replace(/\\u0022|\\"/gi, '"')
}

interface Words {
  /** Null: the text gives none. */
  readonly code: string | null
  readonly message: string
}

/** What a refusal usually comes with, where words alone are told. */
interface Usual {
  readonly code?: string
  readonly status?: number
}

function usualOf({ codes: [code], status }: GraphRefusalRow): Usual {
  return { ...(code === undefined ? {} : { code }), ...(status === undefined ? {} : { status }) }
}

const quotedMessage = /\bmessage["']?\s*[:=]\s*(["'])([\s\S]{1,1000}?)\1/i
const plainMessage =
  /\bmessage\s*[:=]\s*(?!None\b|null\b)([^\n]{1,1000}(?:\n(?!\s*[\w -]{2,30}\s?[:=]|\s*\n)[^\n]{1,300}){0,3})/i

function messageBehind(text: string, end: number): string | null {
  const behind = text.slice(end, end + 1500)
  const after = quotedMessage.exec(behind)?.[2] ?? plainMessage.exec(behind)?.[1]
  return after === undefined ? null : sentences(after)
}

/** A line that is longer is none that a person would follow, nor a name. */
const longestLine = 4 * 1024
const longestName = 100

/**
 * What stands before a place as JavaScript and PowerShell put a message before its code: `GraphError: …`,
 * `Get-MgUser : …`. The first of the text; one in the same line up to the place.
 */
function announcements(text: string): (place: number) => string | null {
  let first: { readonly message: string; readonly end: number } | null | undefined
  const inText = (): typeof first => {
    for (let at = 0; at < text.length; ) {
      const lineEnd = endOfLine(text, at)
      const found = announcedIn(text, at, Math.min(lineEnd, at + longestLine), text.length)
      if (found !== null) return found
      at = lineEnd + 1
    }
    return null
  }
  return place => {
    if (first === undefined) first = inText()
    if (first !== null && first!.end <= place) return first!.message
    const line = Math.max(text.lastIndexOf('\n', place - 1) + 1, place - longestLine)
    return announcedIn(text, line, place, place)?.message ?? null
  }
}

/** The message behind the last colon of a line that such a name stands before; it may begin on the next line. */
function announcedIn(
  text: string,
  start: number,
  end: number,
  last: number,
): { message: string; end: number } | null {
  for (let colon = end - 1; colon > start; colon--) {
    if (text[colon] !== ':' || !/\s/.test(text[colon + 1] ?? '') || !isAnnouncer(text, start, colon)) continue
    const from = colon + 1 + text.slice(colon + 1, colon + 200).search(/\S|$/)
    const until = Math.min(endOfLine(text, from), last)
    if (until - from >= 5 && until - from <= 500) return { message: text.slice(from, until), end: until }
  }
  return null
}

/** Whether the word before a colon is the name of an error or of a cmdlet. */
function isAnnouncer(text: string, start: number, colon: number): boolean {
  const end = /\s/.test(text[colon - 1] ?? '') ? colon - 1 : colon
  let begin = end
  while (begin > start && end - begin < longestName && /\w/.test(text[begin - 1]!)) begin--
  const word = text.slice(begin, end)
  if (/(?:Error|Exception)$|Mg\w/.test(word)) return true
  return word !== '' && text[begin - 1] === '-' && begin - 2 >= start && /\w/.test(text[begin - 2]!)
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

/** One line, up to where the text turns to something else. */
function sentences(text: string): string {
  const end = text.search(/\n[^\S\n]*(?:\n|at |[\w -]{2,30}\s?[:=])/)
  return (end < 0 ? text : text.slice(0, end)).replace(/\s+/g, ' ').trim().slice(0, 600)
}
