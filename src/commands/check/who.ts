import { Why403Error } from '../../core/error.ts'
import { findingsFor } from '../../core/findings/load.ts'
import { operationsFromWords } from '../../core/operation/words.ts'
import { reportOf } from '../../core/report/report.ts'
import { cleaned } from '../../core/secret/gate.ts'
import { whyNobody } from '../../core/who.ts'
import type { Io } from '../../io.ts'
import { forTerminal } from '../../render/neutralise.ts'
import { notReadWords } from '../../render/record-words.ts'
import { type RowForm, rowWriters } from '../../render/rows.ts'
import { renderWho, whoRow } from '../../render/text/who.ts'
import { walkToHolders } from '../../road.ts'
import type { Arguments, FlagName, Flags } from '../flags.ts'
import { gatherRequest } from '../gather.ts'
import { vocabularyAtHand } from '../gather-operations.ts'
import { openData } from '../open-data.ts'
import { type Answer, answer, textOptions } from '../output.ts'
import { progressOf } from '../progress.ts'
import { refuseOfTokens } from './app.ts'

/** `--who`: the apps of the tenant that could make an operation. Exit code 1 where not all of it was read. */
export async function checkWho(args: Arguments, io: Io): Promise<Answer | number> {
  const { flags } = args
  refuseBeside(args)
  refuseOfTokens(flags)
  const writer = rowWriters[formOf(flags)]
  const { index, options } = openData(io)
  const operations = operationsFromWords([flags.text('who')!], vocabularyAtHand(index))
  const [operation] = operations
  if (operation === undefined || operations.length > 1)
    throw new Why403Error('usage', '--who takes one operation.', [
      'Such as: --who "POST /users/{id}/sendMail"',
    ])
  const why = whyNobody(operation, index)
  if (why !== null) throw new Why403Error('usage', why, [`What is known of it: why403 permissions OPERATION`])
  const request = await gatherRequest(args, 'check', index, io)
  const progress = progressOf(flags, io)
  const walking = walkToHolders(operation, request, index, io, progress.tell)
  const walked = await walking.finally(progress.end)
  if ('facts' in walked) {
    const { facts } = walked
    const report = reportOf(facts, index, await findingsFor(facts), { ...options, rows: false })
    return { report, view: { show: 'road' }, rowsWritten: writer !== null }
  }
  const found = cleaned(walked, io.known)
  const rows = writer === null ? null : writer(null)
  const text =
    rows === null
      ? renderWho(found, await textOptions(flags, io))
      : rows.begin() + rows.page(found.apps.map(whoRow))
  if (!flags.on('quiet')) await answer(text, flags, io)
  if (rows !== null && found.notRead.length > 0 && !flags.on('quiet'))
    io.stderr.write(`note: not read: ${forTerminal(notReadWords(found.notRead))}\n`)
  return found.looked === null || found.notRead.length > 0 ? 1 : 0
}

const others = [
  'app',
  'against-app',
  'against-case',
  'from',
  'case',
  'open',
  'mermaid',
] satisfies readonly FlagName[]

function refuseBeside({ words, flags }: Arguments): void {
  const other = words.length > 0 ? 'operation' : otherOf(flags)
  if (other !== undefined)
    throw new Why403Error(
      'usage',
      `--who lists the apps for its own operation, and takes no ${other} beside it.`,
      ['Ask twice.'],
    )
}

/** A row form, by its own name or by that of the format. */
function formOf(flags: Flags): RowForm {
  const [format, rows] = [flags.text('format') ?? 'text', flags.text('rows')]
  if (format === 'text') return rows ?? 'table'
  if (format === 'jsonl' && (rows === undefined || rows === 'ndjson')) return 'ndjson'
  throw new Why403Error('usage', '--who prints a table, or rows for a program.', [
    'An object a line: --format jsonl',
    'A table for a spreadsheet: --rows csv, without --format',
  ])
}

function otherOf(flags: Flags): string | undefined {
  const other = others.find(name => flags.has(name))
  return other === undefined ? undefined : `--${other}`
}
