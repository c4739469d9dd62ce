import { reportOf } from '../core/report/report.ts'
import type { Io } from '../io.ts'
import { renderJson } from '../render/json.ts'
import { renderCsv, renderNdjson } from '../render/rows.ts'
import { renderText } from '../render/text/report.ts'
import { walk } from '../road.ts'
import type { Arguments } from './flags.ts'
import { gatherJourney, openData } from './gather.ts'
import { answer, formatOf, keepToken, textOptions } from './output.ts'
import { progressOf } from './progress.ts'

/** The whole road. Exit 0 when clear, 1 when not. */
export async function run(args: Arguments, io: Io): Promise<number> {
  return walkAndReport(args, true, io)
}

/** Walks the road and prints the report; without `send`, nothing is called. */
export async function walkAndReport(args: Arguments, send: boolean, io: Io): Promise<number> {
  const { flags } = args
  const format = formatOf(flags)
  const { index, options } = openData(io)
  const journey = await gatherJourney(args, send, index, io)
  const progress = progressOf(flags, io)
  const { facts, token } = await walk(journey, index, io, progress.tell).finally(progress.end)
  await keepToken(token, journey.given !== null, flags, io)
  const rows = flags.text('rows')
  const shown = textOptions(flags, io)
  const withRows = rows !== undefined || (format === 'text' && shown.rows > 0)
  const report = reportOf(facts, index, { ...options, rows: withRows })
  if (format === 'json') await answer(renderJson(report), flags, io)
  else if (rows === 'ndjson' || rows === 'csv') {
    // What a program reads stands alone; what people read beside it goes where they see it.
    io.stderr.write(renderText(report, { ...textOptions(flags, io, io.stderr), rows: 0 }))
    await answer(rows === 'csv' ? renderCsv(report) : renderNdjson(report), flags, io)
  } else await answer(renderText(report, shown), flags, io)
  return report.verdict === 'clear' ? 0 : 1
}
