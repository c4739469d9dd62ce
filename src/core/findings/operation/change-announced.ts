import { type Facts, type OperationFacts, succeeded } from '../../facts.ts'
import { appRoles } from '../../fixes/grant.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { type ChangeRow, changesAt } from '../../knowledge/changes.ts'
import { nameOf } from '../../operation/name.ts'
import type { Operation } from '../../operation/operation.ts'
import { duration } from '../../time.ts'
import { type Context, type Decision, defineFinding, type Severity } from '../finding.ts'
import { isWithoutToken } from './without-token.ts'

export const changeAnnounced = defineFinding({
  id: 'operation/change-announced',
  title: 'An announced change affects what the operation needs',
  words: {
    meaning:
      'Microsoft has announced that from a given date an operation needs another permission, or no longer takes app-only tokens. The permission tables often show it late, or never. Before the date this is a warning; after it, the permission in the tables alone is not enough.',
    causes: [
      'The app was written before the announcement, and holds the older permission.',
      'The tables still list the older permission.',
    ],
    certainty:
      'Likely: the date is the announced one, and such dates move. Where Graph answers 2xx, it is silent.',
    sources: ['Microsoft 365 Developer Blog: Graph API updates to sensitive email properties'],
  },
  find(context) {
    const { facts } = context
    if (facts.token === null && !isWithoutToken(facts)) return []
    return facts.operations.flatMap(asked => {
      const { operation, requirement, call, verdict } = asked
      if ('unreadable' in operation || requirement.template === null || succeeded(call)) return []
      if (facts.token !== null && verdict !== 'allowed') return []
      return changesAt(requirement.template, operation.method)
        .filter(change => meets(change, facts))
        .map(change => decisionOf(change, asked, operation, context))
    })
  },
  say({ name, left, change: { date, title, unless, permissions, symptom } }: Saying) {
    const [least] = permissions
    const when = left > 0 ? `from ${date} on (in ${duration(left)})` : `since ${date}`
    const except = unless === null ? '' : `, unless ${unless}`
    return {
      headline:
        least === undefined
          ? `${name} takes no app-only token ${when}.`
          : `${name} needs ${least} ${when}${except}.`,
      why: `${title} ${left > 0 ? 'From then on Graph answers' : 'Graph answers'} ${symptom} without it.`,
      wouldTell: "Graph's answer",
    }
  },
})

/** Whoever holds what is needed from then on is not met. */
function meets({ caller, permissions }: ChangeRow, { token }: Facts): boolean {
  if (token?.form !== 'jwt') return caller !== 'user'
  const isUser = token.access.access === 'delegated'
  if (caller !== null && caller !== (isUser ? 'user' : 'app')) return false
  const held = (isUser ? token.payload.scp : token.payload.roles) ?? []
  return !permissions.some(name => held.includes(name))
}

interface Saying {
  readonly name: string
  readonly change: ChangeRow
  /** Seconds until its date; below zero: it holds. */
  readonly left: number
}

/** Before its date it is a warning. Without a token nobody is met yet. */
function severityOf(token: Facts['token'], left: number): Severity {
  if (token === null) return 'note'
  return left > 0 ? 'warning' : 'error'
}

function decisionOf(
  change: ChangeRow,
  { index: about }: OperationFacts,
  operation: Operation,
  { facts: { token, at }, index, target }: Context,
): Decision<Saying> {
  const { key, date, permissions, cure, source } = change
  const left = Date.parse(date) / 1000 - at
  const delegated = token?.form === 'jwt' && token.access.access === 'delegated'
  // A permission that the tables lack has no id to grant it by.
  const grantable = delegated ? [] : appRoles(index, permissions.slice(0, 1))
  return {
    severity: severityOf(token, left),
    certainty: 'likely',
    about,
    saying: { name: nameOf(operation), change, left },
    evidence: [
      {
        name: `change/${key}`,
        expected: permissions.join(' or ') || 'a delegated token',
        actual: null,
        source: 'announcement',
      },
    ],
    fix:
      grantable.length === 0
        ? fixesFor('page', target, { purpose: cure, page: source.address })
        : fixesFor('permission', target, { permissions: grantable }),
  }
}
