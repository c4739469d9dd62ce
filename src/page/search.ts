import { requirementOf } from '../core/need/requirement-of.ts'
import { parseOperation } from '../core/operation/operation.ts'
import { requestIn } from '../core/operation/typed.ts'
import type { PermissionIndex } from '../core/tables/permission-index.ts'

/** What was found: an operation of the tables, a permission, or a PowerShell cmdlet. */
export interface Hit {
  readonly kind: 'op' | 'permission'
  /** `GET /users/{id}`, `User.Read.All`, `Get-MgUser`. */
  readonly name: string
}

interface Entry extends Hit {
  readonly low: string
}

/** Words that people use for a method. */
const verbs = new Map([
  ...['read', 'list', 'show'].map((word): [string, string] => [word, 'get']),
  ...['create', 'add', 'send', 'invite'].map((word): [string, string] => [word, 'post']),
  ...['update', 'change', 'edit'].map((word): [string, string] => [word, 'patch']),
  ...['remove', 'revoke'].map((word): [string, string] => [word, 'delete']),
])

/** Operations and permissions, searched as somebody types. Opening it reads the tables once; each search is a walk over names. */
export class Search {
  readonly #index: PermissionIndex
  readonly #entries: readonly Entry[]

  constructor(index: PermissionIndex) {
    this.#index = index
    const permissions = [...index.permissionNames()].map(name => entry('permission', name))
    const operations = [...index.operations()].map(name => entry('op', name))
    this.#entries = [...permissions, ...operations]
  }

  get size(): number {
    return this.#entries.length
  }

  /** The best first: what is named exactly, then what begins like it, the shorter before the longer. */
  find(query: string, most: number): Hit[] {
    const typed = query.trim()
    if (typed === '') return []
    const exact = this.#exact(typed)
    const words = typed.toLowerCase().split(/\s+/).slice(0, 8)
    const best: Scored[] = []
    for (const hit of this.#entries) {
      const score = scoreOf(hit, words)
      if (score !== null && !exact.some(({ name }) => name === hit.name)) keep(best, { hit, score }, most)
    }
    return [...exact, ...best.map(({ hit: { kind, name } }) => ({ kind, name }))].slice(0, most)
  }

  /** A request as it would be sent, by its template; a cmdlet. */
  #exact(typed: string): Hit[] {
    const cmdlet = this.#index.cmdlet(typed)
    if (cmdlet !== null) return [{ kind: 'op', name: cmdlet.name }]
    const request = requestIn(typed)
    if (request === null) return []
    const operation = parseOperation(request.method, request.url)
    if ('unreadable' in operation) return []
    const { template } = requirementOf(this.#index, operation)
    return template === null ? [] : [{ kind: 'op', name: `${operation.method} ${template}` }]
  }
}

function entry(kind: Hit['kind'], name: string): Entry {
  return { kind, name, low: name.toLowerCase() }
}

interface Scored {
  readonly hit: Entry
  readonly score: number
}

/** Puts one in its place among the best. Most are not among them, and cost one look. */
function keep(best: Scored[], one: Scored, most: number): void {
  if (best.length === most && !isBefore(one, best.at(-1)!)) return
  best.splice(best.findLastIndex(other => !isBefore(one, other)) + 1, 0, one)
  if (best.length > most) best.pop()
}

function isBefore(a: Scored, b: Scored): boolean {
  return a.score < b.score || (a.score === b.score && a.hit.low < b.hit.low)
}

/** Null where a word is missing. Lower is better. */
function scoreOf({ kind, low }: Entry, words: readonly string[]): number | null {
  // An app has no /me: what it can call comes first.
  let score = low.length + (low.includes(' /me/') || low.endsWith(' /me') ? 25 : 0)
  for (const [nth, word] of words.entries()) {
    const at = low.indexOf(word)
    const verb = verbs.get(word)
    if (at >= 0) score += at === 0 ? 0 : /[/.\s]/.test(low[at - 1]!) ? 4 : 20
    else if (verb !== undefined && nth === 0 && kind === 'op' && low.startsWith(`${verb} `)) score += 2
    else return null
  }
  return score
}
