import { cmdletIn, cmdletOperation } from './cmdlet.ts'
import { type ListedRequest, listedRequests } from './json-list.ts'
import { LogicalLines } from './logical-lines.ts'
import {
  type Operation,
  type OperationSource,
  parseOperation,
  type UnreadableOperation,
} from './operation.ts'
import { requestIn } from './typed.ts'
import type { Vocabulary } from './vocabulary.ts'

/**
 * The operations of a file: a `$batch` body, an HTTP archive, or one answer for every line but blanks and
 * comments. A line is whatever `requestIn` reads; lines that a shell would join, and headers under a request
 * line, belong to the request above them.
 */
export function operationsFromList(
  text: string,
  fileName: string,
  vocabulary: Vocabulary | null = null,
): (Operation | UnreadableOperation)[] {
  const body = text.replace(/^\uFEFF/, '')
  const listed = listedRequests(body)
  if (listed !== null) return listed.map(request => fromListed(request, fileName))
  const lines = new LogicalLines()
  return [...body.split(/\r\n|\n|\r/).flatMap(line => lines.take(line)), ...lines.end()]
    .map(({ text, line }) => operationFromLine(text, { file: fileName, line }, vocabulary))
    .filter(operation => operation !== null)
}

/** The usual line of a list, which needs no closer look. */
const plainLine = /^(GET|HEAD|POST|PUT|PATCH|DELETE) (\/[\w/.-]*)$/

/** The answer for one line of a list; null for a blank or a comment. Without a vocabulary a bare word is a path. */
export function operationFromLine(
  line: string,
  source?: OperationSource,
  vocabulary: Vocabulary | null = null,
): Operation | UnreadableOperation | null {
  const plain = plainLine.exec(line)
  if (plain !== null) return parseOperation(plain[1]!, plain[2]!, source)
  const trimmed = line.trim()
  if (trimmed === '' || trimmed.startsWith('#')) return null
  const cmdlet = cmdletIn(trimmed)
  const name = cmdlet === null ? null : (vocabulary?.cmdlet(cmdlet) ?? null)
  if (name !== null) return cmdletOperation(name, source)
  const request = requestIn(trimmed, word => vocabulary === null || vocabulary.isFirstSegment(word))
  if (request !== null) return parseOperation(request.method, request.url, source)
  const otherMethod = /^([A-Za-z]{1,20})\s+((?:\/|https?:).*)$/is.exec(trimmed)
  if (otherMethod !== null) return parseOperation(otherMethod[1]!, otherMethod[2]!, source)
  return malformed(reasonOf(trimmed, vocabulary), source)
}

function reasonOf(line: string, vocabulary: Vocabulary | null): string {
  if (line.startsWith('{')) return 'This is not a JSON object with a "method" and a "url".'
  if (cmdletIn(line) !== null) return 'The documentation lists no such PowerShell cmdlet.'
  return vocabulary?.isPermission(line) === true
    ? 'This is a permission, not an operation: why403 permissions --of shows what it opens.'
    : 'This is neither a request nor a path of Microsoft Graph.'
}

function fromListed({ request, line }: ListedRequest, file: string): Operation | UnreadableOperation {
  const { method = 'GET', url } = request ?? {}
  if (typeof url === 'string' && typeof method === 'string')
    return parseOperation(method, url, { file, line })
  return malformed('This is not a JSON object with a "method" and a "url".', { file, line })
}

function malformed(reason: string, source?: OperationSource): UnreadableOperation {
  return { text: '(not shown)', unreadable: reason, ...(source === undefined ? {} : { source }) }
}
