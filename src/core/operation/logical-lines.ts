/** A line as its writer meant it, and where it began, from 1. */
export interface LogicalLine {
  readonly text: string
  readonly line: number
}

/** More lines than any request is written over. */
const mostJoined = 100

/**
 * Puts the lines of a list together that are one request: those that a shell would join (`\`, `` ` `` or `^`
 * at the end of a curl line), and headers under a request line with its HTTP version. Takes a line at a time,
 * so that a list of any length can be read.
 */
export class LogicalLines {
  #line = 0
  #open: { text: string[]; line: number; under: 'shell' | 'headers' } | null = null

  /** The lines that are complete with this one: none while it may go on, two where it ends what was open. */
  take(text: string): LogicalLine[] {
    const line = ++this.#line
    const open = this.#open
    if (open !== null && open.text.length < mostJoined && goesOn(open.under, text)) {
      open.text.push(text)
      return open.under === 'headers' || isContinued(text) ? [] : this.end()
    }
    const complete = this.end()
    const under = beginningOf(text)
    if (under === null) return [...complete, { text, line }]
    this.#open = { text: [text], line, under }
    return complete
  }

  /** What is still open where the list ends. */
  end(): LogicalLine[] {
    const open = this.#open
    this.#open = null
    return open === null ? [] : [{ text: open.text.join('\n'), line: open.line }]
  }
}

function goesOn(under: 'shell' | 'headers', text: string): boolean {
  return under === 'shell' || /^\s*(?:>\s*)?[\w-]{1,60}:\s/.test(text.slice(0, 200))
}

function beginningOf(text: string): 'shell' | 'headers' | null {
  if (/^\s*(?:[-*>]\s+)?(?:curl|az|invoke-|irm|iwr)/i.test(text.slice(0, 40)) && isContinued(text))
    return 'shell'
  return /\sHTTP\/\d(?:\.\d)?\s*$/i.test(text.slice(-20)) ? 'headers' : null
}

function isContinued(text: string): boolean {
  return /\s[`\\^]\s*$/.test(text.slice(-10)) || /[^`\\^]\\$/.test(text.slice(-2))
}
