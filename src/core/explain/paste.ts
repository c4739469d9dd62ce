import { bareCommandLine, type CommandLine } from '../command-line.ts'
import { type PastedRefusal, readPaste } from '../refusal/paste.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { explainEntra } from './entra.ts'
import type { Explanation } from './explanation.ts'
import { explainGraph } from './graph.ts'

/** A refusal, verbatim, with its explanation. */
export type RefusalReport = PastedRefusal & Explanation

/** What a pasted text says. */
export function explainPaste(
  text: string,
  index: PermissionIndex,
  line: CommandLine = bareCommandLine,
): RefusalReport[] {
  return explainRefusals(readPaste(text), index, line)
}

/** Joins refusals, wherever they were read, with what the catalogs know of them. */
export function explainRefusals(
  refusals: readonly PastedRefusal[],
  index: PermissionIndex,
  line: CommandLine = bareCommandLine,
): RefusalReport[] {
  return refusals.map(refusal => {
    if (refusal.service === 'entra') return { ...refusal, ...explainEntra(refusal, line) }
    return { ...refusal, ...explainGraph(refusal, index, line) }
  })
}
