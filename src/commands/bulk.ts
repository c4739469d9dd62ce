import { Why403Error } from '../core/error.ts'
import { operationFromLine, operationsFromList } from '../core/operation/list.ts'
import { type LogicalLine, LogicalLines } from '../core/operation/logical-lines.ts'
import type { Operation, OperationSource, UnreadableOperation } from '../core/operation/operation.ts'
import type { Vocabulary } from '../core/operation/vocabulary.ts'
import { operationsFromWords } from '../core/operation/words.ts'
import { answerer } from '../core/report/answer.ts'
import type { LocationReport } from '../core/report/requirement.ts'
import { cleaned, withoutSecrets } from '../core/secret/gate.ts'
import { cannotRead, fileOf } from '../core/secret/named-file.ts'
import type { Io } from '../io.ts'
import { jsonLineRenderer } from '../render/json-lines.ts'
import type { Arguments } from './flags.ts'
import { vocabularyAtHand } from './gather-operations.ts'
import { openData } from './open-data.ts'
import { save } from './output.ts'
import { refuseNothing } from './permissions.ts'
import { progressOf, silent } from './progress.ts'
import { wholeLines } from './whole-lines.ts'

/** A line that is longer is no operation, and is not kept to its end. In characters. */
const longestLine = 64 * 1024

/** A `$batch` body holds 20 requests at most; what is longer is read as lines. In characters. */
const longestBatch = 4 * 1024 * 1024

/** What goes on for so long without a line end, as /dev/zero does, is no list. In characters. */
const endless = 4 * 1024 * 1024

/** So much is written at a time: enough to be quick, little enough to be forgotten at once. In characters. */
const portion = 32 * 1024

/** Operations between two words on how far it is. */
const toldEvery = 10_000

/**
 * `permissions --format jsonl`: one answer a line, in the order of the list, as the list is read. Memory does
 * not grow with it, and no line stops it. Exit 0 when all operations are known, else 1.
 */
export async function run(args: Arguments, io: Io): Promise<number> {
  const { words, flags } = args
  refuseNothing(args)
  const { index } = openData(io)
  const vocabulary = vocabularyAtHand(index)
  const given = operationsFromWords(words, vocabulary)
  const answer = answerer(index)
  const render = jsonLineRenderer()
  const file = flags.text('output')
  // Answers that scroll by are progress enough.
  const progress = file === undefined && io.stdout.isTerminal ? silent : progressOf(flags, io)
  let told = 0
  let allKnown = true
  function* answers(operations: Iterable<Operation | UnreadableOperation>): Generator<string> {
    let text = ''
    for (const operation of operations) {
      const answered = answer(operation)
      allKnown &&= ['known', 'open', 'envelope'].includes(answered.location.status)
      if (++told % toldEvery === 0) progress.say(`${told.toLocaleString('en')} operations …`)
      text += render(
        { ...answered, location: withoutSecret(operation, answered.location, io) },
        operation.source,
      )
      if (text.length < portion) continue
      yield text
      text = ''
    }
    yield text
  }
  async function* all(): AsyncGenerator<string> {
    yield* answers(given)
    const from = flags.text('from')
    if (from !== undefined)
      for await (const operations of listed(from, vocabulary, io)) yield* answers(operations)
  }
  try {
    if (file !== undefined) await save(file, all(), io)
    else {
      for await (const text of all()) {
        io.stdout.write(text)
        if (!(await io.stdout.taken())) break
      }
    }
  } finally {
    progress.end()
  }
  return allKnown ? 0 : 1
}

/** The operations of a list, in portions. */
async function* listed(
  from: string,
  vocabulary: Vocabulary,
  io: Io,
): AsyncGenerator<Iterable<Operation | UnreadableOperation>> {
  const name = from === '-' ? 'standard input' : from
  const pieces = readable(from === '-' ? io.stdin.pieces() : io.readPieces(from), from)
  const { begun, ended } = await beginning(pieces)
  if (ended) {
    yield operationsFromList(begun, name, vocabulary)
    return
  }
  const logical = new LogicalLines()
  // One by one, so that no more than a line's worth lives at a time.
  function* operations(lines: Iterable<LogicalLine>): Generator<Operation | UnreadableOperation> {
    for (const { text, line } of lines) {
      const operation = operationOf(text, { file: name, line }, vocabulary)
      if (operation !== null) yield operation
    }
  }
  function* taken(lines: readonly string[]): Generator<LogicalLine> {
    for (const line of lines) yield* logical.take(line)
  }
  const limits = { kept: longestLine, endless, refuse: () => refuseEndless(from) }
  for await (const lines of wholeLines(together(begun, pieces), limits)) yield operations(taken(lines))
  yield operations(logical.end())
}

function operationOf(
  text: string,
  source: OperationSource,
  vocabulary: Vocabulary,
): Operation | UnreadableOperation | null {
  if (text.length <= longestLine) return operationFromLine(text, source, vocabulary)
  return { text: '(not shown)', unreadable: 'The line is too long to be an operation.', source }
}

async function* readable(pieces: AsyncIterable<string>, from: string): AsyncGenerator<string> {
  try {
    yield* pieces
  } catch (cause) {
    throw cannotRead('--from', from, '--from takes a file, or - for standard input.', cause)
  }
}

/**
 * What the list begins with; all of it where it may be a `$batch` body, which is a JSON object whose first
 * line is no request.
 */
async function beginning(pieces: AsyncGenerator<string>): Promise<{ begun: string; ended: boolean }> {
  let begun = ''
  let mayBeBatch = false
  for (;;) {
    const { value, done } = await pieces.next()
    if (done === true) break
    begun += begun === '' ? value.replace(/^\uFEFF/, '') : value
    if (begun.length > longestBatch) return { begun, ended: false }
    if (mayBeBatch) continue
    const start = begun.trimStart()
    if (start !== '' && !start.startsWith('{')) return { begun, ended: false }
    const end = start.indexOf('\n')
    if (end > 0 && end <= longestLine && isRequest(start.slice(0, end))) return { begun, ended: false }
    mayBeBatch = end > 0 || start.length > longestLine
  }
  return { begun, ended: true }
}

/**
 * What is foreign in an answer stands in its operation. Most hold nothing, and are looked at once: what has the
 * shape of a secret was not read as an operation, so of one that was, only what this run knows is left to find.
 */
function withoutSecret(
  operation: Operation | UnreadableOperation,
  location: LocationReport,
  { known }: Io,
): LocationReport {
  const { url } = location
  const isRead = !('unreadable' in operation) && !/^["']|["']$/.test(url)
  const rest = isRead ? known.takeOutOf(url) : withoutSecrets(url, known)
  return rest === url ? location : cleaned(location, known)
}

function isRequest(line: string): boolean {
  const operation = operationFromLine(line, { file: '', line: 1 })
  return operation !== null && !('unreadable' in operation)
}

function refuseEndless(from: string): never {
  throw new Why403Error('unreadable-input', `${fileOf('--from', from)} holds a line of more than 4 MiB.`, [
    '--from takes a list of operations, a line each.',
  ])
}

async function* together(begun: string, pieces: AsyncIterable<string>): AsyncGenerator<string> {
  if (begun !== '') yield begun
  yield* pieces
}
