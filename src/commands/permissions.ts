import { Why403Error } from '../core/error.ts'
import { deriveFacts } from '../core/facts.ts'
import { reportOf } from '../core/report.ts'
import type { Io } from '../io.ts'
import { renderJson } from '../render/json.ts'
import { renderPermissions } from '../render/text/permissions.ts'
import type { Arguments } from './flags.ts'
import { gatherOperations, openData } from './gather.ts'
import { answer, formatOf, textOptions } from './output.ts'

/** What operations need. Exit 0 when all of them are known, else 1. */
export async function run(args: Arguments, io: Io): Promise<number> {
  const { flags } = args
  const format = formatOf(flags)
  const operations = await gatherOperations(args, io)
  if (operations.length === 0) {
    throw new Why403Error('usage', 'Which operation?', ['Example: why403 permissions "GET /users"'])
  }
  const { index, options } = openData()
  const facts = deriveFacts(
    {
      at: Math.floor(io.now() / 1000),
      asked: 'operations',
      cloud: null,
      emulator: null,
      tenant: null,
      clientId: null,
      expect: null,
      keysGiven: false,
      oddities: [],
      acquisition: null,
      token: null,
      operations,
      calls: [],
      records: null,
    },
    index,
  )
  const report = reportOf(facts, index, { ...options, rows: false })
  const text = format === 'json' ? renderJson(report) : renderPermissions(report, textOptions(flags, io))
  await answer(text, flags, io)
  return report.verdict === 'clear' ? 0 : 1
}
