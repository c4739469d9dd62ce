import type { OperationFacts } from '../facts.ts'
import type { NarrowerRow } from '../knowledge/narrower.ts'
import { type Narrower, narrowerThan } from '../need/narrower.ts'
import { unionAt } from '../need/union.ts'
import { nameOf } from '../operation/name.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import type { Fix } from './fix.ts'
import { appRoles } from './grant.ts'
import { fixesFor } from './registry.ts'
import { calledBy, type FixTarget, type Known } from './target.ts'

/** The ways to give an app less than the whole tenant, for an operation that apps can make; the wider first. */
export function narrowerWays({ requirement }: Pick<OperationFacts, 'requirement'>): Narrower[] {
  const { status, template, method, signedInUser, schemes } = requirement
  if (status !== 'known' || template === null || method === null || signedInUser) return []
  if (unionAt(template) !== null) return []
  return narrowerThan(template, method, schemes.application)
}

/** The steps of a way: the consent that it takes in Microsoft Entra ID, and what makes it. */
export function stepsOf(
  way: Narrower,
  facts: Pick<OperationFacts, 'operation'>,
  target: FixTarget,
  index: PermissionIndex,
): Fix[] {
  return [...consentTo(way.permissions, target, index), ...makingSteps(way, facts, target)]
}

/** Consent to the permission of a way, of several to the first; none where it is given in the manifest of a Teams app. */
export function consentTo(permissions: readonly string[], target: FixTarget, index: PermissionIndex): Fix[] {
  const consented = permissions.filter(name => index.permission(name)?.resourceSpecific === false)
  const roles = appRoles(index, consented.slice(0, 1))
  return roles.length === 0 ? [] : fixesFor('permission', target, { permissions: roles }).slice(0, 1)
}

function makingSteps(
  { row, role }: Narrower,
  { operation }: Pick<OperationFacts, 'operation'>,
  target: FixTarget,
): Fix[] {
  if ('unreadable' in operation) return []
  return makingFirst(row, target, { ...calledBy(operation.path), role, operations: [nameOf(operation)] })
}

/** The step that makes a way first: it can be taken back. */
export function makingFirst(row: NarrowerRow, target: FixTarget, known: Partial<Known>): Fix[] {
  return fixesFor(row.fix, target, known).toSorted(
    (a, b) => Number(b.undo !== undefined) - Number(a.undo !== undefined),
  )
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
      const [first] = makingSteps(way, facts, target)
      return first === undefined ? [] : [{ ...first, label: `${lead} ${way.row.reaches} only: ${way.takes}` }]
    })
}
