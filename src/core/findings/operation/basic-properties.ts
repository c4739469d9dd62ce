import type { OperationFacts, TokenFacts } from '../../facts.ts'
import { isBasic, withheldBy } from '../../knowledge/basic-permissions.ts'
import { withheldFrom } from '../../need/basic.ts'
import type { AcceptedPermission, SchemeRequirement } from '../../need/requirement.ts'
import { nameOf } from '../../operation/name.ts'
import { joined } from '../../text.ts'
import { consumerTenant } from '../../token/payload.ts'
import { type Decision, defineFinding } from '../finding.ts'
import { isWithoutToken } from './without-token.ts'

export const basicProperties = defineFinding({
  id: 'operation/basic-properties',
  title: 'A Basic permission shows the basic properties only',
  words: {
    meaning:
      'A permission with Basic in its name opens the operation and withholds most properties: they come back as null, or not at all, without an error. For users that leaves names, mail addresses and ids; for messages it leaves out the body, the preview and the attachments.',
    causes: [
      'The least privileged permission was taken, and the app needs more than the basic properties.',
      'A property in $select is one that the permission withholds.',
    ],
    certainty:
      'Certain that the permission is a Basic one. Only the app can tell whether it misses what is withheld.',
    sources: ['Learn: Microsoft Graph permissions reference', 'Learn: user resource type'],
  },
  find({ facts }) {
    if (facts.token === null && !isWithoutToken(facts)) return []
    return facts.operations.flatMap((asked): Decision<Saying>[] => {
      const basic = basicOf(asked, facts.token)
      if (basic === null || 'unreadable' in asked.operation) return []
      const { permission, next, held } = basic
      const fuller = next === null ? 'a permission without Basic in its name' : next
      const named = withheldFrom(permission, asked.operation.query)
      return [
        {
          severity: named.length > 0 ? 'warning' : 'note',
          certainty: 'certain',
          about: asked.index,
          saying: {
            name: nameOf(asked.operation),
            permission,
            fuller,
            named,
            withholds: withheldBy(permission)!,
          },
          evidence: [
            {
              name: held ? 'held' : 'least privileged',
              expected: `${fuller}, for all properties`,
              actual: permission,
              source: held ? 'token' : 'tables and documentation',
            },
          ],
          fix: [],
        },
      ]
    })
  },
  say({ name, permission, fuller, named, withholds }: Saying) {
    return {
      headline:
        named.length === 0
          ? `${permission} opens ${name}, with the basic properties only.`
          : `${permission} opens ${name}, and withholds ${joined(named, 'and')}, which the query names.`,
      why: `It withholds ${withholds}. That comes back as null or not at all, without an error; a filter on it may be refused. If the app needs more: ${fuller}.`,
    }
  },
})

interface Saying {
  readonly name: string
  readonly permission: string
  /** What shows the rest: a permission, or a phrase. */
  readonly fuller: string
  /** Properties that the query names and the permission withholds. */
  readonly named: readonly string[]
  /** A phrase. */
  readonly withholds: string
}

interface Basic {
  readonly permission: string
  readonly next: string | null
  readonly held: boolean
}

/** The Basic permission that opens the operation: recommended, when there is no token; else all that is held. */
function basicOf({ requirement, verdict, held }: OperationFacts, token: TokenFacts | null): Basic | null {
  if (requirement.status !== 'known') return null
  if (token === null) {
    const { leastPrivileged, next } = requirement.schemes.application
    if (requirement.signedInUser || leastPrivileged === null || !isBasic(leastPrivileged)) return null
    return { permission: leastPrivileged, next, held: false }
  }
  if (token.form !== 'jwt' || verdict !== 'allowed' || held.length === 0 || !held.every(isBasic)) return null
  const isPersonal = token.payload.tid === consumerTenant
  const delegated = isPersonal ? requirement.schemes.delegatedPersonal : requirement.schemes.delegatedWork
  const scheme = token.access.access === 'delegated' ? delegated : requirement.schemes.application
  const permission = held[0]!
  return { permission, next: fuller(permission, scheme), held: true }
}

function fuller(
  permission: string,
  { next, leastPrivileged, accepted, tooNarrow }: SchemeRequirement,
): string | null {
  if (tooNarrow.includes(permission)) return leastPrivileged
  if (permission === leastPrivileged) return next
  const name = permission.replace('Basic', '')
  const named = ({ permission }: AcceptedPermission): boolean => permission === name
  return accepted.some(named) ? name : null
}
