import { cloudByGraphHost } from '../../clouds.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { nameOf } from '../../operation/name.ts'
import { defineFinding } from '../finding.ts'

export const wrongHost = defineFinding({
  id: 'operation/wrong-host',
  title: "The address is that of another cloud's Graph",
  words: {
    meaning:
      'Each national cloud has its own Microsoft Graph, with its own host. A token is for one of them, the one named in aud; the others answer 401, whatever it holds. An SDK calls the global one until its base address is set.',
    causes: [
      'The base address of the SDK was not set for the cloud that the token comes from.',
      'The token was asked for in a different cloud from the one that holds the data.',
    ],
    certainty: 'Certain: the audience names the Graph that the token is for, and the address is another one.',
    sources: ['Learn: National cloud deployments'],
  },
  find({ facts: { token, operations }, target }) {
    if (token?.form !== 'jwt' || token.graph === null || token.graph === 'any') return []
    const { graph: own, title } = token.graph
    return operations.flatMap(({ index, operation, verdict }) => {
      if (verdict !== 'wrong-host' || 'unreadable' in operation || operation.origin === null) return []
      const host = new URL(operation.origin).host
      const wanted = cloudByGraphHost(host)
      if (wanted === null) return []
      const { version, path, query, method } = operation
      const url = `https://${own}/${version ?? 'v1.0'}${path}${query === null ? '' : `?${query}`}`
      return [
        {
          severity: 'error' as const,
          certainty: 'certain' as const,
          about: index,
          saying: { name: nameOf(operation), title, wanted: wanted.title },
          evidence: [
            { name: 'host', expected: own, actual: host, source: 'operation' as const },
            { name: 'aud', expected: null, actual: token.payload.aud, source: 'token' as const },
          ],
          fix: fixesFor('token-host', target, { operations: [`${method} ${url}`] }),
        },
      ]
    })
  },
  say({ name, title, wanted }: Saying) {
    return {
      headline: `${name} goes to a different cloud's Graph (${wanted}) from the one the token is for (${title}).`,
      why: "Graph answers 401 to it there, whatever the token holds. Either the program's base address is wrong, or the token was asked for in the wrong cloud.",
    }
  },
})

interface Saying {
  readonly name: string
  /** The cloud of the token, and that of the address. */
  readonly title: string
  readonly wanted: string
}
