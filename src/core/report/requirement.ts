import { withheldBy } from '../knowledge/basic-permissions.ts'
import { sourceOf } from '../knowledge/sources.ts'
import { noRequirement } from '../need/least-privileged.ts'
import type {
  AcceptedPermission,
  Requirement,
  RequirementStatus,
  SchemeRequirement,
} from '../need/requirement.ts'
import { cmdletMethod } from '../operation/cmdlet.ts'
import type { Operation, UnreadableOperation } from '../operation/operation.ts'
import type { Source, Version } from '../tables/format.ts'

/** What an operation requires, as the report has it. */
export interface RequirementReport extends LocationReport, Partial<SchemesReport> {
  readonly nearest?: readonly string[]
  readonly source?: { readonly file: string; readonly line: number }
}

/** The operation, and where it stands in the tables. */
export interface LocationReport {
  readonly method: string | null
  readonly url: string
  readonly path: string | null
  readonly template: string | null
  readonly version: 'v1.0' | 'beta' | null
  readonly matched: Requirement['matched']
  readonly inferredFrom: string | null
  readonly status: RequirementStatus
  /** A PowerShell cmdlet that was asked about in the place of an operation; `url` names it too. */
  readonly cmdlet?: string
}

/** Who knows an operation, and what is to be read of it. Absent where nobody does. */
export interface WitnessReport {
  /** The permission tables, the documentation, or both. */
  readonly sources?: readonly Source[]
  /** The versions of Graph that it is documented for. */
  readonly versions?: readonly Version[]
  /** The address of its page. */
  readonly page?: string
  /** Corrections of ours that change what it accepts. */
  readonly corrections?: readonly CorrectionReport[]
}

export interface CorrectionReport {
  readonly since: string
  /** The page that it is known from. */
  readonly source: string
}

/** What the sources say of an operation. */
export interface SchemesReport extends WitnessReport {
  readonly application: SchemeReport
  readonly delegatedWork: SchemeReport
  readonly delegatedPersonal: SchemeReport
}

export interface SchemeReport
  extends Omit<SchemeRequirement, 'accepted' | 'withdrawn' | 'tooNarrow' | 'ofParent'> {
  readonly accepted: readonly AcceptedReport[]
  /** Listed by a source, and by a correction of ours accepted no more. */
  readonly withdrawn?: SchemeRequirement['withdrawn']
  /** Accepted, and by the query of no use: Basic permissions that withhold what it names. */
  readonly tooNarrow?: readonly string[]
  /** What the recommended permission withholds, a phrase, where it is a Basic one. */
  readonly withholds?: string
}

export interface AcceptedReport
  extends Pick<AcceptedPermission, 'permission' | 'alsoRequires' | 'level' | 'opens' | 'sufficesAlone'> {
  /** Who lists it. */
  readonly sources?: readonly Source[]
  /** The one version that the documentation lists it for, of an operation that it has for both. */
  readonly documentedFor?: Version
  /** Who can grant it: an administrator, a user as well, the owner of a team or chat, or nobody. */
  readonly consent: 'admin' | 'user' | 'resource-specific' | 'none'
}

type Found = Pick<Requirement, 'template' | 'matched' | 'inferredFrom' | 'status'>

export function locationReport(operation: Operation | UnreadableOperation, found: Found): LocationReport {
  if ('unreadable' in operation) {
    return {
      ...{ method: null, url: operation.text, path: null, template: null, version: null },
      ...{ matched: null, inferredFrom: operation.unreadable, status: 'malformed' },
    }
  }
  const { method, url, path, version } = operation
  const { template, matched, inferredFrom, status } = found
  if (method === cmdletMethod)
    return {
      ...{ method: null, url, path: null, template, version, matched, inferredFrom, status },
      cmdlet: url,
    }
  return { method, url, path, template, version, matched, inferredFrom, status }
}

type Witnessed = Pick<Requirement, 'sources' | 'versions' | 'page' | 'corrections'>

/** Who knows the operation, its page and our corrections. */
function witnessReport({ sources, versions, page, corrections }: Witnessed): WitnessReport {
  return {
    ...(sources.length === 0 ? {} : { sources }),
    ...(versions.length === 0 ? {} : { versions }),
    ...(page === null ? {} : { page: `https://learn.microsoft.com/graph/api/${page}` }),
    ...(corrections.length === 0
      ? {}
      : {
          corrections: corrections.map(({ since, source }) => ({
            since,
            source: sourceOf(source)?.title ?? source,
          })),
        }),
  }
}

/** An app has no signed-in user: what the tables list for /me is of no use to it, and is left out. */
export function schemesReport({
  schemes: { application, delegatedWork, delegatedPersonal },
  signedInUser,
  ...witness
}: Witnessed & Pick<Requirement, 'schemes' | 'signedInUser'>): SchemesReport {
  return {
    ...witnessReport(witness),
    application: schemeReport(signedInUser ? noRequirement(forUsersOnly) : application),
    delegatedWork: schemeReport(delegatedWork),
    delegatedPersonal: schemeReport(delegatedPersonal),
  }
}

const forUsersOnly =
  "/me is the signed-in user's, and an app has none: for an app, name the user in place of it."

function schemeReport({
  accepted,
  withdrawn,
  tooNarrow,
  ofParent: _,
  ...rest
}: SchemeRequirement): SchemeReport {
  const withholds = rest.leastPrivileged === null ? null : withheldBy(rest.leastPrivileged)
  return {
    ...rest,
    ...(withdrawn.length === 0 ? {} : { withdrawn }),
    ...(tooNarrow.length === 0 ? {} : { tooNarrow }),
    ...(withholds === null ? {} : { withholds }),
    accepted: accepted.map(entry => {
      const { permission, alsoRequires, level, opens, sufficesAlone, sources, version } = entry
      return {
        ...{ permission, alsoRequires, level, consent: consentOf(entry), opens, sufficesAlone, sources },
        ...(version === null ? {} : { documentedFor: version }),
      }
    }),
  }
}

function consentOf({
  consentable,
  resourceSpecific,
  adminConsent,
}: AcceptedPermission): AcceptedReport['consent'] {
  if (resourceSpecific) return 'resource-specific'
  if (!consentable) return 'none'
  return adminConsent ? 'admin' : 'user'
}
