import type { ObservedRecords } from '../../core/records.ts'
import type { Markup } from '../../render/html/parts/html.ts'
import type { Exchange } from '../exchanges.ts'

/** What the portal is handed by whoever starts the emulator: itself it judges nothing, and knows no lesson. */
export interface PortalHooks {
  /** What a refusal means, as a part of a page with its styles; null: nothing is known of it. */
  readonly explain?: ExplainedBy
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
