import { Chalk } from 'chalk'
import type { Colours } from './colours.ts'

/** Sets words off as a terminal can; read where there is one. `depth`: 16 colours, 256, or all. */
export function coloured(depth: 1 | 2 | 3): Colours {
  return new Chalk({ level: depth })
}
