import { shellCommand } from '../shell.ts'
import type { FixTarget } from './target.ts'

/** One next step: what it does, and the thing to paste or open. */
export type Fix =
  | { readonly label: string; readonly command: string }
  | { readonly label: string; readonly url: string }

/** A command for the shell at hand. */
export function commandFor({ line }: Pick<FixTarget, 'line'>, ...words: readonly string[]): string {
  return shellCommand(line.shell, ...words)
}

/** Steps that only a real tenant can take, as a learner on the emulator reads them. Those of why403 work on both. */
export function namedAsReal(fixes: readonly Fix[]): Fix[] {
  return fixes.map(fix =>
    isOfWhy403(fix) ? fix : { ...fix, label: `In a real tenant: ${lowerFirst(fix.label)}` },
  )
}

function isOfWhy403(fix: Fix): boolean {
  return 'command' in fix && /(^|[ ;])why403( |$)/.test(fix.command)
}

/** Names such as `API permissions` keep their case. */
function lowerFirst(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label
}
