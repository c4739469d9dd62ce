import { basicRow, isBasic } from '../knowledge/basic-permissions.ts'
import { propertiesIn } from '../operation/query.ts'
import { joined } from '../text.ts'
import { isPartial } from './partial.ts'
import { onlyReads } from './reads.ts'
import type { AcceptedPermission, SchemeRequirement } from './requirement.ts'

/** The properties that a query names and a Basic permission withholds, as far as that is known; in lower case as they stand. */
export function withheldFrom(permission: string, query: string | null): string[] {
  if (query === null || !isBasic(permission)) return []
  const row = basicRow(permission)
  if (row === null) return []
  const lower = (names: readonly string[]): ReadonlySet<string> =>
    new Set(names.map(name => name.toLowerCase()))
  const [shown, hidden] = [row.shows === null ? null : lower(row.shows), lower(row.names)]
  return propertiesIn(query, shown === null).filter(name => {
    const word = name.toLowerCase()
    return hidden.has(word) || (shown !== null && !shown.has(word))
  })
}

/**
 * The requirement by what its query asks for: a Basic permission is passed over where the query names what it withholds.
 * The very same one where the query changes nothing.
 */
export function byQuery(scheme: SchemeRequirement, query: string | null): SchemeRequirement {
  const { leastPrivileged, next, accepted } = scheme
  const basic = query === null ? [] : accepted.filter(({ permission }) => isBasic(permission))
  const tooNarrow = basic
    .map(({ permission }) => permission)
    .filter(permission => withheldFrom(permission, query).length > 0)
  if (tooNarrow.length === 0) return scheme
  if (leastPrivileged === null || !tooNarrow.includes(leastPrivileged)) return { ...scheme, tooNarrow }
  const fuller = next ?? accepted.find(isFuller)?.permission ?? null
  if (fuller === null) return { ...scheme, tooNarrow }
  const names = joined([...new Set(withheldFrom(leastPrivileged, query))].slice(0, mostNamed), 'and')
  return {
    ...scheme,
    tooNarrow,
    leastPrivileged: fuller,
    next: null,
    why: `Passed over ${leastPrivileged}: the query names ${names}, which it withholds.`,
  }
}

const mostNamed = 3

/** What may be recommended in the place of a Basic permission that withholds too much. */
function isFuller({ permission, consentable, sufficesAlone, alsoRequires }: AcceptedPermission): boolean {
  return (
    consentable &&
    (sufficesAlone || alsoRequires.length > 0) &&
    onlyReads(permission) &&
    !isBasic(permission) &&
    !isPartial(permission)
  )
}
