import { operationFromLine } from '../operation/list.ts'
import { type Operation, parseOperation, type UnreadableOperation } from '../operation/operation.ts'
import { demandList } from './arguments.ts'

/**
 * An operation on Microsoft Graph: its method and URL, or a line that holds both, as people have it: `GET /users`,
 * `/users` for a GET, a full URL, a curl command. The URL may be absolute, or begin with the version or the path.
 */
export type OperationInput = string | { readonly method: string; readonly url: string }

/** A wrong type throws; a line or a URL that cannot be read is an answer. */
export function operationOf(input: OperationInput): Operation | UnreadableOperation {
  if (typeof input === 'string')
    return operationFromLine(input) ?? { text: '', unreadable: 'This is not an operation.' }
  const given: { readonly method?: unknown; readonly url?: unknown } | null = input
  if (typeof given?.method !== 'string' || typeof given.url !== 'string')
    throw new TypeError("An operation must be a string such as 'GET /users', or { method, url }.")
  return parseOperation(given.method, given.url)
}

export function operationsOf(inputs: readonly OperationInput[]): (Operation | UnreadableOperation)[] {
  demandList(inputs, 'The operations')
  return inputs.map(operationOf)
}
