import { requirementOf } from '../need/requirement-of.ts'
import { cmdletIn, cmdletOperation } from '../operation/cmdlet.ts'
import { type Operation, parseOperation } from '../operation/operation.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { type Built, builtBy } from './builders.ts'
import type { PastedCall } from './requests.ts'

/**
 * The operation of a call that a text tells of; null where it tells no whole address. Where it names no method, it is the
 * only one that the path has, else GET.
 */
export function operationOf(call: PastedCall | null, index: PermissionIndex): Operation | null {
  if (call === null || call.cut) return null
  const cmdlet = cmdletIn(call.url)
  if (cmdlet !== null) return cmdletOperation(cmdlet)
  const built = builtBy(call.url)
  if (built !== null) return known(built, index)
  const operation = parsed(call.method ?? 'GET', call.url)
  if (operation === null || call.method !== null) return operation
  const { status, methods } = requirementOf(index, operation)
  const [only, ...others] = methods
  return status !== 'unknown-method' || only === undefined || others.length > 0
    ? operation
    : parsed(only, call.url)
}

/** As the tables spell it: what they do not have was read wrongly. */
function known({ method, path }: Built, index: PermissionIndex): Operation | null {
  const operation = parsed(method, path)
  if (operation === null) return null
  const { status, template } = requirementOf(index, operation)
  return status === 'known' && template !== null ? parsed(method, template) : null
}

function parsed(method: string, url: string): Operation | null {
  const operation = parseOperation(method, url)
  return 'unreadable' in operation ? null : operation
}
