import { cmdletMethod } from './cmdlet.ts'
import { isUntold, type Operation, type UnreadableOperation } from './operation.ts'

/**
 * `GET /users/ada@contoso.example/messages`, as people write it; a cmdlet by its own name; what cannot be read as it was
 * given.
 */
export function nameOf(operation: Operation | UnreadableOperation): string {
  if ('unreadable' in operation) return isUntold(operation) ? 'the call' : operation.text
  return operation.method === cmdletMethod ? operation.path : `${operation.method} ${operation.path}`
}
