import type { OperationFacts } from '../facts.ts'
import { commandFor, type Fix, type FixTarget } from './fix.ts'

/**
 * Looks up what operations need, by the path templates of the tables: the paths as given may hold anything,
 * and stay out of commands.
 */
export function lookUp(
  target: FixTarget,
  label: string,
  operations: readonly Pick<OperationFacts, 'operation' | 'requirement'>[],
): Fix[] {
  const known = operations.flatMap(({ operation, requirement: { template, methods } }) => {
    if (template === null || 'unreadable' in operation) return []
    const method = methods.includes(operation.method) ? operation.method : methods[0]
    return method === undefined ? [] : [`${method} ${template}`]
  })
  return known.length === 0
    ? []
    : [{ label, command: commandFor(target, 'why403', 'permissions', ...new Set(known)) }]
}

/** The nearest path templates of an unknown path. */
export function lookUpNearest(target: FixTarget, nearest: readonly string[]): Fix[] {
  const first = nearest[0]
  if (first === undefined)
    return [{ label: 'See how operations are written', command: 'why403 permissions --help' }]
  return [{ label: 'If the nearest was meant', command: commandFor(target, 'why403', 'permissions', first) }]
}
