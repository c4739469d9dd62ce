import { fixesFor } from '../../fixes/registry.ts'
import { nameOf } from '../../operation/name.ts'
import { capitalized } from '../../text.ts'
import { defineFinding } from '../finding.ts'
import { aboutAnswer, answersWith, callOf, type Named } from './answers.ts'

export const teamsProtectedApi = defineFinding({
  id: 'workload/teams-protected-api',
  title: 'The Teams API is protected: an app alone needs to be let in by Microsoft',
  words: {
    meaning:
      'Some Teams APIs read the messages of a whole tenant. An app alone may call them only after Microsoft has granted a request, or with resource-specific consent for a single team or chat.',
    causes: ['Nobody has asked Microsoft for access for this app.'],
    certainty: 'Certain: Teams says so itself.',
    proof: "Graph's own message, which names Protected API access",
    sources: [
      'Learn: Protected APIs in Microsoft Teams',
      'Learn: Resource-specific consent for your Teams app',
    ],
  },
  find({ facts, target }) {
    return answersWith(facts, 'teams-protected-api').map(answer => ({
      ...aboutAnswer(answer),
      saying: { name: nameOf(answer.operation) },
      fix: fixesFor('protected-api', target, callOf(answer)),
    }))
  },
  say({ name }: Named) {
    return {
      headline: `${capitalized(name)} is a protected API of Teams.`,
      why: 'The permission alone does not open it to an app without a user: Microsoft allows that on request, or a team or chat does by resource-specific consent.',
    }
  },
})
