import { type Cmdlet, parseCmdlets } from './format.ts'
import type { Searchable } from './searchable.ts'

/** The Microsoft Graph PowerShell cmdlets of the index. */
export interface Cmdlets {
  /** A cmdlet by its name, in any letter case; null when the index has none. */
  cmdlet(name: string): Cmdlet | null
}

const beta = /^([a-z]+-mg)beta/

/** Searches the last part of an index: names stand behind what they accept, so that a refresh is a readable diff. */
export function cmdletsIn(text: Searchable, start: number): Cmdlets {
  let lower: string | null = null
  return {
    cmdlet(name) {
      const wanted = name.toLowerCase()
      if (!/^[a-z]+-mg[a-z0-9]+$/.test(wanted)) return null
      lower ??= text.slice(start).toLowerCase()
      const shared = wanted.replace(/-mg(?:beta)?/, '-mg[beta]')
      for (const [spelt, inShared] of [
        [wanted, false],
        [shared, true],
      ] as const) {
        const at = endOfWord(lower, ` ${spelt}`)
        if (at === null) continue
        const found = text.slice(start + at.from + 1, start + at.to)
        const line = text.slice(text.lastIndexOf('\n', start + at.from) + 1, start + at.from)
        const plain = found.replace('[Beta]', inShared && beta.test(wanted) ? 'Beta' : '')
        return { name: plain, ...parseCmdlets(line) }
      }
      return null
    },
  }
}

/** Where a word stands that is followed by a blank or the end of its line. */
function endOfWord(text: string, word: string): { from: number; to: number } | null {
  for (let from = text.indexOf(word); from >= 0; from = text.indexOf(word, from + 1)) {
    const to = from + word.length
    const next = text.charAt(to)
    if (next === ' ' || next === '\n') return { from, to }
  }
  return null
}
