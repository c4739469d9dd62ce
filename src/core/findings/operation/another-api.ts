import type { Facts, OperationFacts } from '../../facts.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { audienceName } from '../../knowledge/audiences.ts'
import { isAudienceOf, type NeighbourAtHost, neighbourOfHost } from '../../knowledge/neighbours.ts'
import { type Context, type Decision, defineFinding } from '../finding.ts'

export const anotherApi = defineFinding({
  id: 'operation/another-api',
  title: 'The operation belongs to another API than Microsoft Graph',
  words: {
    meaning:
      'Microsoft has many APIs, each with hosts, an audience and permissions of its own. A token is for one of them; its permissions open nothing in another, even where they have the same names. Those of other APIs are not in the tables of why403.',
    causes: [
      'The program calls two APIs and uses one token for both.',
      'A Microsoft Graph permission was consented to where one of the other API was meant.',
      'The token was asked for without naming the API: the Azure CLI then asks for Azure Resource Manager.',
    ],
    certainty: "Certain: the host is known, and so is the token's audience.",
    sources: ['Learn: Microsoft identity platform scopes, permissions and consent'],
  },
  find(context) {
    return context.facts.operations.flatMap(asked => {
      const service = serviceOf(asked)
      return service === null ? [] : [decisionOf(asked, service, context)]
    })
  },
  say({ fit, api, isUser, service: { neighbour, scope } }: Saying) {
    const { name } = neighbour
    // Where the permissions of an app live says nothing of a user's.
    const permissions = isUser ? ofUser : neighbour.permissions
    switch (fit) {
      case 'no-token':
        return {
          headline: `This is ${name}, not Microsoft Graph${scope === null ? '' : `; its scope is ${scope}`}.`,
          why: permissions,
        }
      case 'right':
        return {
          headline: `The token is for ${name}, as it should be; its permissions are not listed here.`,
          why: permissions,
        }
      case 'wrong': {
        const other = api === name ? `another host or cloud of ${name}` : api
        const ask = scope === null ? '' : ` A token for ${name} is asked for with the scope ${scope}.`
        return {
          headline: `The token is for ${other}, and the operation is one of ${name}.`,
          why: `${api === name ? 'Each has an audience of its own.' : `No permission of ${api} cures it.`}${ask} ${permissions}`,
        }
      }
    }
  },
})

/** The API that an operation goes to, where it is known and not Graph. */
export function serviceOf({ operation, requirement }: OperationFacts): NeighbourAtHost | null {
  if ('unreadable' in operation || operation.origin === null || requirement.status !== 'not-graph')
    return null
  return neighbourOfHost(new URL(operation.origin).host)
}

/** How the token fits the API of the operation. */
type Fit = 'no-token' | 'right' | 'wrong'

function fitOf(service: NeighbourAtHost, { token }: Facts): Fit {
  if (token?.form !== 'jwt' || token.payload.aud === null) return 'no-token'
  return isAudienceOf(service, token.payload.aud) ? 'right' : 'wrong'
}

const ofUser = "What a user's token opens there depends on that user's rights as well."

interface Saying {
  readonly fit: Fit
  /** The token speaks for an app and its user. */
  readonly isUser: boolean
  /** Whose token it is. */
  readonly api: string
  readonly service: NeighbourAtHost
}

function decisionOf(
  { index: about }: OperationFacts,
  service: NeighbourAtHost,
  { facts, target }: Context,
): Decision<Saying> {
  const { scope } = service
  const fit = fitOf(service, facts)
  const aud = facts.token?.form === 'jwt' ? facts.token.payload.aud : null
  return {
    severity: fit === 'wrong' ? 'error' : 'note',
    certainty: 'certain',
    about,
    saying: {
      ...{ fit, service, api: (aud === null ? null : audienceName(aud)) ?? 'another API' },
      isUser: facts.token?.form === 'jwt' && facts.token.access.access === 'delegated',
    },
    evidence: [
      {
        name: 'aud',
        expected: scope?.replace(/\/\.default$/, '') ?? null,
        actual: aud,
        source: aud === null ? 'not looked at: there is no token' : 'token',
      },
    ],
    fix: fit === 'wrong' && scope !== null ? fixesFor('api-scope', target, { scopes: [scope] }) : [],
  }
}
