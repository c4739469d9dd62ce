import type { View } from '../../src/render/rendering.ts'
import { noColours } from '../../src/render/text/colours.ts'
import type { TextOptions } from '../../src/render/text/style.ts'

/** How a report looks where nothing is asked for: 80 columns, without colours. */
export const plainLook: TextOptions = {
  colours: noColours,
  width: 80,
  unicode: true,
  utcOffset: () => 0,
  verbose: false,
  rows: 0,
  personal: true,
  mermaid: false,
  rest: null,
}

/** One of each kind, for renderings that show all of them. */
export const views: readonly View[] = [
  { show: 'road' },
  { show: 'token', whole: false, reach: false, rest: 'why403 inspect --claims' },
  { show: 'needs', scheme: 'application' },
  { show: 'reference' },
]
