import { inTables } from '../../fixes/look-up.ts'
import { fixesFor } from '../../fixes/registry.ts'
import type { Gate } from '../../judge/gates.ts'
import { isPartial } from '../../need/partial.ts'
import { defineFinding, type Evidence } from '../finding.ts'

export const moreThanNeeded = defineFinding({
  id: 'privilege/more-than-needed',
  title: 'The token can do more than these operations need',
  words: {
    meaning:
      'The token holds permissions that none of the operations in question accepts, or wider ones than they need. Whoever gets hold of the credential can do all of it.',
    causes: [
      'A wide permission was easier to find than the narrow one.',
      'The app no longer does what the permission was granted for.',
    ],
    certainty: 'Likely: only the operations given were looked at. List all that the app calls to be sure.',
    sources: ['Learn: Enhance security with the principle of least privilege'],
  },
  find({ facts: { holder, operations }, index, target }) {
    // An app has no place under /me, whatever is listed there.
    const known = operations.filter(
      ({ requirement }) => !requirement.signedInUser && requirement.schemes.application.accepted.length > 0,
    )
    if (
      holder?.access !== 'app-only' ||
      holder.graph === null ||
      known.length === 0 ||
      // What is refused or undecided may need what looks needless.
      known.some(({ verdict }) => verdict === 'undecided' || verdict === 'wrong-host')
    )
      return []
    const roles = holder.permissions
    const isRecorded = holder.from === 'records'
    const source = isRecorded ? "the tenant's records" : 'token, tables and documentation'
    // What bears on an operation, or opens nothing that any source knows, cannot be called needless.
    const held = new Set(
      [
        ...known.flatMap(({ held, doubts }) => [...held, ...doubts.map(({ permission }) => permission)]),
        ...roles.filter(name => (index.permission(name)?.schemes.application?.opens ?? 0) === 0),
      ].map(name => name.toLowerCase()),
    )
    const weight = (name: string): string => {
      const scheme = index.permission(name)?.schemes.application
      return scheme === undefined
        ? 'known to neither source'
        : `level ${scheme.level ?? '?'}, opens ${scheme.opens} operations`
    }
    const wider: Evidence[] = known.flatMap(({ operation, held, gates, requirement: { schemes } }) => {
      const least = schemes.application.leastPrivileged
      if (least === null || held.length === 0 || held.includes(least) || 'unreadable' in operation) return []
      if (gates.some(mayAskForMore) || held.every(isPartial)) return []
      return [
        {
          name: `${operation.method} ${operation.path}`,
          expected: `${least} (${weight(least)})`,
          actual: held.map(name => `${name} (${weight(name)})`).join(', '),
          source,
        },
      ]
    })
    const unused: Evidence[] = roles
      .filter(role => !held.has(role.toLowerCase()))
      .map(role => ({
        name: role,
        expected: null,
        actual: `${weight(role)}; none of these operations needs it`,
        source,
      }))
    if (wider.length + unused.length === 0) return []
    return [
      {
        severity: 'note',
        certainty: 'likely',
        about: 'token',
        saying: {
          isRecorded,
          unused: unused.map(({ name }) => name),
          wider: wider.map(({ name }) => name),
          least: known.flatMap(({ requirement }) => requirement.schemes.application.leastPrivileged ?? []),
        },
        evidence: [...wider, ...unused],
        fix: fixesFor('look-up', target, {
          purpose: 'See all that each of them accepts',
          operations: inTables(known),
        }),
      },
    ]
  },
  say({ isRecorded, unused, wider, least }: Saying) {
    const [first = ''] = unused
    const needless =
      unused.length === 1
        ? `${first} is`
        : `${unused.length} permissions of the ${isRecorded ? 'app' : 'token'} are`
    return {
      headline:
        unused.length > 0
          ? `${needless} not needed here.`
          : `A narrower permission would do for ${wider.join(', ')}.`,
      why: leastWords(least),
      wouldTell: 'the list of all operations that the app calls (--from FILE)',
    }
  },
})

interface Saying {
  readonly isRecorded: boolean
  /** Held, and opening none of the operations. */
  readonly unused: readonly string[]
  /** Operations that a narrower permission opens. */
  readonly wider: readonly string[]
  readonly least: readonly string[]
}

/** A workload that may want another permission than the sources list decides whether a narrower one will do. */
function mayAskForMore({ row: { kind, permissions } }: Gate): boolean {
  return kind === 'workload-role' && permissions.length > 0
}

function leastWords(least: readonly string[]): string {
  const names = [...new Set(least)]
  const basic = names.some(name => name.includes('Basic'))
  return `What is needed is ${names.join(' and ')}${basic ? ', if the basic properties are enough' : ''}.`
}
