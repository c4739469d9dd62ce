import { fixesFor } from '../../fixes/registry.ts'
import { opensToSelected } from '../../knowledge/families.ts'
import { nameOf } from '../../operation/name.ts'
import { defineFinding } from '../finding.ts'
import { aboutAnswer, answersWith, callOf, type Named } from './answers.ts'

export const siteNotGranted = defineFinding({
  id: 'workload/site-not-granted',
  title: 'Sites.Selected is held, and the site was not granted to the app',
  words: {
    meaning:
      'Sites.Selected and its like open nothing by themselves. Each site, list or file is granted to the app in SharePoint, by somebody who holds Sites.FullControl.All; no token shows those grants.',
    causes: [
      'Nobody has granted the site to the app.',
      'It was granted for reading, and the call writes.',
      'The call searches over all sites, which no selected permission allows.',
    ],
    certainty:
      "Likely: the token holds a selected permission and nothing wider, and SharePoint's answer names no reason.",
    proof: 'GET /sites/{site-id}/permissions, with Sites.FullControl.All: it lists the apps',
    sources: ['Learn: Overview of Selected permissions in OneDrive and SharePoint'],
  },
  find({ facts, target }) {
    const { token } = facts
    if (token?.form !== 'jwt') return []
    const holds = (token.payload.roles ?? []).filter(role => role.endsWith('.Selected'))
    if (holds.length === 0) return []
    return answersWith(facts, 'sharepoint-denied', 'forbidden')
      .filter(
        ({ facts: { requirement, held } }) =>
          requirement.template !== null &&
          opensToSelected(requirement.template) &&
          held.every(name => name.endsWith('.Selected')),
      )
      .map(answer => ({
        ...aboutAnswer(answer),
        certainty: 'likely' as const,
        saying: { name: nameOf(answer.operation), holds },
        fix: fixesFor('site-grant', target, callOf(answer)),
      }))
  },
  say({ name, holds }: Saying) {
    return {
      headline: `SharePoint refuses ${name}: the site is most likely not granted to the app.`,
      why: `The token holds ${holds.join(', ')}, which opens single sites only.`,
      wouldTell: 'the permissions of the site',
    }
  },
})

interface Saying extends Named {
  /** The Selected permissions of the token. */
  readonly holds: readonly string[]
}
