import { fixesFor } from '../../fixes/registry.ts'
import { nameOf } from '../../operation/name.ts'
import { userForm } from '../../operation/operation.ts'
import type { Source } from '../../tables/format.ts'
import { defineFinding } from '../finding.ts'

export const delegatedOnly = defineFinding({
  id: 'operation/delegated-only',
  title: 'The operation is open to signed-in users only',
  words: {
    meaning:
      'Some operations accept no application permission at all, so no role and no consent will open them to an app-only token. Everything under /me is among them: /me stands for the signed-in user, and an app-only token has none.',
    causes: ['The path begins with /me.', 'Microsoft offers the operation to delegated callers only.'],
    certainty:
      'Certain for /me, and where the permission tables and the documentation both know the operation and neither lists an application permission. Likely where one of them alone knows it: Graph is asked.',
    proof:
      'whose token it was, and the path: /me is for signed-in users; why403 permissions OPERATION tells for the rest',
    sources: ['Learn: Microsoft Graph permissions reference', 'Learn: Get access without a user'],
  },
  find({ facts: { operations }, target }) {
    return operations.flatMap(({ index, operation, verdict, certain, requirement }) => {
      if (verdict !== 'delegated-only' || 'unreadable' in operation) return []
      const other = userForm(operation)
      return [
        {
          severity: 'error' as const,
          certainty: certain ? ('certain' as const) : ('likely' as const),
          about: index,
          saying: {
            name: nameOf(operation),
            isUsersOwn: requirement.signedInUser,
            alone: certain || requirement.sources.length !== 1 ? null : requirement.sources[0]!,
            other,
          },
          lookAt: 'anyway' as const,
          evidence: [
            requirement.signedInUser
              ? {
                  name: 'path',
                  expected: 'one that names the user',
                  actual: operation.path,
                  source: 'operation',
                }
              : {
                  name: 'application permissions',
                  expected: 'at least one',
                  actual: null,
                  source: 'tables and documentation',
                },
          ],
          fix:
            other === null
              ? []
              : fixesFor('user-path', target, { operations: [`${operation.method} ${other}`] }),
        },
      ]
    })
  },
  say({ name, isUsersOwn, alone, other }: Saying) {
    return {
      headline: isUsersOwn
        ? `${name} is the signed-in user's, and an app-only token has none.`
        : `${name} accepts no application permission${alone === null ? '' : `, by the ${alone === 'tables' ? 'permission tables' : 'documentation'} alone`}.`,
      why:
        other === null
          ? `${alone === null ? 'No' : 'If so, no'} role will cure it: the operation needs a token with a signed-in user.`
          : `No role will cure it. For an app, the same is ${other}.`,
      wouldTell: "Graph's answer",
    }
  },
})

interface Saying {
  readonly name: string
  /** The path begins with /me. */
  readonly isUsersOwn: boolean
  /** The one source that knows the operation; null: both do. */
  readonly alone: Source | null
  /** The path for an app; null where there is none. */
  readonly other: string | null
}
