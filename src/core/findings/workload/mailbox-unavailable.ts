import { fixesFor } from '../../fixes/registry.ts'
import type { GraphRefusalRow } from '../../knowledge/graph-refusals.ts'
import { nameOf } from '../../operation/name.ts'
import { defineFinding } from '../finding.ts'
import { aboutAnswer, answersWith, callOf, type Named } from './answers.ts'

export const mailboxUnavailable = defineFinding({
  id: 'workload/mailbox-unavailable',
  title: 'The user has no mailbox that Graph can reach',
  words: {
    meaning:
      'Mail, calendar and contacts live in Exchange Online. A user with no licence for it, or whose mailbox is on premises or deleted, has none that Graph can open. No permission will cure it.',
    causes: [
      'The user has no Exchange Online licence.',
      'The mailbox is on premises, inactive, or was deleted.',
      'The name belongs to a group, a contact or a resource, and not to a user with a mailbox.',
    ],
    certainty: 'Certain: Exchange says so by its own code.',
    proof: 'Get-EXORecipient in Exchange Online PowerShell, for the user',
    sources: [
      'Learn: Microsoft Graph error responses and resource types',
      'Learn: Outlook mail API overview',
    ],
  },
  find({ facts, target }) {
    return answersWith(facts, 'mailbox-not-enabled', 'invalid-user', 'extension-error').map(answer => ({
      ...aboutAnswer(answer),
      saying: { name: nameOf(answer.operation), ...answer.row },
      fix: fixesFor('mailbox', target, callOf(answer)),
    }))
  },
  say({ name, meaning }: Saying) {
    return {
      headline: `There is no mailbox to open for ${name}.`,
      why: `${meaning} No permission will cure it.`,
    }
  },
})

type Saying = Named & Pick<GraphRefusalRow, 'meaning'>
