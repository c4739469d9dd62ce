import { bareCommandLine, type CommandLine } from '../command-line.ts'
import { type PastedRefusal, readPaste } from '../refusal/paste.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { explainEntra } from './entra.ts'
import type { Explanation } from './explanation.ts'
import { explainGraph } from './graph.ts'

/** A refusal, verbatim, with its explanation. */
export type RefusalReport = PastedRefusal & Explanation

/** What a pasted text says. The index is opened only where a refusal names a call or a permission. */
export function explainPaste(
  text: string,
  openIndex: () => PermissionIndex,
  line: CommandLine = bareCommandLine,
): RefusalReport[] {
  return explainRefusals(readPaste(text), openIndex, line)
}

/** Joins refusals, wherever they were read, with what the catalogs know of them. */
export function explainRefusals(
  refusals: readonly PastedRefusal[],
  openIndex: () => PermissionIndex,
  line: CommandLine = bareCommandLine,
): RefusalReport[] {
  return refusals.map(refusal => {
    if (refusal.service === 'entra') return { ...refusal, ...explainEntra(refusal, line) }
    const asks = refusal.call !== null || refusal.requiredByService !== null
    return { ...refusal, ...explainGraph(refusal, asks ? openIndex() : null, line) }
  })
}
