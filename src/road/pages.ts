import { type JsonObject, objectOf, parseJson, textOf } from '../core/json.ts'
import type { PagesRead, SentCall } from '../core/observed.ts'
import { entitiesOf } from '../core/report/report.ts'
import { ownLink } from '../edges/graph/next-link.ts'

/** Takes the entities of lists as they come, one list after the other. */
export interface RowTaker {
  /** Whether a list is followed to its end; else its first page is all. */
  readonly follows: boolean
  /** Of one operation, a page: how many of its rows were taken, and whether more are wanted. */
  take(operation: number, rows: readonly JsonObject[]): Promise<Taken>
  /** What was kept of an operation for the report; null: nothing. */
  kept(operation: number): NonNullable<PagesRead['kept']> | null
}

export interface Taken {
  readonly count: number
  readonly isMoreWanted: boolean
}

/** A server that pages on and on is stopped: at a thousand rows a page, beyond any list that there is. */
const mostPages = 100_000

interface List {
  /** Where the next page is; null: there is none, or nobody wants it. */
  next: string | null
  pages: number
  rows: number
  /** Rows that came and were not taken. */
  left: number
  readonly seen: Set<string>
}

/**
 * The lists of a walk, read page by page: of each only the page at hand is held. A list that a refusal broke off goes
 * on where it was, with another token.
 */
export class Pages {
  readonly #taker: RowTaker
  readonly #lists = new Map<number, List>()

  constructor(taker: RowTaker) {
    this.#taker = taker
  }

  /** Where an operation is called: at its own address, or where its list broke off. */
  addressOf(operation: number, url: string): string {
    return this.#lists.get(operation)?.next ?? url
  }

  /**
   * Takes one answer. The next address, or what is to be said of the list: that it is read, or why it is not followed.
   */
  async take(
    operation: number,
    url: string,
    { status, body }: Pick<SentCall, 'status' | 'body'>,
  ): Promise<{ readonly next: string } | { readonly unfollowed: string | null }> {
    const list = this.#lists.get(operation) ?? {
      next: null,
      pages: 0,
      rows: 0,
      left: 0,
      seen: new Set([url]),
    }
    const json = status !== null && status < 300 ? objectOf(parseJson(body)) : null
    if (json === null) return { unfollowed: null }
    const rows = entitiesOf(json)
    list.pages++
    list.next = null
    this.#lists.set(operation, list)
    const { count, isMoreWanted } = await this.#taker.take(operation, rows)
    list.rows += count
    list.left += rows.length - count
    const link = textOf(json['@odata.nextLink'])
    if (link === null) return { unfollowed: null }
    if (!this.#taker.follows || !isMoreWanted) {
      list.next = link
      return { unfollowed: null }
    }
    return this.#follow(link, url, list)
  }

  #follow(
    link: string,
    url: string,
    list: List,
  ): { readonly next: string } | { readonly unfollowed: string } {
    const { origin, pathname } = new URL(url)
    const next = ownLink(link, `${origin}/${pathname.split('/')[1] ?? ''}`)
    if (next === null)
      return { unfollowed: 'the link to the next page leads elsewhere, and was not followed' }
    if (list.seen.has(next))
      return { unfollowed: 'the link to the next page leads back to one that was read' }
    if (list.pages >= mostPages) return { unfollowed: `after ${mostPages} pages there is still another` }
    list.seen.add(next)
    list.next = next
    return { next }
  }

  /** What was read of an operation; null: nothing that is a list or an entity. */
  readOf(operation: number): PagesRead | null {
    const list = this.#lists.get(operation)
    if (list === undefined) return null
    const kept = this.#taker.kept(operation)
    return {
      pages: list.pages,
      rows: list.rows,
      isWhole: list.next === null && list.left === 0,
      ...(kept === null ? {} : { kept }),
    }
  }
}
