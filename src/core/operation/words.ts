import { Why403Error } from '../error.ts'
import { looksSecret } from '../secret/looks-secret.ts'
import { suggest } from '../suggest.ts'
import { cmdletIn, cmdletOperation } from './cmdlet.ts'
import { isMethod, methods, type Operation, parseOperation } from './operation.ts'
import { requestIn, requestOfWords, type TypedRequest } from './typed.ts'
import type { Vocabulary } from './vocabulary.ts'

/**
 * The operations of a command line: a method and its URL as one word or two, whatever `requestIn` reads, and
 * a curl line or its like as words, which takes all that follow.
 *
 * @throws Why403Error `usage` at a word that cannot be read, with the command that was meant
 */
export function operationsFromWords(words: readonly string[], vocabulary: Vocabulary): Operation[] {
  const operations: Operation[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!.trim()
    const ofProgram = requestOfWords(words.slice(at))
    if (ofProgram !== undefined) {
      if (ofProgram === null)
        throw usage('That command line names no address.', ['Example: why403 "GET /users"'])
      return [...operations, operationOf(ofProgram)]
    }
    const cmdlet = cmdletIn(word)
    const name = cmdlet === null ? null : vocabulary.cmdlet(cmdlet)
    if (name !== null) {
      operations.push(cmdletOperation(name))
      continue
    }
    const method = /^\[?([A-Za-z]+)\]?[:,]?$/.exec(word)?.[1]
    if (method !== undefined && isMethod(method)) {
      const url = words[++at]
      if (url === undefined)
        throw usage(`${method.toUpperCase()} needs a URL behind it.`, ['Example: why403 GET /users'])
      operations.push(operationOf(requestIn(`${method} ${url}`) ?? { method, url }))
    } else if (/^HTTP\/\d(\.\d)?$/i.test(word) && operations.length > 0) continue
    else {
      const request =
        permissionIn(word, vocabulary) === null ? requestIn(word, vocabulary.isFirstSegment) : null
      if (request === null) throw notAnOperation(word, at, vocabulary)
      operations.push(operationOf(request))
    }
  }
  return operations
}

function operationOf({ method, url }: TypedRequest): Operation {
  const operation = parseOperation(method, url)
  if (!('unreadable' in operation)) return operation
  throw usage(operation.unreadable, ['An operation is a method and a URL, such as "GET /users".'])
}

function usage(message: string, hints: readonly string[]): Why403Error {
  return new Why403Error('usage', message, hints)
}

const ordinals = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
]

/** `User.Read.All`, also behind the API that it is of. */
function permissionIn(word: string, { isPermission }: Vocabulary): string | null {
  const name = /^(?:(?:https:\/\/)?[\w.-]{1,100}\/)?([A-Za-z][\w-]{0,100}(?:\.[\w-]{1,60}){1,4})$/.exec(
    word,
  )?.[1]
  return name !== undefined && isPermission(name) ? name : null
}

/** The word is not repeated: it may be a secret that went astray. What is near to it is a word of ours. */
function notAnOperation(word: string, at: number, vocabulary: Vocabulary): Why403Error {
  const which = at < ordinals.length ? `The ${ordinals[at]} word` : `Word ${at + 1}`
  if (looksSecret(word)) {
    return usage(`${which} is not an operation (not shown, since it may be a token).`, [
      'A token is read from --token-file, from WHY403_TOKEN, or by `why403 inspect`.',
    ])
  }
  if (cmdletIn(word) !== null)
    return usage(`${which} is a PowerShell cmdlet that the documentation does not list.`, [])
  const permission = permissionIn(word, vocabulary)
  if (permission !== null)
    return usage(`${which} is a permission, not an operation.`, [`why403 permissions --of ${permission}`])
  if (/^(?:[45]\d\d|aadsts\d+|\d{5,8})$/i.test(word))
    return usage(`${which} is a code, not an operation.`, [`why403 explain ${word.toUpperCase()}`])
  return usage(`${which} is neither an operation nor a command.`, [
    ...meant(word, vocabulary),
    'An operation is a method and a URL, such as "GET /users", or a path such as /users.',
  ])
}

/** What it is near to: a command, a method, the beginning of a path, a permission. */
function meant(word: string, { commands, firstSegments }: Vocabulary): string[] {
  const [first = '', rest] = word.slice(0, 100).split(/\s+/, 2)
  const [command] = suggest(first, commands, 1)
  if (command !== undefined) return [`Did you mean \`why403 ${command}\`?`]
  const [method] = rest === undefined ? [] : suggest(first.toUpperCase(), methods, 1)
  if (method !== undefined) return [`Did you mean the method ${method}?`]
  const [segment] = suggest(first.split('/', 1)[0]!, firstSegments(), 1)
  return segment === undefined ? [] : [`Did you mean \`why403 "GET /${segment}"\`?`]
}
