import { succeeded } from '../../facts.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { isDirectoryCollection } from '../../knowledge/families.ts'
import { nameOf } from '../../operation/name.ts'
import type { Operation } from '../../operation/operation.ts'
import { queryOptions } from '../../operation/query.ts'
import { defineFinding } from '../finding.ts'

export const advancedQueryWithoutHeader = defineFinding({
  id: 'operation/advanced-query-without-header',
  title: 'An advanced query needs the header ConsistencyLevel: eventual',
  words: {
    meaning:
      'Counting, searching and some filters on directory objects (users, groups, applications, devices and the like) run on an index of their own. Graph uses it only when the request carries the header ConsistencyLevel: eventual, and for all but $search also $count=true; otherwise it answers 400 Request_UnsupportedQuery. No permission cures that.',
    causes: [
      'Searching or counting ($search, $count, a /$count ending) without the header.',
      'A $filter with ne, not or endsWith, or together with $orderby, without the header or without $count=true.',
    ],
    certainty:
      'Likely: a URL does not show the headers that will go with it. why403 itself sends none, so its own call is refused.',
    sources: ['Learn: Advanced query capabilities on directory objects'],
  },
  find({ facts: { operations }, target }) {
    return operations.flatMap(({ index, operation, requirement, call }) => {
      if ('unreadable' in operation || requirement.template === null || succeeded(call)) return []
      const feature = isDirectoryCollection(requirement.template) ? advancedFeature(operation) : null
      if (feature === null) return []
      const options = queryOptions(operation.query)
      const isCounted = options.get('count') === 'true' || options.has('search') || feature === '/$count'
      return [
        {
          severity: 'note' as const,
          certainty: 'likely' as const,
          about: index,
          saying: { name: nameOf(operation), feature, isCounted },
          evidence: [
            {
              name: 'ConsistencyLevel',
              expected: 'eventual',
              actual: null,
              source: 'not looked at: a URL carries no headers',
            },
          ],
          fix: fixesFor('consistency-level', target, {
            purpose: 'What is an advanced query, and what it needs',
          }),
        },
      ]
    })
  },
  say({ name, feature, isCounted }: Saying) {
    return {
      headline: `${name} is an advanced query (${feature}), which needs the header ConsistencyLevel${isCounted ? '' : ' and $count=true'}.`,
      why: 'Without the header Graph answers 400 Request_UnsupportedQuery. It is not a matter of permissions.',
      wouldTell: 'the headers of the request',
    }
  },
})

interface Saying {
  readonly name: string
  /** What makes the query an advanced one. */
  readonly feature: string
  /** $count=true stands there already, or is not asked for. */
  readonly isCounted: boolean
}

/** What makes the query an advanced one; null when nothing does. */
function advancedFeature({ path, query }: Operation): string | null {
  const options = queryOptions(query)
  const filter = (options.get('filter') ?? '').replace(/'(?:[^']|'')*'/g, "''")
  if (options.has('search')) return '$search'
  if (/\/\$count\/*$/i.test(path)) return '/$count'
  if (options.get('count') === 'true') return '$count'
  if (/\bendswith\s*\(/i.test(filter)) return 'endsWith in $filter'
  if (/\sne\s/i.test(filter)) return 'ne in $filter'
  if (/(^|[\s(])not[\s(]/i.test(filter)) return 'not in $filter'
  return filter !== '' && options.has('orderby') ? '$filter with $orderby' : null
}
