import type { OperationFacts } from '../facts.ts'
import { type Narrower, narrowerThan } from '../need/narrower.ts'
import { nameOf } from '../operation/name.ts'
import type { Fix } from './fix.ts'
import { fixesFor } from './registry.ts'
import { calledBy, type FixTarget } from './target.ts'

/** The ways to give an app less than the whole tenant, for an operation that apps can make; the wider first. */
export function narrowerWays({ requirement }: Pick<OperationFacts, 'requirement'>): Narrower[] {
  const { status, template, method, signedInUser, schemes } = requirement
  if (status !== 'known' || template === null || method === null || signedInUser) return []
  return narrowerThan(template, method, schemes.application)
}

/** The steps of a way, the one that makes it first: it can be taken back. */
export function stepsOf(
  { row, role }: Narrower,
  { operation }: Pick<OperationFacts, 'operation'>,
  target: FixTarget,
): Fix[] {
  if ('unreadable' in operation) return []
  const steps = fixesFor(row.fix, target, {
    ...calledBy(operation.path),
    role,
    operations: [nameOf(operation)],
  })
  return steps.toSorted((a, b) => Number(b.undo !== undefined) - Number(a.undo !== undefined))
}

/** So many ways stand beside the grant for the whole tenant. */
const mostBeside = 2

/** What stands in a finding beside, or in the place of, the grant of a permission for the whole tenant; the emulator has none. */
export function besideTenantWide(
  facts: Pick<OperationFacts, 'requirement' | 'operation'>,
  target: FixTarget,
  lead: 'Or for' | 'For' = 'Or for',
): Fix[] {
  if (target.emulator !== null) return []
  return narrowerWays(facts)
    .slice(0, mostBeside)
    .flatMap(way => {
      const [first] = stepsOf(way, facts, target)
      return first === undefined ? [] : [{ ...first, label: `${lead} ${way.row.reaches} only: ${way.takes}` }]
    })
}
