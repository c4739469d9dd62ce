import { graphRefusals } from '../../catalog/graph-refusals.ts'
import { readEntraError } from '../entra.ts'
import { readGraphError } from '../graph.ts'
import type { Context } from './context.ts'
import type { Entra, Placed } from './refusal.ts'

/** More places that look like a refusal than are looked at. */
const mostPlaces = 200

/** AADSTS codes in free text, each with what follows it up to the ids. */
export function entraInText(text: string, context: Context): Placed<Entra>[] {
  const found: Placed<Entra>[] = []
  let end = 0
  for (const { index } of first(text.matchAll(/AADSTS\d{5,8}/gi))) {
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
    const refusal = readEntraError(context.around(index, end).status, {
      ...(error === undefined ? {} : { error }),
      error_description: description.trim(),
    })
    found.push({ at: index, refusal: { service: 'entra', ...refusal } })
  }
  return found
}

/** `Code: X` and `Message: Y` as exceptions print them, and sentences of Graph's own. */
export function graphInText(text: string, context: Context): Placed[] {
  const found: Placed[] = []
  const add = (
    start: number,
    end: number,
    code: string | null,
    message: string,
    status: number | null,
  ): void => {
    const near = context.around(start, end)
    const error = readGraphError(near.status ?? status, { ...(code === null ? {} : { code }), message })
    if (error.known === null && !(context.isAboutGraph && code !== null)) return
    const { requestId, call } = near
    found.push({ at: start, refusal: { service: 'graph', ...error, requestId, call, challenge: null } })
  }
  const labelled = /(?:\berror ?code|\bcode)["']?\s*[:=]\s*["']?([A-Za-z][A-Za-z0-9_.]{3,80})\b/gi
  for (const match of first(text.matchAll(labelled))) {
    const code = match[1]!
    if (/^(?:invalid_|unauthorized_|unsupported_|interaction_|AADSTS|null|none|undefined)/i.test(code))
      continue
    const end = match.index + match[0].length
    add(match.index, end, code, messageNear(text, match.index, end), null)
  }
  for (const row of graphRefusals) {
    const match = row.phrase?.exec(text)
    if (match === null || match === undefined) continue
    const isCode = /^\w+$/.test(match[0])
    const message = isCode ? '' : sentences(text.slice(match.index, match.index + 900))
    const code = row.code === undefined ? null : [row.code].flat()[0]!
    add(match.index, match.index + match[0].length, code, message, row.status ?? null)
  }
  return found
}

const quotedMessage = /\bmessage["']?\s*[:=]\s*(["'])([\s\S]{1,1000}?)\1/i
const plainMessage =
  /\bmessage\s*[:=]\s*(?!None\b|null\b)([^\n]{1,1000}(?:\n(?!\s*[\w -]{2,30}\s?[:=]|\s*\n)[^\n]{1,300}){0,3})/i

function messageNear(text: string, start: number, end: number): string {
  const behind = text.slice(end, end + 1500)
  const after = quotedMessage.exec(behind)?.[2] ?? plainMessage.exec(behind)?.[1]
  if (after !== undefined) return sentences(after)
  // JavaScript and PowerShell put it before: `GraphError: …`, `Get-MgUser : …`.
  const line = text.slice(0, start).match(/^.*(?:Error|Exception|Mg\w+|\w+-\w+)\s?:\s+(.{5,500})$/m)?.[1]
  return sentences(line ?? '')
}

/** One line, up to where the text turns to something else. */
function sentences(text: string): string {
  return (text.split(/\n\s*\n|\n\s*at |\n(?=\s*[\w -]{2,30}\s?[:=])/)[0] ?? '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 600)
}

function first<Item>(items: Iterable<Item>): Item[] {
  const found: Item[] = []
  for (const item of items) {
    if (found.length >= mostPlaces) break
    found.push(item)
  }
  return found
}
