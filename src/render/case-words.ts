import type { CaseChange } from '../core/report/case.ts'
import type { Report } from '../core/report/report.ts'
import { operationName } from './rows.ts'
import { sourceWords } from './source-words.ts'

/** What text and Markdown say of a case in the same words: whose it is, and what has changed since. */
export function caseWords(report: Report): string[] {
  const { case: opened, data, tool } = report
  if (opened === undefined) return []
  const { at, version, same, changes } = opened
  // What is pasted without a token has no time to be judged as of.
  const when = at.value === 0 ? 'A case of what was pasted.' : `A case of ${at.time}, judged as of then.`
  const whole = `${when} All of it is as the file says: nothing was asked or verified here.`
  if (same && changes.length === 0) return [whole]
  const by = same
    ? 'What the file says of its answer does not follow from what was observed:'
    : `It was written by why403 ${version} with the ${dataWords(opened.data)}, and is judged by ${tool.version} with the ${dataWords(data)}.`
  if (changes.length === 0) return [whole, `${by} The answer is the same.`]
  return [whole, same ? by : `${by} What changed:`, ...changes.map(change => changeWords(change, report))]
}

/** In the middle of a sentence. */
function dataWords(data: Report['data']): string {
  return sourceWords(data).replace(/^P/, 'p')
}

function changeWords({ what, about, id, from, to }: CaseChange, report: Report): string {
  const subject = typeof about === 'number' ? nameOf(about, report) : about
  const [before, now] = [from ?? 'not said', to ?? 'not said any more']
  switch (what) {
    case 'verdict':
      return `the whole: ${before}, now ${now}`
    case 'operation':
      return `${subject}: ${before}, now ${now}`
    case 'finding':
      if (from === null) return `${id} (${subject}): new, ${now}`
      return to === null ? `${id} (${subject}): ${now}` : `${id} (${subject}): ${before}, now ${now}`
  }
}

function nameOf(position: number, { operations }: Report): string {
  const operation = operations[position]
  return operation === undefined ? `operation ${position + 1}` : operationName(operation)
}
