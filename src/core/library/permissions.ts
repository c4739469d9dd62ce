import { Why403Error } from '../error.ts'
import { type MinimalPermissions, minimalSet } from '../need/minimal.ts'
import type { Requirement } from '../need/requirement.ts'
import { requirementOf, unreadableRequirement } from '../need/requirement-of.ts'
import { indexTitle } from '../tables/format.ts'
import { openIndex as openText, type PermissionIndex } from '../tables/permission-index.ts'
import { demandIndex, demandText } from './arguments.ts'
import { type OperationInput, operationOf, operationsOf } from './operation-input.ts'

/**
 * Opens the permission index: the text that the package ships as `why403/permission-index`, 1.5 MB. Read it from
 * wherever it is deployed; in Node.js `loadIndex` of `why403/node` does. It is made of Microsoft's published tables
 * (https://github.com/microsoftgraph/microsoft-graph-devx-content), and says of which commit.
 *
 * Takes next to no time: the text is searched in place, and kept in memory as long as the index is.
 *
 * Not checked: the text beyond its first lines.
 *
 * @throws {TypeError} when the text is not a string
 * @throws {Why403Error} `unreadable-input`, when it is not a permission index of this version's format
 *
 * @example
 * const opened = openIndex(text)
 * opened.source.source // 'microsoftgraph/microsoft-graph-devx-content'
 */
export function openIndex(text: string): PermissionIndex {
  demandText(text, 'The text of the permission index')
  if (!text.startsWith(indexTitle)) throw notAnIndex()
  try {
    return openText(text)
  } catch (cause) {
    throw notAnIndex(cause)
  }
}

function notAnIndex(cause?: unknown): Why403Error {
  return new Why403Error(
    'unreadable-input',
    'The text is not a permission index that this version of why403 can read.',
    ['Take the file of the same version of the package: why403/permission-index.'],
    { cause },
  )
}

/**
 * What an operation requires, by Microsoft's tables: for each scheme the accepted permissions, and the least
 * privileged of them. `status` says how far the tables know the operation: `unknown-path` never means that it is
 * denied, and what cannot be read as an operation is `malformed`.
 *
 * Source: Learn, "Microsoft Graph permissions reference", whose tables are the index.
 *
 * Not checked: policies, licences and roles that a service asks for besides its permission.
 *
 * @throws {TypeError} when an argument is of another type
 *
 * @example
 * const { schemes } = requiredPermissions(index, 'GET /users/{id}/messages')
 * schemes.application.leastPrivileged // 'Mail.ReadBasic.All'
 */
export function requiredPermissions(index: PermissionIndex, operation: OperationInput): Requirement {
  demandIndex(index)
  const read = operationOf(operation)
  return 'unreadable' in read ? unreadableRequirement() : requirementOf(index, read)
}

/**
 * The smallest set of application permissions that opens all of these operations, as far as an app can be given any:
 * the set of least reach, not the sum of the recommendations. `leaves` names the operations that it is not for, and why;
 * `proven` says that it opens all of them, and that all alternatives were tried.
 *
 * Not checked: what `requiredPermissions` does not check.
 *
 * @throws {TypeError} when an argument is of another type
 *
 * @example
 * const { application } = minimalPermissions(index, ['GET /users/{id}/memberOf', 'GET /groups/{id}/members'])
 * application // ['GroupMember.ReadBasic.All']
 */
export function minimalPermissions(
  index: PermissionIndex,
  operations: readonly OperationInput[],
): MinimalPermissions {
  demandIndex(index)
  const requirements = operationsOf(operations).map(read =>
    'unreadable' in read ? unreadableRequirement() : requirementOf(index, read),
  )
  return minimalSet(index, requirements)
}
