import type { OperationFacts, TokenFacts } from '../../facts.ts'
import { graphRefusalByKey } from '../../knowledge/graph-refusals.ts'
import { nameOf } from '../../operation/name.ts'
import { type Decision, defineFinding, type Evidence } from '../finding.ts'

export const dataDisagrees = defineFinding({
  id: 'operation/data-disagrees',
  title: 'Graph and what Microsoft lists disagree',
  words: {
    meaning:
      "The permission tables and the documentation are Microsoft's own, and they are not the service. Where Graph refuses what they allow, answers what they forbid, or names other permissions than they do, Graph is right.",
    causes: [
      'The permission is there, and a policy, a licence or a role of the workload is not.',
      'What is listed is older than the service, or mistaken about this operation.',
      'The app was let in by a route that no token shows: RBAC for Applications, resource-specific consent, a directory role.',
    ],
    certainty: 'Certain that the two disagree; which of the causes it is, the answer alone does not tell.',
    proof: 'a call with a token that holds what is listed, beside that list',
    sources: [
      'Learn: Microsoft Graph permissions reference',
      'Learn: Resolve Microsoft Graph authorization errors',
    ],
  },
  find({ facts: { operations, token } }) {
    return operations.flatMap(facts => {
      const found = refusedThoughAllowed(facts, token) ?? answeredThoughRefused(facts) ?? namesOthers(facts)
      return found === null ? [] : [found]
    })
  },
  say(saying: Saying) {
    const { name } = saying
    switch (saying.kind) {
      case 'refused':
        return {
          headline: `${name}: the token holds what is asked for, and Graph refuses.`,
          why: 'The permission is there, so something else stands in the way: a policy or licence of the workload, a directory role, or an error in what is listed.',
        }
      case 'refused-naming':
        return {
          headline: `${name}: the token holds what is asked for, and Graph refuses.`,
          why: `The service itself wants one of ${saying.wanted.join(', ')}; its word outweighs any list.`,
        }
      case 'answered':
        return {
          headline: `Graph answered ${name}, which, going by what is listed, it should have refused.`,
          why: 'Graph has the last word. Either the lists lack a permission that the token holds, or the app is let in by a route that no token shows.',
        }
      case 'names-others':
        return {
          headline: `${name}: the service asks for ${saying.wanted.join(', ')}, which is not listed.`,
          why: "The service's own word outweighs any list. The two may be different spellings of the same thing.",
        }
    }
  },
})

/** How the two disagree. */
type Saying = { readonly name: string } & (
  | { readonly kind: 'refused' | 'answered' }
  | { readonly kind: 'refused-naming' | 'names-others'; readonly wanted: readonly string[] }
)

function disagreement(
  { index }: OperationFacts,
  saying: Saying,
  evidence: readonly Evidence[],
): Decision<Saying> {
  return { severity: 'warning', certainty: 'certain', about: index, saying, evidence, fix: [] }
}

function refusedThoughAllowed(facts: OperationFacts, token: TokenFacts | null): Decision<Saying> | null {
  const { operation, predicted, held, call } = facts
  if ('unreadable' in operation || predicted !== 'allowed' || call?.sent !== true) return null
  const { refusal } = call
  if (refusal === null || !isAboutPermissions(refusal.status, refusal.known)) return null
  const { requiredByService, heldByService } = refusal
  const roles = token?.form === 'jwt' ? (token.payload.roles ?? token.payload.scp ?? []) : []
  const name = nameOf(operation)
  return disagreement(
    facts,
    requiredByService === null
      ? { name, kind: 'refused' }
      : { name, kind: 'refused-naming', wanted: requiredByService },
    [
      { name: 'held', expected: 'to be enough', actual: held.join(', ') || null, source: 'token' },
      ...(heldByService === null
        ? []
        : [
            {
              name: 'seen',
              expected: roles.join(', ') || null,
              actual: heldByService.join(', ') || null,
              source: "Graph's answer" as const,
            },
          ]),
    ],
  )
}

function answeredThoughRefused(facts: OperationFacts): Decision<Saying> | null {
  const { operation, predicted, missing, verdict, call } = facts
  const refusing = predicted === 'missing-permission' || predicted === 'delegated-only'
  if ('unreadable' in operation || !refusing || verdict !== 'allowed' || call?.sent !== true) return null
  const { accepted } = facts.requirement.schemes.application
  return disagreement(facts, { name: nameOf(operation), kind: 'answered' }, [
    {
      name: 'status',
      expected: accepted.length === 0 ? 'a refusal: for signed-in users only' : '403',
      actual: String(call.status),
      source: "Graph's answer",
    },
    ...(missing.length === 0
      ? []
      : ([{ name: 'missing', expected: missing.join(', '), actual: null, source: 'token' }] as const)),
  ])
}

/** The service names permissions, and none of them is among those of the tables. */
function namesOthers(facts: OperationFacts): Decision<Saying> | null {
  const { operation, requirement, call } = facts
  if ('unreadable' in operation || call?.sent !== true || requirement.status !== 'known') return null
  const wanted = call.refusal?.requiredByService ?? []
  const listed = Object.values(requirement.schemes).flatMap(({ accepted }) => accepted)
  const names = new Set(listed.map(({ permission }) => permission))
  if (wanted.length === 0 || wanted.some(name => names.has(name))) return null
  return disagreement(facts, { name: nameOf(operation), kind: 'names-others', wanted }, [
    {
      name: 'wanted',
      expected: [...names].slice(0, 6).join(', ') || 'no application permission',
      actual: wanted.join(', '),
      source: "Graph's answer",
    },
  ])
}

function isAboutPermissions(status: number | null, known: string | null): boolean {
  const row = known === null ? null : graphRefusalByKey(known)
  return row === null ? status === 403 : row.kind === 'permission'
}
