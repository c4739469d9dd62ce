import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding } from '../finding.ts'
import { isForAppsOnly, type LackWords, lackHeadline, lackOf, wordsOf } from './lacking.ts'

export const missingScope = defineFinding({
  id: 'operation/missing-scope',
  title: 'The delegated token lacks a scope that the operation needs',
  words: {
    meaning:
      "A delegated token carries the scopes that the app asked for at sign-in and that the user, or an administrator, consented to. The one that the operation needs is not among them. Even with it, the user's own rights still count: a scope opens no more than its user may do.",
    causes: [
      'The scope was not asked for at sign-in.',
      'It was asked for, but nobody has consented to it: some need an administrator.',
      'The token is older than the consent.',
    ],
    certainty:
      'Likely before the call, since the tables and the documentation are not the service. Certain once Graph has answered 403 for lack of a permission.',
    proof: "the token's scp (why403 inspect) beside what is listed (why403 permissions OPERATION)",
    sources: ['Learn: Microsoft Graph permissions reference', 'Learn: Get access on behalf of a user'],
  },
  find({ facts: { token, holder, operations }, target }) {
    if (holder?.access !== 'delegated') return []
    return operations
      .map(operation => lackOf(operation, { token, holder }))
      .filter(
        lack =>
          (lack.operation.verdict === 'missing-permission' ||
            (lack.operation.verdict === 'undecided' && lack.isConfirmed)) &&
          !isForAppsOnly(lack),
      )
      .map(lack => {
        const { index, missing } = lack.operation
        return {
          severity: 'error' as const,
          certainty: lack.isConfirmed ? ('certain' as const) : ('likely' as const),
          about: index,
          saying: wordsOf(lack, holder),
          lookAt: 'call' as const,
          evidence: lack.evidence,
          fix: missing.length === 0 ? [] : fixesFor('sign-in', target, { scopes: missing }),
        }
      })
  },
  say(words: LackWords) {
    return {
      headline: lackHeadline(words),
      why:
        words.needs === null
          ? 'Neither the tables nor the documentation list one: no consent will cure it.'
          : "The user has not consented to it, or it was not asked for in the scope. The user's own rights count as well.",
      wouldTell: "Graph's answer",
    }
  },
})
