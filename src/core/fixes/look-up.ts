import { type Cloud, type CloudName, globalCloud } from '../clouds.ts'
import type { OperationFacts } from '../facts.ts'
import { commandFor } from './commands.ts'
import type { Fix } from './fix.ts'
import type { FixTarget, Known } from './target.ts'

/** What operations need. */
export function lookUp(target: FixTarget, { operations }: Known): Fix[] {
  if (operations.length === 0) return howOperationsAreWritten()
  return [
    {
      label: 'See what it needs',
      command: commandFor(target, 'why403', 'permissions', ...new Set(operations)),
    },
  ]
}

/** Operations by the path templates of the tables: the paths as given may hold anything, and stay out of commands. */
export function inTables(operations: readonly Pick<OperationFacts, 'operation' | 'requirement'>[]): string[] {
  return operations.flatMap(({ operation, requirement: { template, methods } }) => {
    if (template === null || 'unreadable' in operation) return []
    const method = methods.includes(operation.method) ? operation.method : methods[0]
    return method === undefined ? [] : [`${method} ${template}`]
  })
}

/** The nearest path template of an unknown path. */
export function nearestPath(target: FixTarget, { nearest }: Known): Fix[] {
  if (nearest === null) return howOperationsAreWritten()
  return [
    { label: 'If the nearest was meant', command: commandFor(target, 'why403', 'permissions', nearest) },
  ]
}

function howOperationsAreWritten(): Fix[] {
  return [{ label: 'See how operations are written', command: 'why403 permissions --help' }]
}

/** An app has no `/me`. */
export function userPath(target: FixTarget, { operations: [operation = 'GET /users/{id}'] }: Known): Fix[] {
  return [
    {
      label: 'Name the user by id or sign-in name',
      command: commandFor(target, 'why403', 'check', operation),
    },
  ]
}

/** A status stands in the first line of an answer, and its cause in the body. A pipe is the same in every shell. */
export function wholeAnswer(): Fix[] {
  return [
    {
      label: 'Explain the whole answer, whose code and message say more than its status',
      command: 'cat answer.txt | why403 explain',
    },
  ]
}

/** The page that tells how, where the steps are its own. */
export function page(_: FixTarget, { page }: Known): Fix[] {
  return [{ label: 'How to set it up', url: page ?? 'https://learn.microsoft.com/graph/' }]
}

/** Microsoft's own page for AADSTS numbers. Source: Learn, "Microsoft Entra authentication and authorization error codes". */
export function lookUpCode(cloud: Cloud, code: number): Fix[] {
  const host = codePages.has(cloud.name) ? cloud.authorities[0] : globalCloud.authorities[0]
  return [{ label: "Look the number up on Microsoft's own page", url: `https://${host}/error?code=${code}` }]
}

/** The clouds that are known to have such a page. */
const codePages: ReadonlySet<CloudName> = new Set<CloudName>(['global', 'usgov', 'usgov-dod', 'china'])
