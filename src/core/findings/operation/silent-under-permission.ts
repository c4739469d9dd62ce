import { succeeded } from '../../facts.ts'
import { type JsonObject, memberOf, objectOf, objectsOf, parseJson } from '../../json.ts'
import { nameOf } from '../../operation/name.ts'
import { queryOptions } from '../../operation/query.ts'
import { defineFinding } from '../finding.ts'

export const silentUnderPermission = defineFinding({
  id: 'operation/silent-under-permission',
  title: 'Graph answered, and withheld what was asked for',
  words: {
    meaning:
      'Graph does not always refuse what a permission does not cover: it may answer 200 and leave properties null, or return objects with their id and type and nothing else. Code that looks only at the status takes that for empty data.',
    causes: [
      'The permission covers the collection, and not the objects in it: members of a group without User.Read.All.',
      'A property is guarded by a permission of its own, such as signInActivity.',
      'A Basic permission withholds all but the basic properties.',
      'The property has no value, in any of these objects.',
    ],
    certainty: 'Likely: an empty property may be just that. This is said only where all objects are alike.',
    proof: 'the same call with a wider permission',
    sources: ['Learn: Working with users in Microsoft Graph', 'Learn: List group members'],
  },
  find({ facts: { operations } }) {
    return operations.flatMap(({ index, operation, call, held }) => {
      if ('unreadable' in operation || call?.sent !== true || !succeeded(call)) return []
      const rows = entitiesIn(call.body)
      const selected = selectedIn(operation.query)
      const empty =
        rows.length < 2 ? [] : selected.filter(name => rows.every(row => memberOf(row, name) == null))
      const bare = rows.length > 0 && selected.every(name => name === 'id') && rows.every(isBare)
      if (empty.length === 0 && (!bare || selected.length > 0)) return []
      return [
        {
          severity: 'warning' as const,
          certainty: 'likely' as const,
          about: index,
          saying: { name: nameOf(operation), empty: bare ? null : empty },
          evidence: [
            {
              name: bare ? 'objects' : 'null',
              expected: bare ? 'their properties' : 'a value in some object',
              actual: bare
                ? `${rows.length}, with ${Object.keys(rows[0]!).join(', ')} only`
                : `${empty.join(', ')} in ${rows.length} objects`,
              source: "Graph's answer",
            },
            { name: 'held', expected: null, actual: held.join(', ') || null, source: 'token' },
          ],
          fix: [],
        },
      ]
    })
  },
  say({ name, empty }: Saying) {
    const wouldTell = 'the same call with a wider permission'
    if (empty === null) {
      return {
        headline: `${name} answered with objects that carry their id and nothing else.`,
        why: 'The token may see that they exist, but not what they are: most likely it lacks a permission for their type.',
        wouldTell,
      }
    }
    return {
      headline: `${name} answered, and ${empty.join(', ')} ${empty.length === 1 ? 'has' : 'have'} no value in any object.`,
      why: 'Graph silently withholds what a permission does not cover. If the data should be there, a permission is most likely missing.',
      wouldTell,
    }
  },
})

interface Saying {
  readonly name: string
  /** Properties without a value; null: the objects have nothing but an id. */
  readonly empty: readonly string[] | null
}

/** The entities of a collection; a single entity is not looked at, for one empty property says nothing. */
function entitiesIn(body: string): JsonObject[] {
  return objectsOf(objectOf(parseJson(body))?.value)
}

/** Plain properties in $select. */
function selectedIn(query: string | null): string[] {
  return (queryOptions(query).get('select') ?? '')
    .split(',')
    .map(name => name.trim())
    .filter(name => /^[A-Za-z]\w*$/.test(name))
}

function isBare(row: JsonObject): boolean {
  return 'id' in row && Object.keys(row).every(name => name === 'id' || name.startsWith('@odata.'))
}
