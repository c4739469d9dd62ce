import { Why403Error } from '../error.ts'
import { type JsonObject, objectOf, parseJson } from '../json.ts'
import { looksSecret } from '../secret/looks-secret.ts'
import { suggest } from '../suggest.ts'
import { batchRequests } from './batch.ts'
import {
  isMethod,
  type Operation,
  type OperationSource,
  parseOperation,
  type UnreadableOperation,
} from './operation.ts'

/**
 * The operations of a command line: `GET /users` as one word or two, and a bare URL for a GET.
 *
 * @param commands what else the word could have been, for the hint
 * @throws Why403Error `usage` at a word that is no operation
 */
export function operationsFromWords(
  words: readonly string[],
  commands: readonly string[] = [],
): (Operation | UnreadableOperation)[] {
  const operations: (Operation | UnreadableOperation)[] = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!.trim()
    const pair = /^([A-Za-z]+)\s+(\S.*)$/s.exec(word)
    if (isMethod(word)) {
      const url = words[++i]
      if (url === undefined) {
        throw new Why403Error('usage', `${word.toUpperCase()} needs a URL behind it`, ['Example: GET /users'])
      }
      operations.push(parseOperation(word, url))
    } else if (pair !== null && isMethod(pair[1]!)) operations.push(parseOperation(pair[1]!, pair[2]!))
    else if (/^(\/|https?:\/\/)/i.test(word)) operations.push(parseOperation('GET', word))
    else throw noOperation(word, commands)
  }
  return operations
}

function noOperation(word: string, commands: readonly string[]): Why403Error {
  if (looksSecret(word)) {
    return new Why403Error('usage', 'an argument is no operation (not shown: it may be a token)', [
      'A token is read from --token-file, from WHY403_TOKEN, or by `why403 inspect`.',
    ])
  }
  const near = suggest(word, commands, 1).map(command => `Did you mean \`why403 ${command}\`?`)
  return new Why403Error('usage', `"${word}" is neither an operation nor a command`, [
    ...near,
    'An operation is a method and a URL, such as "GET /users", or a URL that begins with / or https://.',
  ])
}

/**
 * The operations of a file: a `$batch` body, or one answer for every line but blanks and comments. A line
 * is `METHOD URL`, a bare URL (GET), or a JSON object with `method` and `url`.
 */
export function operationsFromList(text: string, fileName: string): (Operation | UnreadableOperation)[] {
  const body = text.replace(/^\uFEFF/, '')
  const batch = batchRequests(body)
  if (batch !== null) return batch.map(({ request, line }) => fromRequest(request, { file: fileName, line }))
  return body
    .split(/\r\n|\n|\r/)
    .map((line, i) => operationFromLine(line, { file: fileName, line: i + 1 }))
    .filter(operation => operation !== null)
}

/** The answer for one line of a list; null for a blank or a comment. */
export function operationFromLine(
  line: string,
  source?: OperationSource,
): Operation | UnreadableOperation | null {
  const trimmed = line.trim()
  if (trimmed === '' || trimmed.startsWith('#')) return null
  if (trimmed.startsWith('{')) return fromRequest(objectOf(parseJson(trimmed)), source)
  const pair = /^([A-Za-z]+)\s+(\S.*)$/s.exec(trimmed)
  return pair === null ? parseOperation('GET', trimmed, source) : parseOperation(pair[1]!, pair[2]!, source)
}

function fromRequest(request: JsonObject | null, source?: OperationSource): Operation | UnreadableOperation {
  const { method = 'GET', url } = request ?? {}
  if (typeof url === 'string' && typeof method === 'string') return parseOperation(method, url, source)
  return {
    text: '(not shown)',
    unreadable: 'This is no JSON object with a "method" and a "url".',
    ...(source === undefined ? {} : { source }),
  }
}
