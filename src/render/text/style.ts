import { forTerminal, inAscii } from '../neutralise.ts'
import type { Colours } from './colours.ts'

/** How text is to look on the output at hand. */
export interface TextOptions {
  readonly colours: Colours
  /** Columns to fill. */
  readonly width: number
  /** Whether the terminal shows more than ASCII. */
  readonly unicode: boolean
  /** Minutes east of UTC at a time in milliseconds. */
  utcOffset(at: number): number
  /** Also what is usually left out. */
  readonly verbose: boolean
  /** Entities to show of an answer: Infinity for all of them. */
  readonly rows: number
  /** Show claims that say who a person is. */
  readonly personal: boolean
  /** Pictures in Mermaid, where the format has any. */
  readonly mermaid: boolean
  /** The command that prints what is left out; null: there is none. */
  readonly rest: string | null
}

/** The escape sequences of colours. */
const sequences = /\u001b\[[\d;]*m/g

export type Mark = 'good' | 'bad' | 'warning' | 'note'

/** Marks, colours and line breaking: words carry the meaning, colour only repeats it. */
export class Style {
  readonly width: number
  readonly verbose: boolean
  readonly rows: number
  readonly personal: boolean
  readonly rest: string | null
  readonly colour: Colours
  readonly #options: TextOptions

  readonly #seen: boolean

  /** @param seen what is shown was seen here: ✔ means verified, and what somebody sent is not */
  constructor(options: TextOptions, seen = true) {
    this.#options = options
    this.#seen = seen
    this.width = Math.min(Math.max(options.width, 40), 120)
    this.verbose = options.verbose
    this.rows = options.rows
    this.personal = options.personal
    this.rest = options.rest
    this.colour = options.colours
  }

  mark(mark: Mark): string {
    const { green, red, yellow, cyan } = this.colour
    const unicode = this.#options.unicode
    switch (mark === 'good' && !this.#seen ? 'note' : mark) {
      case 'good':
        return green(unicode ? '✔' : '+')
      case 'bad':
        return red(unicode ? '✖' : 'x')
      case 'warning':
        return yellow('!')
      case 'note':
        return cyan(unicode ? '·' : '-')
    }
  }

  /** Marks in the cells of a table, where a letter is easily overlooked. */
  get signs(): { readonly holds: string; readonly broken: string } {
    if (!this.#options.unicode) return { holds: this.#seen ? 'ok' : '-', broken: 'NO' }
    return { holds: this.#seen ? '✔' : '·', broken: '✖' }
  }

  get separator(): string {
    return this.#options.unicode ? ' · ' : ' - '
  }

  get ellipsis(): string {
    return this.#options.unicode ? '…' : '...'
  }

  /** The first of a list, all of it where everything was asked for, and what says that there are more. */
  few<Item>(items: readonly Item[], most: number, of = ''): { shown: readonly Item[]; more: string[] } {
    const shown = this.verbose ? items : items.slice(0, most)
    const left = items.length - shown.length
    return { shown, more: left > 0 ? [`${this.ellipsis} ${left} more${of} (--verbose)`] : [] }
  }

  /** Foreign text on one line, harmless and in characters that the terminal shows. */
  plain(text: string): string {
    return this.#options.unicode ? forTerminal(text) : inAscii(forTerminal(text))
  }

  /** Breaks at blanks, the first line after `first`, the others indented. Words that are too long stand alone. */
  wrap(text: string, indent: number, first = ' '.repeat(indent)): string {
    const lines: string[] = []
    let line = ''
    let start = Math.max(indent, first.replace(sequences, '').length)
    for (const word of this.plain(text).split(' ')) {
      if (line !== '' && start + line.length + 1 + word.length > this.width) {
        lines.push(line)
        line = word
        start = indent
      } else line = line === '' ? word : `${line} ${word}`
    }
    lines.push(line)
    // A build system also takes an indented line that begins with :: for a command.
    return first + lines.map(line => forTerminal(line)).join(`\n${' '.repeat(indent)}`)
  }

  /** `20:41 (UTC+1)`, with the date when it is another day than the given now. */
  time(at: number, now: number): string {
    const offset = this.#options.utcOffset(at)
    const shifted = (time: number): string => new Date(time + offset * 60_000).toISOString()
    const [day, clock] = [shifted(at).slice(0, 10), shifted(at).slice(11, 16)]
    const zone = offset === 0 ? 'UTC' : `UTC${offset < 0 ? '-' : '+'}${hours(Math.abs(offset))}`
    return `${day === shifted(now).slice(0, 10) ? '' : `${day} `}${clock} (${zone})`
  }
}

function hours(minutes: number): string {
  const rest = minutes % 60
  return `${Math.floor(minutes / 60)}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`
}
