/** Who takes part, from left to right. */
export const actors = ['app', 'entra', 'graph'] as const
export type Actor = (typeof actors)[number]

export type Tone = 'plain' | 'good' | 'bad'

/** One says something to another; `stopped` halfway: it was held back. */
export interface Message {
  readonly kind: 'message'
  readonly from: Actor
  readonly to: Actor
  readonly says: string
  readonly detail: string
  readonly tone: Tone
  readonly stopped: boolean
}

/** A box at an actor's line: where it broke, what was granted, what was handed in. */
export interface Remark {
  readonly kind: 'remark'
  readonly at: Actor
  readonly says: string
  readonly lines: readonly string[]
  readonly tone: Tone
}

/** What is left out of the drawing. */
export interface Gap {
  readonly kind: 'gap'
  readonly says: string
}

export type Step = Message | Remark | Gap

/** Who said what to whom, in the order in which it came about. */
export interface Conversation {
  readonly actors: Readonly<
    Record<Actor, { readonly name: string; readonly short: string; readonly does: string }>
  >
  readonly steps: readonly Step[]
  /** The same in sentences. */
  readonly summary: string
}

export function message(
  from: Actor,
  to: Actor,
  says: string,
  detail: string,
  tone: Tone = 'plain',
  stopped = false,
): Message {
  return { kind: 'message', from, to, says, detail, tone, stopped }
}

export function remark(at: Actor, says: string, lines: readonly string[], tone: Tone): Remark {
  return { kind: 'remark', at, says, lines, tone }
}

export function gap(says: string): Gap {
  return { kind: 'gap', says }
}

/** The first of many. */
export function few(names: readonly string[]): string[] {
  return names.length > 4 ? [...names.slice(0, 3), `and ${names.length - 3} more`] : [...names]
}
