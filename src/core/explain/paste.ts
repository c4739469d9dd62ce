import { bareCommandLine, type CommandLine } from '../command-line.ts'
import { type PastedRefusal, readPaste } from '../paste/refusals-in.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { explainEntra } from './entra.ts'
import type { Explanation } from './explanation.ts'
import { explainGraph } from './graph.ts'
import { explainOther, nameOfOther } from './other.ts'
import { type Presented, presentedIn } from './presented.ts'

/** A refusal, verbatim, with its explanation. */
export type RefusalReport = PastedRefusal & Explanation & Refuser

interface Refuser {
  /** Who refused, by name. */
  readonly by: string
}

/** What a pasted text says. */
export function explainPaste(
  text: string,
  index: PermissionIndex,
  line: CommandLine = bareCommandLine,
): RefusalReport[] {
  return explainRefusals(readPaste(text), index, line, () => presentedIn(text))
}

/**
 * Joins refusals, wherever they were read, with what the catalogs know of them.
 *
 * @param presented whom the token is for, where the same text tells
 */
export function explainRefusals(
  refusals: readonly PastedRefusal[],
  index: PermissionIndex,
  line: CommandLine = bareCommandLine,
  presented: () => Presented | null = () => null,
): RefusalReport[] {
  return refusals.map(refusal => {
    switch (refusal.service) {
      case 'entra':
        return { ...refusal, by: 'Microsoft Entra ID', ...explainEntra(refusal, line) }
      case 'graph':
        return { ...refusal, by: 'Microsoft Graph', ...explainGraph(refusal, index, line) }
      default:
        return { ...refusal, by: nameOfOther(refusal.who), ...explainOther(refusal, line, presented()) }
    }
  })
}
