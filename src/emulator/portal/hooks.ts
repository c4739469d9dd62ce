import type { ObservedRecords } from '../../core/records.ts'
import type { Markup } from '../../render/html/parts/html.ts'
import type { Exchange } from '../exchanges.ts'

/** What the portal is handed by whoever starts the emulator: itself it judges nothing, and knows no lesson. */
export interface PortalHooks {
  /** What a refusal means, as a part of a page with its styles; null: nothing is known of it. */
  readonly explain?: ExplainedBy
  /** The lab that is under way. */
  readonly lab?: LabBeside
  /** The tenant outlives the emulator. */
  readonly isKept?: boolean
}

export type ExplainedBy = (exchange: Exchange, where: Where) => Promise<Explanation | null>

/** What stands beside a refusal: the emulator's address, and what Graph shows of the app now; null: of none. */
export interface Where {
  readonly url: string
  readonly tenantId: string
  readonly records: ObservedRecords | null
}

export interface Explanation {
  readonly body: Markup
  readonly styles: readonly string[]
}

/** A lesson that looks at the tenant: where it stands, and how to go on or back in it. */
export interface LabBeside {
  /** Null: it has not begun, or is over. */
  readonly view: LabView | null
  press(way: LabWay): void
}

export type LabWay = 'on' | 'back'

export interface LabView {
  /** Counted from 0. */
  readonly at: number
  readonly of: number
  readonly part: string
  readonly title: string
  readonly why: string
  readonly lines: readonly string[]
  readonly hint: string
  readonly conditions: readonly { readonly what: string; readonly met: boolean; readonly from: string }[]
  readonly obstacle: string | null
  readonly isMet: boolean
  /** What was seen, once all of it is so. */
  readonly saw: string
  /** A question comes before the next step. */
  readonly isAsked: boolean
}
