import {
  type Chain,
  type ChainRow,
  chainOf,
  type LinkName,
  othersWords,
  seenColumns,
} from '../core/report/chain.ts'
import type { Link } from '../core/report/link.ts'
import type { CallReport, Report } from '../core/report/report.ts'
import { uncapitalized } from '../core/text.ts'
import { callWords } from './call-words.ts'
import { operationName } from './rows.ts'

/** The chain as a table for text and Markdown: what stands in its cells, and what is said below it. */
export interface ChainTable {
  readonly columns: readonly LinkName[]
  readonly rows: readonly ChainTableRow[]
  /** Sentences on what a cell has no room for. */
  readonly notes: readonly string[]
}

export interface ChainTableRow {
  readonly name: string
  readonly cells: readonly Cell[]
}

export interface Cell extends Pick<Link, 'state'> {
  /** Empty: the mark says it all. */
  readonly words: string
}

/** Null where nothing was compared. */
export function chainTable(report: Report): ChainTable | null {
  const chain = chainOf(report)
  if (chain === null) return null
  const columns = columnsOf(chain, report)
  const at = columns.map(column => chain.columns.indexOf(column))
  const rows = chain.rows.map(row => ({
    name: operationName(report.operations[row.operation]!),
    cells: columns.map((column, place) => cellOf(row, column, row.links[at[place]!]!, columns)),
  }))
  return { columns, rows, notes: notesOf(chain, columns, report) }
}

/**
 * What nobody was asked for is left out: Graph's answer without a call, and where all is clear whatever was not looked
 * at, and the need, which then is what is held. Without a token there is nothing but the need.
 */
function columnsOf(chain: Chain, { verdict, calls, token, app }: Report): LinkName[] {
  if (token === undefined && app === undefined && calls.length === 0) return ['needed']
  const seen = seenColumns(chain)
  return chain.columns.filter(column => {
    if (column === 'answer') return calls.length > 0
    if (verdict !== 'clear') return true
    return column !== 'needed' && seen.includes(column)
  })
}

function cellOf(
  { needed, links }: ChainRow,
  column: LinkName,
  link: Link,
  columns: readonly LinkName[],
): Cell {
  const { state } = link
  switch (column) {
    case 'needed':
      return {
        state,
        words: state === 'start' ? `${link.says}${(needed?.others ?? 0) > 0 ? ' *' : ''}` : needWords(link),
      }
    case 'held': {
      // The need has no column of its own then.
      const isAlone = !columns.includes('needed')
      if (isAlone && state === 'holds') return { state: 'start', words: needed?.phrase ?? link.says }
      return { state, words: isAlone ? (links[0]!.says === 'No permission' ? 'nothing needed' : '') : '' }
    }
    case 'answer':
      return { state, words: answerWords(link) }
    default:
      return { state, words: '' }
  }
}

/** Why there is nothing to be needed. */
function needWords({ says, note }: Link): string {
  return says === 'Cannot be read' || note === '' ? uncapitalized(says) : note
}

/** So much of an answer stands in its cell; more of it below the table. */
const shortNote = 12

function answerWords({ state, says, note }: Link): string {
  if (state === 'holds' && note !== '') return note.length > shortNote ? says : `${says}, ${note}`
  return state === 'beside' || state === 'unseen' ? uncapitalized(says) : says
}

function notesOf(chain: Chain, columns: readonly LinkName[], report: Report): string[] {
  return [
    ...(columns.includes('needed') ? others(chain, report) : []),
    ...(columns.includes('declared') ? unlooked(chain, report) : []),
    ...said(chain, columns, report),
  ]
}

/** `* or one of 15 others`; of several operations the numbers, operation by operation. */
function others({ rows }: Chain, { operations }: Report): string[] {
  const several = rows.flatMap(({ needed, links, operation }) =>
    needed === null || needed.others === 0 || links[0]!.state !== 'start' ? [] : [{ needed, operation }],
  )
  const [first] = several
  if (first === undefined) return []
  if (several.every(({ needed }) => needed.others === first.needed.others))
    return [`* ${othersWords(first.needed)}`]
  const named = several
    .slice(0, 3)
    .map(({ needed, operation }) => `${needed.others} for ${operationName(operations[operation]!)}`)
  return [`* or another: ${named.join(', ')}${several.length > 3 ? ' …' : ''}`]
}

function unlooked({ columns, rows }: Chain, { notChecked, app }: Report): string[] {
  const unseen = (['declared', 'granted'] as const).filter(name =>
    rows.some(({ links }) => links[columns.indexOf(name)]?.state === 'unseen'),
  )
  // What was asked for and refused is told elsewhere.
  if (unseen.length === 0 || app !== undefined || notChecked.some(({ id }) => id.startsWith('records/')))
    return []
  return [`? not looked at: what was ${unseen.join(' and ')}; --records tells`]
}

/** What is to be known of links that hold a question mark, or that broke in an unusual way: each once, with the operations. */
function said(
  { columns: all, rows }: Chain,
  shown: readonly LinkName[],
  { operations, calls }: Report,
): string[] {
  const found = new Map<string, string[]>()
  for (const { links, operation } of rows) {
    const words = shown.flatMap(column => {
      const link = links[all.indexOf(column)]
      if (link === undefined) return []
      return column === 'answer'
        ? answerNote(
            link,
            calls.find(call => call.operation === operation),
          )
        : noteOf(column, link)
    })
    if (words.length === 0) continue
    const key = words.join('; ')
    found.set(key, [...(found.get(key) ?? []), operationName(operations[operation]!)])
  }
  return [...found].map(
    ([words, [first = '', ...rest]]) =>
      `${first}${rest.length === 0 ? '' : ` and ${rest.length} more`}: ${words}`,
  )
}

function noteOf(column: LinkName, { state, says, note }: Link): string[] {
  if (column === 'needed') return state === 'broken' && says === 'Cannot be read' ? [note] : []
  if (column === 'declared' || column === 'granted')
    return state === 'unseen' || note === '' || state === 'holds' || isUsual(note)
      ? []
      : [`${uncapitalized(says)}, ${note}`]
  if (state === 'unseen')
    return note === '' || says === 'Not looked at' ? [] : [`${uncapitalized(says)}, ${note}`]
  return state === 'broken' && !isUsual(note) ? [`${uncapitalized(says)}, ${note}`] : []
}

function answerNote({ state, note }: Link, call: CallReport | undefined): string[] {
  if (call?.sent === true && (call.status == null || (state !== 'holds' && call.pages !== undefined)))
    return [callWords(call)]
  // How much of a list came, and whether there is more.
  const isPart = call?.isWhole === false || (call?.pages ?? 1) > 1
  if (state === 'holds') return note.length > shortNote || isPart ? [callWords(call)] : []
  return state === 'unseen' && note !== '' ? [uncapitalized(note)] : []
}

const usual: readonly string[] = [
  'follows from it',
  'no record in the tenant',
  'not in the registration',
  'it holds none',
]

function isUsual(note: string): boolean {
  return usual.includes(note) || note.startsWith('none of its ')
}
