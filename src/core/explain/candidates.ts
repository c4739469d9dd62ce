import type { FindingId } from '../findings/ids.ts'
import { findingById } from '../findings/index.ts'
import { namedIn } from '../judge/gates.ts'
import { gatesAt } from '../knowledge/gates.ts'
import type { Operation } from '../operation/operation.ts'
import type { Candidate } from './explanation.ts'

/** A candidate needs to say how it is proved: findings that do not are none. */
export function candidatesOf(ids: readonly FindingId[]): Candidate[] {
  return ids.flatMap(id => {
    const { title, words } = findingById(id)
    return words.proof === undefined ? [] : [{ id, title, wouldTell: words.proof }]
  })
}

/** More than anybody goes through. */
const most = 4

/**
 * The gates that the operation of a refusal has, before what else it may be. Whose the token was, a paste does not tell,
 * so that those of users count as well; such as meet one permission alone count where the service names that.
 *
 * @param named permissions that the service wanted or saw
 */
export function withGates(
  candidates: readonly Candidate[],
  template: string,
  { method, query }: Pick<Operation, 'method' | 'query'>,
  named: readonly string[],
): Candidate[] {
  const gates = gatesAt(template, method === 'HEAD' ? 'GET' : method).filter(
    ({ silent, properties, with: by }) =>
      !silent &&
      (by === null || named.some(name => by.exec(name) !== null)) &&
      (properties === null || (properties.in === 'query' && namedIn(query, properties.names).length > 0)),
  )
  const first = gates.map(({ key, needs, tell }) => ({
    id: `gate/${key}` as const,
    title: `Besides the permission: ${needs}`,
    wouldTell: tell,
  }))
  return [...first.slice(0, 2), ...candidates].slice(0, most)
}
