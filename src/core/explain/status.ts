import { globalCloud } from '../clouds.ts'
import type { CommandLine } from '../command-line.ts'
import { fixesFor } from '../fixes/registry.ts'
import { type FixTarget, targetOf } from '../fixes/target.ts'
import { causeWords } from '../knowledge/cause.ts'
import { rowOfWords } from '../knowledge/graph-refusals.ts'
import { type StatusRow, statuses } from '../knowledge/statuses.ts'
import { nameOf } from '../operation/name.ts'
import type { GraphError } from '../refusal/graph.ts'
import { type Asked, candidatesOf } from './candidates.ts'
import type { Explanation } from './explanation.ts'

/** `403`, `HTTP 403`, `403 Forbidden`, `HTTP/1.1 403 Forbidden`, `Status: 403 (Forbidden)`. */
const bareStatus =
  /^(?:http(?:\/\d(?:\.\d)?)?|status(?: ?code)?|error)?[\s:=]{0,3}([45]\d\d)\b[\s:,-]{0,3}\(?([a-z ]{0,40})\)?[.:]?$/i

/** What a status or its phrase says alone; null: the word is more than a status, or none that is known. */
export function explainStatus(word: string, line: CommandLine): Explanation | null {
  const row = rowOf(word.trim())
  if (row === null) return null
  const target = ofNobody(line)
  return {
    ...{ id: null, class: null, evidence: [], source: null, page: null, uncertain: null },
    title: `${row.status} ${row.phrase}: ${row.meaning}`,
    causes: row.causes,
    retry: row.retry ?? null,
    candidates: candidatesOf(row.candidates),
    fix: [...fixesFor(row.fix, target), ...fixesFor('whole-answer', target)],
  }
}

function rowOf(word: string): StatusRow | null {
  const isPhrase = ({ phrase }: StatusRow, other: string): boolean =>
    phrase.toLowerCase() === other.trim().toLowerCase()
  const [, number, phrase = ''] = bareStatus.exec(word) ?? []
  const row = statuses().find(row =>
    number === undefined ? isPhrase(row, word) : String(row.status) === number,
  )
  return row === undefined || (phrase.trim() !== '' && !isPhrase(row, phrase)) ? null : row
}

/** Codes that say no more than a status does. */
const codes: readonly (readonly [pattern: RegExp, status: number])[] = [
  [/^(?:forbidden|access_?denied|\w*denied|authorization_?error)$/i, 403],
  [/^(?:unauthorized|unauthenticated|invalidauthenticationtoken)$/i, 401],
  [/^(?:\w*notfound)$/i, 404],
  [/^(?:badrequest|request_badrequest|invalidrequest)$/i, 400],
  [/^(?:toomanyrequests|\w*throttled\w*)$/i, 429],
]

/** What is known of a refusal that the catalog does not have: what its status says, or a code that says no more. */
export function byStatus(
  { status, code, message }: Pick<GraphError, 'status' | 'code' | 'message'>,
  asked: Asked | null,
  line: CommandLine,
): Explanation {
  const number = status ?? codes.find(([pattern]) => pattern.test(code ?? ''))?.[1] ?? null
  const row = statuses().find(({ status }) => status === number)
  const name = [status, code].filter(part => part !== null).join(' ') || 'This answer'
  const nothing = { id: null, class: null, evidence: [], source: null, page: null, uncertain: null }
  const said = rowOfWords(message)
  if (said !== null)
    return {
      ...nothing,
      title: `${name} is not in our catalog; its text says this: ${said.meaning}`,
      causes: said.causes.map(causeWords),
      retry: null,
      candidates: candidatesOf(said.candidates),
      fix: [],
      uncertain: said.uncertain ?? null,
    }
  if (row === undefined)
    return {
      ...nothing,
      title: `${name} is not in our catalog: its text is all there is to go by.`,
      ...{ causes: [], retry: null, candidates: [], fix: [] },
    }
  const operations = asked?.requirement.status === 'known' ? [nameOf(asked.operation)] : []
  // With what it would be compared is not known.
  const key = row.fix === 'compare-token' && operations.length === 0 ? null : row.fix
  const title =
    number === 403
      ? `${name}: refused, and the text alone does not tell why.`
      : `${name} is not in our catalog; ${status === null ? 'its code' : 'its status'} says this: ${row.meaning}`
  return {
    ...nothing,
    title,
    causes: row.causes,
    retry: row.retry ?? null,
    candidates: candidatesOf(row.candidates),
    fix: fixesFor(key, ofNobody(line), { operations }),
  }
}

/** A status names no app and no tenant. */
function ofNobody(line: CommandLine): FixTarget {
  return targetOf({ clientId: null, tenant: null, cloud: globalCloud, line })
}
