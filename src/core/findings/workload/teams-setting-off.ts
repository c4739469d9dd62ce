import { fixesFor } from '../../fixes/registry.ts'
import type { GraphRefusalRow } from '../../knowledge/graph-refusals.ts'
import { nameOf } from '../../operation/name.ts'
import { defineFinding } from '../finding.ts'
import { aboutAnswer, answersWith, callOf, type Named } from './answers.ts'

export const teamsSettingOff = defineFinding({
  id: 'workload/teams-setting-off',
  title: 'A setting of the tenant keeps Graph out of meeting transcripts',
  words: {
    meaning:
      'A Teams administrator decides whether Graph may read transcripts at all, and whether they may show who spoke. Where the setting is off, every app is refused.',
    causes: ['The setting was switched off, or never on.'],
    certainty: 'Certain: Teams names the setting in its answer.',
    proof: 'the code inside the answer: GraphAccessToTranscriptsDisabled or SpeakerAttributionNotAllowed',
    sources: ['Learn: Get callTranscript'],
  },
  find({ facts, target }) {
    return answersWith(facts, 'transcripts-disabled', 'speaker-attribution-disabled').map(answer => ({
      ...aboutAnswer(answer),
      saying: { name: nameOf(answer.operation), ...answer.row },
      fix: fixesFor('teams-setting', target, callOf(answer)),
    }))
  },
  say({ name, meaning }: Saying) {
    return {
      headline: `A Teams setting of the tenant refuses ${name}.`,
      why: `${meaning} No permission will cure it; a Teams administrator can.`,
    }
  },
})

type Saying = Named & Pick<GraphRefusalRow, 'meaning'>
