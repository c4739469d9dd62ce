import { fixesFor } from '../../fixes/registry.ts'
import { nameOf } from '../../operation/name.ts'
import { defineFinding } from '../finding.ts'
import { aboutAnswer, answersWith, callOf, type Named } from './answers.ts'

export const exchangeApplicationAccessPolicy = defineFinding({
  id: 'workload/exchange-application-access-policy',
  title: 'An Exchange application access policy keeps the app out of the mailbox',
  words: {
    meaning:
      'A mail, calendar or contacts permission of an app covers all mailboxes of the tenant. Exchange can narrow that down by an application access policy, and then refuses for every mailbox outside, whatever the token holds. Such policies are being replaced by RBAC for Applications.',
    causes: [
      'The mailbox is not a member of the group that the policy allows.',
      'The policy denies the group that the mailbox is a member of.',
      'Policy or group changed within the last hours: it takes one or more until that is felt, even where the test says Granted.',
    ],
    certainty: 'Certain: Exchange says so itself ("Access to OData is disabled").',
    proof: 'Test-ApplicationAccessPolicy in Exchange Online PowerShell, for the mailbox and the app',
    sources: ['Learn: Limit mailbox access (Microsoft Graph)', 'Learn: New-ApplicationAccessPolicy'],
  },
  find({ facts, target }) {
    return answersWith(facts, 'exchange-policy').map(answer => ({
      ...aboutAnswer(answer),
      saying: { name: nameOf(answer.operation) },
      fix: fixesFor('application-access-policy', target, callOf(answer)),
    }))
  },
  say({ name }: Named) {
    return {
      headline: `An Exchange application access policy refuses ${name}.`,
      why: 'The permission is not the problem: Exchange lets this app into other mailboxes only. Have the mailbox added to the group of the policy, and wait an hour or more.',
    }
  },
})
