import { succeeded } from '../../facts.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { secondGatesOf } from '../../knowledge/endpoints.ts'
import { defineFinding } from '../finding.ts'
import { isWithoutToken } from './without-token.ts'

export const permissionIsNotEnough = defineFinding({
  id: 'operation/permission-is-not-enough',
  title: 'The operation needs more than a permission',
  needs: ['operations'],
  explains: [],
  words: {
    meaning:
      'Behind the permission stands another gate: a licence of the tenant, or a policy of the service that names the app. Graph answers 403 when it is closed, although the token holds all that the tables ask for.',
    causes: [
      'The tenant lacks the licence.',
      'Nobody has made the policy, or it was not granted to the user in question.',
      'The policy is fresh: such policies take up to half an hour to work.',
    ],
    certainty: 'Likely: it is documented, and nothing that was looked at shows whether the gate is open.',
    sources: [
      'Learn: Configure application access to online meetings',
      'Learn: List signIns',
      'Learn: Use the Microsoft Graph identity protection APIs',
    ],
  },
  find({ facts, target }) {
    if (facts.token === null && !isWithoutToken(facts)) return []
    return facts.operations.flatMap(({ index, operation, requirement, verdict, call }) => {
      if ('unreadable' in operation || requirement.template === null || succeeded(call)) return []
      if (facts.token !== null && verdict !== 'allowed') return []
      return secondGatesOf(requirement.template).map(({ gate, symptom, page }) => ({
        severity: 'note' as const,
        certainty: 'likely' as const,
        about: index,
        headline: `${operation.method} ${operation.path} also needs ${gate}.`,
        why: `Without it Graph answers ${symptom}, whatever the token holds.`,
        wouldTell: "Graph's answer",
        evidence: [{ name: 'besides the permission', expected: gate, actual: null, source: 'not looked at' }],
        fix: fixesFor('page', target, { page }),
      }))
    })
  },
})
