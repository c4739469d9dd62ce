import type { Markup } from '../../render/html/parts/html.ts'
import type { Exchange } from '../exchanges.ts'

/** What the portal is handed by whoever starts the emulator: itself it judges nothing, and knows no lesson. */
export interface PortalHooks {
  /** What a refusal means, as a part of a page with its styles; null: nothing is known of it. */
  explain?(exchange: Exchange): Promise<Explanation | null>
}

export interface Explanation {
  readonly body: Markup
  readonly styles: readonly string[]
}
