import type { CommandLine } from '../command-line.ts'
import { commandFor } from '../fixes/commands.ts'
import type { Fix } from '../fixes/fix.ts'
import { type StatusRow, statuses } from '../knowledge/statuses.ts'
import { candidatesOf } from './candidates.ts'
import type { Explanation } from './explanation.ts'

/** `403`, `HTTP 403`, `403 Forbidden`, `HTTP/1.1 403 Forbidden`, `Status: 403 (Forbidden)`. */
const bareStatus =
  /^(?:http(?:\/\d(?:\.\d)?)?|status(?: ?code)?|error)?[\s:=]{0,3}([45]\d\d)\b[\s:,-]{0,3}\(?([a-z ]{0,40})\)?[.:]?$/i

/** What a status says alone; null: the word is more than a status, or none that is known. */
export function explainStatus(word: string, line: CommandLine): Explanation | null {
  const [, number, phrase = ''] = bareStatus.exec(word.trim()) ?? []
  const row = statuses().find(({ status }) => String(status) === number)
  if (row === undefined || !['', row.phrase.toLowerCase()].includes(phrase.trim().toLowerCase())) return null
  return {
    ...{ id: null, class: null, evidence: [], source: null, page: null, uncertain: null },
    title: `${row.status} ${row.phrase}: ${row.meaning}`,
    causes: row.causes,
    retry: row.retry ?? null,
    candidates: candidatesOf(row.candidates),
    fix: [...nextSteps[row.next](line), wholeAnswer],
  }
}

/** The status stands in the answer's first line, and its cause in the body. A pipe is the same in every shell. */
const wholeAnswer: Fix = {
  label: 'Explain the whole answer, whose code and message say more than its status',
  command: 'cat answer.txt | why403 explain',
}

const nextSteps: Record<StatusRow['next'], (line: CommandLine) => Fix[]> = {
  answer: () => [],
  token: line => [
    { label: 'Look at the token', command: commandFor({ line }, 'why403', 'inspect', 'token.txt') },
  ],
  check: line => [
    {
      label: 'Compare the token with what the operation needs',
      command: commandFor({ line }, 'why403', 'check', 'GET /users', '--token-file', 'token.txt'),
    },
  ],
}
