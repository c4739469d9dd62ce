import { besideTenantWide } from '../../fixes/narrower.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { sourceOf } from '../../knowledge/sources.ts'
import { nameOf } from '../../operation/name.ts'
import { joined } from '../../text.ts'
import { isBarred } from '../barred.ts'
import { defineFinding } from '../finding.ts'

export const barredForAgents = defineFinding({
  id: 'consent/barred-for-agents',
  title: 'Agents cannot be given the permission',
  words: {
    meaning:
      'Microsoft bars agent identities, and the users of agents, from a list of permissions of Graph that reach far: no administrator can consent to them. What is narrower is open to them: grants of single sites and files, roles of Exchange over a scope, resource-specific consent, and delegated permissions of the user of an agent.',
    causes: ['The permission that the operation is usually given is one that agents are barred from.'],
    certainty:
      "Likely: the claims tell that an agent asks, and Microsoft's list of 2026-02-26 names the permission. The list may have changed.",
    sources: ['Learn: Agent ID platform overview, Graph API reference'],
  },
  find({ facts: { principalKind, operations }, target }) {
    return operations.flatMap(facts => {
      const { index, operation, missing } = facts
      const barred = missing.filter(name => isBarred(name, principalKind))
      if (barred.length === 0 || 'unreadable' in operation) return []
      return [
        {
          severity: 'error' as const,
          certainty: 'likely' as const,
          about: index,
          saying: { name: nameOf(operation), barred },
          evidence: barred.map(name => ({
            name,
            expected: 'one that agents can be given',
            actual: 'barred for agents',
            source: 'documentation' as const,
          })),
          fix: [
            ...(principalKind === 'agent-identity' ? besideTenantWide(facts, target, 'For') : []),
            ...fixesFor('page', target, {
              purpose: 'See what agents are barred from, and take what is narrower',
              page: sourceOf('agent-permissions').address,
            }),
          ],
        },
      ]
    })
  },
  say({ name, barred }: Saying) {
    return {
      headline: `${name} is usually given ${joined(barred, 'and')}, which agents cannot be given.`,
      why: 'Microsoft bars agents from it: neither asking again nor another administrator changes that. What is narrower is open to them.',
      wouldTell: "Microsoft's list of today",
    }
  },
})

interface Saying {
  readonly name: string
  readonly barred: readonly string[]
}
