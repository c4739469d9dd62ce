import { reportOfCase } from '../core/case/compare.ts'
import { caseLimit } from '../core/case/form.ts'
import { readCase } from '../core/case/read.ts'
import { again } from '../core/command-line.ts'
import { deriveFacts } from '../core/derive-facts.ts'
import { Why403Error } from '../core/error.ts'
import { findingsFor } from '../core/findings/load.ts'
import type { Observed } from '../core/observed.ts'
import { reportOf } from '../core/report/report.ts'
import { cannotRead, fileOf } from '../core/secret/named-file.ts'
import type { Io } from '../io.ts'
import { viewOfPaste } from '../render/paste-view.ts'
import type { View } from '../render/rendering.ts'
import { type Arguments, filesNamed } from './flags.ts'
import { openData } from './open-data.ts'
import { type Answer, wantsReach } from './output.ts'

/** Judges a case that somebody sent, as of the time it was written. Nobody is asked for anything. */
export async function run(args: Arguments, io: Io): Promise<Answer> {
  const { flags, words } = args
  const { written, observed, pasted } = readCase(await textOf(words[0], io), filesNamed)
  const { index, options } = openData(io)
  const shell = flags.text('shell')
  // Next steps are for whoever sent it, unless another shell is asked for.
  const asked = shell === undefined ? observed : { ...observed, line: { ...observed.line, shell } }
  const how = { ...options, reach: wantsReach(flags) }
  if (pasted !== null) {
    const { reportOfTold } = await import('../core/pasted.ts')
    const report = reportOfCase(reportOfTold({ observed: asked, ...pasted }, index, how), written)
    return {
      report,
      view: flags.on('brief') ? { show: 'line' } : viewOfPaste(report, again(args.line, '--claims')),
    }
  }
  const facts = deriveFacts(asked, index)
  const report = reportOf(facts, index, await findingsFor(facts), { ...how, rows: false })
  return { report: reportOfCase(report, written), view: viewOf(asked, args) }
}

/** As the command showed it that wrote the case. */
function viewOf({ asked }: Observed, { line, flags }: Arguments): View {
  if (flags.on('brief')) return { show: 'line' }
  if (asked === 'operations') return { show: 'road' }
  return {
    show: 'token',
    whole: flags.on('claims'),
    reach: flags.on('reach'),
    rest: again(line, '--claims'),
  }
}

const takes = 'why403 open takes the file that --case FILE wrote, or - for standard input.'

async function textOf(file: string | undefined, io: Io): Promise<string> {
  if (file === undefined) throw new Why403Error('usage', 'Open which case?', [takes])
  const text = file === '-' ? await io.stdin.read(caseLimit) : await fromFile(file, io)
  if (text !== null) return text
  throw new Why403Error('usage', `${fileOf('open', file)} holds more than 1 MiB: no case is that long.`, [
    takes,
  ])
}

/** Null: it is too long. */
async function fromFile(file: string, io: Io): Promise<string | null> {
  try {
    return await io.readFile(file, caseLimit)
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EFBIG') return null
    throw cannotRead('open', file, takes, cause)
  }
}
