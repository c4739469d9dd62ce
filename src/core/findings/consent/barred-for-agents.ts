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
      "Microsoft bars agent identities, and agents' users, from a list of far-reaching Graph permissions: no administrator can consent to them. Narrower ways stay open: grants on single sites and files, Exchange roles with a scope, resource-specific consent, and delegated permissions for an agent's user.",
    causes: ['The permission usually granted for the operation is one that agents are barred from.'],
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
              purpose: 'See what agents are barred from, and choose something narrower',
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
      why: 'Microsoft bars agents from it: neither asking again nor asking another administrator changes that. Narrower ways stay open.',
      wouldTell: "Microsoft's current list",
    }
  },
})

interface Saying {
  readonly name: string
  readonly barred: readonly string[]
}
