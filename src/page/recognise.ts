import { type OpenedCase, readCase } from '../core/case/read.ts'
import { objectOf, parseJson } from '../core/json.ts'
import { type LookUp, lookedUp } from '../core/looked-up.ts'
import { operationsFromList } from '../core/operation/list.ts'
import type { Operation, UnreadableOperation } from '../core/operation/operation.ts'
import { vocabularyOf } from '../core/operation/vocabulary.ts'
import { objectsInside } from '../core/paste/json-inside.ts'
import { type Pasted, readPaste } from '../core/paste/read.ts'
import type { Report } from '../core/report/report.ts'
import type { KeySet } from '../core/token/key.ts'

/** What a text turned out to be, before anything is judged. */
export type Recognised =
  /** What `--case FILE` wrote. */
  | { readonly kind: 'case'; readonly opened: OpenedCase }
  /** A name that is known, and what is known of it. */
  | { readonly kind: 'name'; readonly name: string; readonly report: Report }
  /** Nothing but requests, a line or an entry each. */
  | { readonly kind: 'list'; readonly operations: readonly (Operation | UnreadableOperation)[] }
  /** Anything else, and the keys that came with it. */
  | { readonly kind: 'told'; readonly pasted: Pasted; readonly keys: KeySet | null }

/** Longer names are none. */
const longestName = 200

/**
 * Reads what somebody pasted, as `why403 open`, `explain` and `permissions --from` would, whichever it is for.
 *
 * @throws {Why403Error} `usage` where it is a case that cannot be opened
 */
export function recognise(text: string, lookUp: LookUp): Recognised {
  if (isCase(text)) return { kind: 'case', opened: readCase(text, []) }
  // As the command line takes it: without the blanks around it.
  const name = text.trim()
  const report = name.length > longestName ? null : lookedUp(name, lookUp)
  if (report !== null) return { kind: 'name', name, report }
  const pasted = readPaste(name)
  if (pasted.refusals.length + pasted.calls.length === 0 && pasted.token === null) {
    const operations = listIn(text, lookUp)
    if (operations !== null) return { kind: 'list', operations }
  }
  return { kind: 'told', pasted, keys: keysIn(text) }
}

function isCase(text: string): boolean {
  if (!text.trimStart().startsWith('{') || !text.includes('"case"')) return false
  return typeof objectOf(parseJson(text))?.case === 'number'
}

/** A text of which every line is a request. */
function listIn(text: string, { index }: LookUp): Extract<Recognised, { kind: 'list' }>['operations'] | null {
  const operations = operationsFromList(text, 'your text', vocabularyOf(index))
  const isList = operations.length > 0 && operations.every(operation => !('unreadable' in operation))
  return isList ? operations : null
}

/** The keys of a tenant, as its `jwks_uri` gives them (RFC 7517 §5). */
function keysIn(text: string): KeySet | null {
  if (!text.includes('"kty"')) return null
  for (const { value } of objectsInside(text)) {
    const { keys } = value
    if (Array.isArray(keys) && keys.some(key => key?.kty !== undefined)) return { keys }
  }
  return null
}
