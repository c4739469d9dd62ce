import { fixesFor } from '../../fixes/registry.ts'
import type { GraphRefusalRow } from '../../knowledge/graph-refusals.ts'
import { nameOf } from '../../operation/name.ts'
import { capitalized } from '../../text.ts'
import { defineFinding } from '../finding.ts'
import { aboutAnswer, answersOf, callOf, type Named } from './answers.ts'

export const licenceMissing = defineFinding({
  id: 'workload/licence-missing',
  title: 'The tenant lacks the licence or the service that the operation needs',
  words: {
    meaning:
      'Behind some operations stands a product: Entra ID P1 for sign-in logs, P2 for Identity Protection and PIM, Intune, Defender, SharePoint. Where the tenant has no licence for it, or never set it up, Graph refuses, whatever the token holds, sometimes with 401 or 400.',
    causes: [
      'The tenant has no licence for the product.',
      'The product is licensed, but was never set up.',
      'A subscription lapsed.',
    ],
    certainty: 'Certain: the service says so itself, by a code or a sentence of its own.',
    proof: "the tenant's licences: GET /subscribedSkus",
    sources: [
      'Learn: Microsoft Entra licensing',
      'Learn: List subscribedSkus',
      'Learn: Microsoft Graph error responses and resource types',
    ],
  },
  find({ facts, target }) {
    return answersOf(facts, ({ kind, fix }) => kind === 'licence' && fix !== 'mailbox').map(answer => ({
      ...aboutAnswer(answer),
      saying: { name: nameOf(answer.operation), ...answer.row },
      fix: fixesFor(answer.row.fix, target, callOf(answer)),
    }))
  },
  say({ name, meaning, uncertain }: Saying) {
    return {
      headline: `${capitalized(name)} needs something that the tenant does not have.`,
      why: `${meaning}${uncertain === undefined ? '' : ` ${uncertain}`}`,
    }
  },
})

type Saying = Named & Pick<GraphRefusalRow, 'meaning' | 'uncertain'>
