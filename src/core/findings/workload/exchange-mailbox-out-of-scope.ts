import { fixesFor } from '../../fixes/registry.ts'
import { nameOf } from '../../operation/name.ts'
import { defineFinding } from '../finding.ts'
import { aboutAnswer, answersWith, callOf, type Named } from './answers.ts'

export const exchangeMailboxOutOfScope = defineFinding({
  id: 'workload/exchange-mailbox-out-of-scope',
  title: 'Exchange keeps the app out of the mailbox, although it holds the permission',
  words: {
    meaning:
      'Exchange has its own say about mailboxes, separate from that of Entra ID: by application access policies, and by RBAC for Applications, whose roles no token shows. Its plain "Access is denied" names neither.',
    causes: [
      'An application access policy allows other mailboxes only.',
      'The policy or role changed within the last few hours; Exchange keeps its answer for 30 minutes to 2 hours.',
      'The mailbox belongs to a privileged administrator; some report that those are closed to apps.',
    ],
    certainty:
      'Likely: the token holds a permission that the operation accepts, and Exchange refuses anyway.',
    proof: 'Test-ServicePrincipalAuthorization in Exchange Online PowerShell, for the mailbox and the app',
    sources: [
      'Learn: Role Based Access Control for Applications in Exchange Online',
      'Learn: Limit mailbox access (Microsoft Graph)',
    ],
  },
  find({ facts, target }) {
    return answersWith(facts, 'exchange-denied')
      .filter(({ facts: { held } }) => held.length > 0)
      .map(answer => ({
        ...aboutAnswer(answer),
        certainty: 'likely' as const,
        saying: { name: nameOf(answer.operation), held: answer.facts.held },
        fix: fixesFor('exchange-authorization', target, callOf(answer)),
      }))
  },
  say({ name, held }: Saying) {
    return {
      headline: `Exchange refuses ${name}, although the token holds ${held.join(', ')}.`,
      why: 'The permission is there, so something in Exchange stands in the way: most often an application access policy that allows other mailboxes only.',
      wouldTell: 'what Exchange itself lets the app do in this mailbox',
    }
  },
})

interface Saying extends Named {
  readonly held: readonly string[]
}
