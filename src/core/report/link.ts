/**
 * How a link stands. `start`: what is needed, where the chain begins. `broken`: the first that is known to be. `beside`: it
 * follows from the broken one, or nothing hangs on it. `unseen`: nobody looked, or nobody but Graph can tell.
 */
export type LinkState = 'start' | 'holds' | 'broken' | 'beside' | 'unseen'

export interface Link {
  readonly state: LinkState
  /** In a word or two. */
  readonly says: string
  /** What is to be known of it; empty: nothing. */
  readonly note: string
}

export function link(state: LinkState, says: string, note: string): Link {
  return { state, says, note }
}

export const follows = 'follows from it'
export const onlyGraph = 'only Graph can tell'
