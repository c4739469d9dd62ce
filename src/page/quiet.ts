/** Time, handed in. */
export interface Timers {
  /** Milliseconds since some beginning. */
  now(): number
  after(ms: number, act: () => void): void
}

/**
 * Acts once after so long without a sign of anybody; the next sign begins anew.
 *
 * @param ms how long, in milliseconds
 * @returns what to call at each sign
 */
export function whenQuiet(ms: number, { now, after }: Timers, act: () => void): () => void {
  let last = now()
  let isWaiting = false
  // One timer at a time: a sign only moves the moment, and costs nothing.
  const wait = (left: number): void => {
    isWaiting = true
    after(left, () => {
      isWaiting = false
      const rest = last + ms - now()
      if (rest > 0) wait(rest)
      else act()
    })
  }
  wait(ms)
  return () => {
    last = now()
    if (!isWaiting) wait(ms)
  }
}
