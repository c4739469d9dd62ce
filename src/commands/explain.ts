import { bareCommandLine, type CommandLine } from '../core/command-line.ts'
import { Why403Error } from '../core/error.ts'
import { explainPaste } from '../core/explain/paste.ts'
import { explainWord, known, near } from '../core/explain/words.ts'
import { findingById } from '../core/findings/index.ts'
import { referenceReport, reportOfPaste } from '../core/report/reference.ts'
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
  if (flags.on('list')) return found({ list: known() })
  const given = words.join(' ').trim()
  const word = given === '' ? (await pastedText(io)).trim() : given
  const finding = findingById(word)
  if (finding !== null) return found({ page: { id: finding.id, title: finding.title, ...finding.words } })
  const entries = explainWord(word, shellOf(line))
  if (entries.length > 0) return found({ entries })
  const refusals = given === '' || isText(word) ? explainPaste(word, index, shellOf(line)) : []
  if (given !== '' && refusals.length === 0) throw unknown(word)
  return { report: reportOfPaste(refusals, options), view: { show: 'reference' } }
}

/** What failed was another program's command: next steps begin anew, for the shell at hand. */
function shellOf({ shell }: CommandLine): CommandLine {
  return { ...bareCommandLine, shell }
}

/** More than a name: a sentence, or JSON. */
function isText(word: string): boolean {
  return /[\s{:]/.test(word)
}

async function pastedText(io: Io): Promise<string> {
  if (io.stdin.isTerminal) throw unknown('')
  const text = await io.stdin.read(inputLimit)
  if (text === null) {
    throw new Why403Error('unreadable-input', 'Standard input holds more than 1 MiB.', [
      'Paste the part around the error.',
    ])
  }
  if (text.trim() === '') throw unknown('')
  return text
}

function unknown(word: string): Why403Error {
  if (word === '') {
    return new Why403Error('usage', 'Explain what?', [
      'A code or a finding: why403 explain AADSTS7000215',
      'A failure that was copied: pbpaste | why403 explain',
      'All of them: why403 explain --list',
    ])
  }
  return new Why403Error('usage', 'There is nothing of that name that why403 could explain.', [
    ...near(word).map(name => `Did you mean: why403 explain ${name}`),
    'All of them: why403 explain --list',
  ])
}
