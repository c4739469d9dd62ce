import type { LinkName } from '../../core/report/chain.ts'
import type { LinkState } from '../../core/report/link.ts'
import type { Report } from '../../core/report/report.ts'
import { type Cell, type ChainTableRow, chainTable } from '../chain-table.ts'
import { forTerminal } from '../neutralise.ts'
import { operationName } from '../rows.ts'
import type { Style } from './style.ts'
import { renderTable } from './table.ts'

/** Below so many columns an operation is a block of lines. */
const narrow = 60

const heads: Readonly<Record<LinkName, string>> = {
  needed: 'needed',
  declared: 'declared',
  granted: 'granted',
  held: 'held',
  rights: "user's rights",
  answer: 'answer',
}

/** The operations, link by link: the mark stands under the link that broke. */
export function renderOperations(report: Report, style: Style): string {
  const table = chainTable(report)
  if (table === null) return ''
  const { columns, rows, notes } = table
  const lines =
    style.width < narrow
      ? rows.flatMap(row => blockOf(row, columns, style))
      : tableLines(columns, rows, style)
  const said = style.verbose ? notes : notes.slice(0, mostNotes)
  const left = notes.length - said.length
  return [
    ...lines,
    ...said.map(note => style.wrap(note, 4, '  ')),
    ...(left > 0 ? [`  ${style.ellipsis} ${left} more (--verbose)`] : []),
  ].join('\n')
}

const mostNotes = 5

/** A row of a table as it is laid out: plain text of each cell, coloured when it is printed. */
function tableLines(columns: readonly LinkName[], rows: readonly ChainTableRow[], style: Style): string[] {
  const widths = widthsOf(columns, rows, style)
  const head = ['Operations', ...columns.map(column => heads[column])]
  const title = head.map((text, at) => text.padEnd(widths[at]!)).join(gap)
  return [
    style.colour.bold(title.trimEnd()),
    ...rows.flatMap(({ name, cells }) => {
      const texts = [
        namePieces(style.plain(name), widths[0]!),
        ...cells.map((cell, at) => cellLines(cell, columns[at]!, widths[at + 1]!, style)),
      ]
      const height = Math.max(...texts.map(lines => lines.length))
      return Array.from({ length: height }, (_, line) => lineOf(texts, line, widths, cells, style))
    }),
  ]
}

/** One line of a row; nothing stands behind its last word, and a mark is coloured without its blanks. */
function lineOf(
  texts: readonly (readonly string[])[],
  line: number,
  widths: readonly number[],
  cells: readonly Cell[],
  style: Style,
): string {
  let printed = ''
  let column = 0
  texts.forEach((lines, at) => {
    // Wherever a cell is broken, no line begins with what a build system takes for a command.
    const text = forTerminal(lines[line] ?? '').trimEnd()
    if (text !== '') {
      const indent = at === 0 ? (line === 0 ? '  ' : '    ') : ''
      const blanks = indent + ' '.repeat(Math.max(0, column)) + (/^ */.exec(text)?.[0] ?? '')
      const words = text.trimStart()
      printed += blanks + (line === 0 && at > 0 ? coloured(words, cells[at - 1]!.state, style) : words)
      column = -indent.length - text.length
    }
    column += widths[at]! + gap.length
  })
  return printed
}

const gap = '  '

function cellLines(cell: Cell, column: LinkName, width: number, style: Style): string[] {
  const mark = signOf(cell.state, style)
  if (cell.words === '') return [mark.padStart(Math.ceil((heads[column].length + mark.length) / 2))]
  return pieces(textOf(cell, style), width, /(?<= )/)
}

/** What goes on below is set in by two more. */
function namePieces(name: string, width: number): string[] {
  return name.length <= width - 2 ? [name] : pieces(name, width - 4, /(?<=\/)/)
}

function textOf({ state, words }: Cell, style: Style): string {
  return style.plain([signOf(state, style), words].filter(text => text !== '').join(' '))
}

/** The name, and what is needed or held, take what they need; the answer has the rest. */
function widthsOf(columns: readonly LinkName[], rows: readonly ChainTableRow[], style: Style): number[] {
  const longest = (texts: readonly string[], least: number, most: number): number =>
    Math.min(Math.max(least, ...texts.map(text => text.length)), most)
  const inner = columns.map((column, at) => {
    const texts = rows
      .map(({ cells }) => textOf(cells[at]!, style))
      .filter((_, row) => rows[row]!.cells[at]!.words !== '')
    return longest(texts, heads[column].length, 40)
  })
  const fixed = columns.reduce((sum, _, at) => sum + inner[at]! + gap.length, 0)
  const names = rows.map(({ name }) => `  ${style.plain(name)}`)
  const room = Math.max(leastName, style.width - fixed)
  const first = longest(names, 'Operations'.length, room)
  const over = Math.max(0, first + fixed - style.width)
  // Where it is tight the names give way first, which break at their slashes, and then the widest of the others.
  const given = Math.min(over, Math.max(0, first - leastName))
  const widest = inner.indexOf(Math.max(...inner))
  if (over > given) inner[widest] = Math.max(leastCell, inner[widest]! - over + given)
  return [first - given, ...inner]
}

const leastName = 20
const leastCell = 18

/** Breaks at a place of its own kind, and anywhere where there is none. */
function pieces(text: string, width: number, at: RegExp): string[] {
  const lines: string[] = []
  let line = ''
  for (const part of text.split(at)) {
    if (line !== '' && (line + part).trimEnd().length > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += part
    while (line.trimEnd().length > width) {
      lines.push(line.slice(0, width))
      line = line.slice(width)
    }
  }
  return [...lines, line.trimEnd()]
}

function blockOf({ name, cells }: ChainTableRow, columns: readonly LinkName[], style: Style): string[] {
  return [
    style.wrap(name, 4, '  '),
    ...cells.map((cell, at) => {
      return style.wrap(textOf(cell, style), 19, `    ${heads[columns[at]!].padEnd(15)}`)
    }),
  ]
}

/** What the words do not say, or the place: a mark under the name of the column. */
function signOf(state: LinkState, style: Style): string {
  switch (state) {
    case 'start':
      return ''
    case 'holds':
      return style.signs.holds
    case 'broken':
      return style.signs.broken
    case 'beside':
      return '-'
    case 'unseen':
      return '?'
  }
}

function coloured(text: string, state: LinkState, style: Style): string {
  const { green, red, dim, yellow } = style.colour
  switch (state) {
    case 'holds':
      return green(text)
    case 'broken':
      return red(text)
    case 'beside':
      return dim(text)
    case 'unseen':
      return yellow(text)
    case 'start':
      return text
  }
}

/** The entities that Graph answered, a table per call. */
export function renderRows(report: Report, style: Style): string {
  if (style.rows === 0) return ''
  return report.calls
    .flatMap(({ operation, value, columns }) => {
      if (value === undefined) return []
      const title = style.wrap(operationName(report.operations[operation]!), 0)
      return [
        `${style.colour.bold(title)}\n${value.length === 0 ? '  (no entities)' : renderTable(value, columns, style)}`,
      ]
    })
    .join('\n\n')
}
