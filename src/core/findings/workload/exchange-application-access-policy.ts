import { fixesFor } from '../../fixes/registry.ts'
import { nameOf } from '../../operation/name.ts'
import { defineFinding } from '../finding.ts'
import { aboutAnswer, answersWith, callOf, type Named } from './answers.ts'

export const exchangeApplicationAccessPolicy = defineFinding({
  id: 'workload/exchange-application-access-policy',
  title: 'An Exchange application access policy keeps the app out of the mailbox',
  words: {
    meaning:
      "An app's mail, calendar or contacts permission covers all mailboxes in the tenant. Exchange can narrow that down with an application access policy, and then refuses every mailbox outside it, whatever the token holds. Such policies are being replaced by RBAC for Applications.",
    causes: [
      'The mailbox is not a member of the group that the policy allows.',
      'The policy denies the group that the mailbox is a member of.',
      'The policy or group changed within the last few hours: a change takes an hour or more to take effect, even where the test says Granted.',
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
      why: "The permission is not the problem: Exchange lets this app into other mailboxes only. Have the mailbox added to the policy's group, and wait an hour or more.",
    }
  },
})
