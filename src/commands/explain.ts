import { bareCommandLine, type CommandLine } from '../core/command-line.ts'
import { Why403Error } from '../core/error.ts'
import { known, near } from '../core/explain/words.ts'
import { lookedUp } from '../core/looked-up.ts'
import { cmdletIn } from '../core/operation/cmdlet.ts'
import { referenceReport } from '../core/report/reference.ts'
import type { Report } from '../core/report/report.ts'
import { shellCommand } from '../core/shell.ts'
import type { Io } from '../io.ts'
import { forTerminal } from '../render/neutralise.ts'
import { viewOfPaste } from '../render/paste-view.ts'
import type { Arguments, Flags } from './flags.ts'
import { openData } from './open-data.ts'
import { type Answer, keepCase } from './output.ts'

/** A paste that is longer is no refusal: 1 MiB. */
const inputLimit = 1024 * 1024

/** A code, a finding, or a pasted failure: what it is, why it happens, what to do. Offline. */
export async function run({ words, flags, line }: Arguments, io: Io): Promise<Answer> {
  const { index, options } = openData(io)
  const found = (report: Report): Answer => {
    refuseCase(flags)
    return { report, view: { show: 'reference' } }
  }
  if (flags.on('list')) return found(referenceReport(options, { list: known() }))
  const given = words.join(' ').trim()
  const word = given === '' ? (await pastedText(io)).trim() : given
  const shell = shellOf(line)
  const now = Math.floor(io.now() / 1000)
  const entry = lookedUp(word, { index, options, shell: line.shell, now })
  if (entry !== null) return found(entry)
  if (given !== '' && !isText(word)) throw unknown(near(word))
  const { ownerless, reportOfTold, toldIn } = await import('../core/pasted.ts')
  const { severalUnused } = await import('../core/explain/paste.ts')
  const pasted = (await import('../core/paste/read.ts')).readPaste(word)
  const { observed, ...told } = toldIn(pasted, index, { now, line: shell })
  const report = ownerless(reportOfTold({ observed, ...told }, index, options), pasted)
  if (isNothing(report)) {
    if (given !== '') throw unknown(near(word))
    refuseCase(flags)
  }
  const { several } = told
  if (several?.used === 'none' && !(report.refusals ?? []).some(({ service }) => service === 'graph'))
    io.stderr.write(`note: ${forTerminal(severalUnused(several))}\n`)
  await keepCase({ observed, report, pasted: told }, flags, index, io)
  const claims = shellCommand(line.shell, 'why403', 'inspect', '--claims')
  return { report, view: viewOfPaste(report, claims) }
}

/** What failed was another program's command: next steps begin anew, for the shell at hand. */
function shellOf({ shell }: CommandLine): CommandLine {
  return { ...bareCommandLine, shell }
}

function isNothing({ refusals = [], operations, token }: Report): boolean {
  return refusals.length === 0 && operations.length === 0 && token === undefined
}

/** What is looked up was observed by nobody, and of what is not recognised nothing was. */
function refuseCase(flags: Flags): void {
  if (flags.text('case') === undefined) return
  throw new Why403Error('usage', 'Nothing was observed here that a case could hold.', [
    'Paste the failure itself: pbpaste | why403 explain --case FILE',
  ])
}

/** More than a name: a sentence, JSON, a path, a cmdlet. */
function isText(word: string): boolean {
  return /[\s{:]|^\//.test(word) || cmdletIn(word) !== null
}

async function pastedText(io: Io): Promise<string> {
  if (io.stdin.isTerminal) throw nothingGiven()
  const text = await io.stdin.read(inputLimit)
  if (text === null) {
    throw new Why403Error('unreadable-input', 'Standard input holds more than 1 MiB.', [
      'Paste the part around the error.',
    ])
  }
  if (text.trim() === '') throw nothingGiven()
  return text
}

function nothingGiven(): Why403Error {
  return new Why403Error('usage', 'Explain what?', [
    'A code or a finding: why403 explain AADSTS7000215',
    'A failure that was copied: pbpaste | why403 explain (Linux: xclip -o, Windows: Get-Clipboard)',
    'All of them: why403 explain --list',
  ])
}

function unknown(near: readonly string[]): Why403Error {
  return new Why403Error('usage', 'There is nothing of that name that why403 could explain.', [
    ...near.map(name => `Did you mean: why403 explain ${name}`),
    'All of them: why403 explain --list',
  ])
}
