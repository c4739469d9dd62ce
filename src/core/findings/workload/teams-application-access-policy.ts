import { fixesFor } from '../../fixes/registry.ts'
import { nameOf } from '../../operation/name.ts'
import { defineFinding } from '../finding.ts'
import { aboutAnswer, answersWith, callOf, type Named } from './answers.ts'

export const teamsApplicationAccessPolicy = defineFinding({
  id: 'workload/teams-application-access-policy',
  title: "No Teams application access policy lets the app at the user's meetings",
  words: {
    meaning:
      'Online meetings, their transcripts and recordings need two consents: the application permission, and a Teams application access policy that names the app and is granted to the user whose meetings they are.',
    causes: [
      'No policy names the app.',
      'A policy names it, and was not granted to this user, or to all.',
      'It was granted within the last half hour; some report waits of up to two days.',
      'The path names the user by sign-in name, where it wants the object id.',
    ],
    certainty: 'Certain: Teams says so itself.',
    proof: 'Get-CsApplicationAccessPolicy in Teams PowerShell',
    sources: ['Learn: Configure application access to online meetings'],
  },
  find({ facts, target }) {
    return answersWith(facts, 'teams-access-policy', 'teams-meeting-lookup').map(answer => ({
      ...aboutAnswer(answer),
      saying: { name: nameOf(answer.operation) },
      fix: fixesFor('teams-policy', target, callOf(answer)),
    }))
  },
  say({ name }: Named) {
    return {
      headline: `No Teams application access policy allows ${name}.`,
      why: 'The permission alone does not open meetings: a policy must name the app, and be granted to the user by object id.',
    }
  },
})
