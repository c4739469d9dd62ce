import { type Facts, type OperationFacts, succeeded } from '../../facts.ts'
import { appRoles } from '../../fixes/grant.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { type ChangeRow, changesAt } from '../../knowledge/changes.ts'
import type { Operation } from '../../operation/operation.ts'
import { duration } from '../../time.ts'
import { type Context, type Draft, defineFinding } from '../finding.ts'
import { isWithoutToken } from './without-token.ts'

export const changeAnnounced = defineFinding({
  id: 'operation/change-announced',
  title: 'What the operation needs changes, or has changed, by an announcement',
  needs: ['operations'],
  explains: ['operation/refused'],
  words: {
    meaning:
      'Microsoft announces that from a date on an operation needs another permission, or takes no app-only token any more. The permission tables often tell it later, or not at all. Before the date this is a warning; after it the permission of the tables alone is not enough.',
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
        .map(change => draft(change, asked, operation, context))
    })
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

function draft(
  { key, date, title, unless, permissions, symptom, cure, source }: ChangeRow,
  { index: about }: OperationFacts,
  { method, path }: Operation,
  { facts: { token, at }, index, target }: Context,
): Draft {
  const left = Date.parse(date) / 1000 - at
  const isAhead = left > 0
  const delegated = token?.form === 'jwt' && token.access.access === 'delegated'
  const least = permissions.slice(0, 1)
  // A permission that the tables lack has no id to grant it by.
  const grantable = delegated ? [] : appRoles(index, least)
  const when = isAhead ? `from ${date} on (in ${duration(left)})` : `since ${date}`
  return {
    severity: token === null ? 'note' : isAhead ? 'warning' : 'error',
    certainty: 'likely',
    about,
    headline:
      least.length === 0
        ? `${method} ${path} takes no app-only token ${when}.`
        : `${method} ${path} needs ${least[0]} ${when}${unless === null ? '' : `, unless ${unless}`}.`,
    why: `${title} ${isAhead ? 'From then on Graph answers' : 'Graph answers'} ${symptom} without it.`,
    wouldTell: "Graph's answer",
    evidence: [
      {
        name: `change/${key}`,
        expected: permissions.join(' or ') || 'a delegated token',
        actual: null,
        source: source.title,
      },
    ],
    fix:
      grantable.length === 0
        ? fixesFor('page', target, { purpose: cure, page: source.address })
        : fixesFor('permission', target, { permissions: grantable }),
  }
}
