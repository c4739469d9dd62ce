import type { Correction, Scheme, Source, Version } from '../tables/format.ts'

/**
 * What the tables know of an operation. `open` needs no permission ($metadata); `envelope` is a $batch,
 * answered request by request. `unknown-path` never reads as "denied".
 */
export type RequirementStatus =
  | 'known'
  | 'unknown-method'
  | 'unknown-path'
  | 'not-graph'
  | 'open'
  | 'envelope'
  | 'malformed'

/** What an operation requires, by scheme, and how that was found. */
export interface Requirement {
  readonly status: RequirementStatus
  /** As it is looked up: HEAD is GET. Null where there is nothing to look up. */
  readonly method: string | null
  /** Who knows the operation; empty where nobody does. */
  readonly sources: readonly Source[]
  /** The versions that it is documented for; empty where it is not documented. */
  readonly versions: readonly Version[]
  /** The name of its page, `https://learn.microsoft.com/graph/api/NAME`. */
  readonly page: string | null
  /** Corrections of ours that change what it accepts. */
  readonly corrections: readonly Correction[]
  /** Something can be created in it: the sources list what is in it by key. */
  readonly isCollection: boolean
  /** The path template of the tables, `/users/{id}`; null when none governs. */
  readonly template: string | null
  /** How the template was found; null when there is none. */
  readonly matched: 'exact' | 'odata' | 'equivalent' | 'inferred' | null
  /** One sentence on the step from the path to the template, when it was not a plain match. */
  readonly inferredFrom: string | null
  /** Methods that the tables list for the template; empty when unknown. */
  readonly methods: readonly string[]
  /** The nearest templates, when the path is unknown. */
  readonly nearest: readonly string[]
  /** The path begins with /me: for a signed-in user only, whatever the tables say. */
  readonly signedInUser: boolean
  readonly schemes: Readonly<Record<Scheme, SchemeRequirement>>
}

/** What one scheme requires. No accepted permission: the operation does not exist for that scheme. */
export interface SchemeRequirement {
  /** Our recommendation, or null when nothing accepted can be consented to. */
  readonly leastPrivileged: string | null
  /** Which rule decided, one sentence; also says when there is nothing to recommend. */
  readonly why: string
  /** The same name without *Basic*, when accepted. */
  readonly next: string | null
  /** The permissions that Microsoft's tables mark as least privileged, their own words unchanged. */
  readonly marked: readonly string[]
  /** Reads first, then level, operations opened, name. */
  readonly accepted: readonly AcceptedPermission[]
  /** Listed by a source, and by a correction of ours accepted no more. */
  readonly withdrawn: readonly Pick<AcceptedPermission, 'permission' | 'alsoRequires' | 'sources'>[]
  /** Accepted, and by the query of no use: Basic permissions that withhold what it names. Empty elsewhere. */
  readonly tooNarrow: readonly string[]
  /**
   * Accepted one segment further up for the same method, where the two share a permission and one source alone knows the
   * operation: it may be left out by mistake. Empty elsewhere.
   */
  readonly ofParent: readonly string[]
}

export interface AcceptedPermission {
  readonly permission: string
  /** Any one of these is needed besides; empty when none is. (AND with the permission, OR among themselves.) */
  readonly alsoRequires: readonly string[]
  /** Who lists it. */
  readonly sources: readonly Source[]
  /** The one version that the documentation lists it for, of an operation that it has for both; null otherwise. */
  readonly version: Version | null
  /** Microsoft marks it as least privileged, in just this combination. */
  readonly marked: boolean
  /** Microsoft's privilege level 1-5; null when the tables give none. */
  readonly level: number | null
  /** An administrator has to consent. */
  readonly adminConsent: boolean
  /** Operations of the tables that it opens under the scheme. */
  readonly opens: number
  /** False for what an app registration cannot be given: resource-specific (RSC), hidden or disabled. */
  readonly consentable: boolean
  /** Resource-specific consent: granted per team, chat or site, never on the registration. */
  readonly resourceSpecific: boolean
  /**
   * False when another entry of the same operation names this permission as its companion and Microsoft
   * does not mark it least without one: it then supports, and does not suffice.
   */
  readonly sufficesAlone: boolean
}

/**
 * A permission that is listed bare beside one that needs a companion may be a slip of the tables: it is
 * certain only when it is complete with its companion, when Microsoft marks it, or when a correction says so. What the
 * documentation alone lists neither is certain nor casts doubt on what the tables list.
 */
export function isCertain(
  { alsoRequires, marked, sources }: AcceptedPermission,
  accepted: readonly AcceptedPermission[],
): boolean {
  if (alsoRequires.length > 0 || marked || sources.includes('correction')) return true
  return accepted.every(
    other => other.alsoRequires.length === 0 || isDocumentedOnly(other) !== isDocumentedOnly({ sources }),
  )
}

/** Whether the documentation alone lists it. */
export function isDocumentedOnly({ sources }: Pick<AcceptedPermission, 'sources'>): boolean {
  return sources.length === 1 && sources[0] === 'documentation'
}
