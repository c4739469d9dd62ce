import { bareCommandLine, type CommandLine } from '../core/command-line.ts'
import { Why403Error } from '../core/error.ts'
import { explainNumber } from '../core/explain/entra.ts'
import type { RefusalReport } from '../core/explain/paste.ts'
import { type FindingId, isFindingId } from '../core/findings/ids.ts'
import { referenceReport, reportOfPaste } from '../core/report/reference.ts'
import type { FindingPage } from '../core/report/report.ts'
import type { PermissionIndex } from '../core/tables/permission-index.ts'
import type { Io } from '../io.ts'
import type { Arguments } from './flags.ts'
import { openData } from './open-data.ts'
import type { Answer } from './output.ts'

/** A paste that is longer is no refusal: 1 MiB. */
const inputLimit = 1024 * 1024

/** A code, a finding, or a pasted failure: what it is, why it happens, what to do. Offline. */
export async function run({ words, flags, line }: Arguments, io: Io): Promise<Answer> {
  const { index, options } = openData(io)
  const found = (what: Parameters<typeof referenceReport>[1]): Answer => ({
    report: referenceReport(options, what),
    view: { show: 'reference' },
  })
  if (flags.on('list')) return found({ list: (await import('../core/explain/words.ts')).known() })
  const given = words.join(' ').trim()
  const word = given === '' ? (await pastedText(io)).trim() : given
  if (isFindingId(word)) return found({ page: await pageOf(word) })
  const shell = shellOf(line)
  const code = explainNumber(word, shell)
  if (code !== null) return found({ entries: [code] })
  const { explainWord, near } = await import('../core/explain/words.ts')
  const entries = explainWord(word, shell)
  if (entries.length > 0) return found({ entries })
  const refusals = given === '' || isText(word) ? await refusalsIn(word, index, shell) : []
  if (given !== '' && refusals.length === 0) throw unknown(near(word))
  return { report: reportOfPaste(refusals, options), view: { show: 'reference' } }
}

/** What failed was another program's command: next steps begin anew, for the shell at hand. */
function shellOf({ shell }: CommandLine): CommandLine {
  return { ...bareCommandLine, shell }
}

async function pageOf(id: FindingId): Promise<FindingPage> {
  const { title, words } = (await import('../core/findings/index.ts')).findingById(id)
  return { id, title, ...words }
}

async function refusalsIn(text: string, index: PermissionIndex, line: CommandLine): Promise<RefusalReport[]> {
  return (await import('../core/explain/paste.ts')).explainPaste(text, index, line)
}

/** More than a name: a sentence, or JSON. */
function isText(word: string): boolean {
  return /[\s{:]/.test(word)
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
    'A failure that was copied: pbpaste | why403 explain',
    'All of them: why403 explain --list',
  ])
}

function unknown(near: readonly string[]): Why403Error {
  return new Why403Error('usage', 'There is nothing of that name that why403 could explain.', [
    ...near.map(name => `Did you mean: why403 explain ${name}`),
    'All of them: why403 explain --list',
  ])
}
