import type { Challenge } from '../refusal/challenge.ts'
import { readGraphError } from '../refusal/graph.ts'
import type { Graph, PastedRefusal } from './refusal.ts'

/** A challenge belongs to the first 401 or 403; alone it is a refusal by itself. */
export function withChallenge(
  refusals: readonly PastedRefusal[],
  challenge: Challenge | null,
): PastedRefusal[] {
  if (challenge === null) return [...refusals]
  const at = refusals.findIndex(
    ({ service, status }) => service === 'graph' && (status === null || status === 401 || status === 403),
  )
  if (at >= 0)
    return refusals.map((refusal, index) =>
      index === at ? challenged(refusal as Graph, challenge) : refusal,
    )
  if (challenge.error !== 'insufficient_claims' || refusals.some(({ service }) => service === 'neighbour'))
    return [...refusals]
  // A challenge comes with a 401, which the text does not tell.
  const alone = { ...readGraphError(401, { message: challenge.error }), status: null }
  return [...refusals, { service: 'graph', ...alone, requestId: null, call: null, challenge }]
}

function challenged(refusal: Graph, challenge: Challenge): Graph {
  if (challenge.error !== 'insufficient_claims') return { ...refusal, challenge }
  const known = refusal.status === 403 ? 'step-up' : 'claims-challenge'
  return {
    ...refusal,
    challenge,
    known: refusal.known === null || refusal.status === 401 ? known : refusal.known,
  }
}
