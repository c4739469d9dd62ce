import { noRequirement } from '../need/least-privileged.ts'
import type {
  AcceptedPermission,
  Requirement,
  RequirementStatus,
  SchemeRequirement,
} from '../need/requirement.ts'
import type { Operation, UnreadableOperation } from '../operation/operation.ts'

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
}

export interface SchemesReport {
  readonly application: SchemeReport
  readonly delegatedWork: SchemeReport
  readonly delegatedPersonal: SchemeReport
}

export interface SchemeReport extends Omit<SchemeRequirement, 'accepted'> {
  readonly accepted: readonly AcceptedReport[]
}

export interface AcceptedReport
  extends Pick<AcceptedPermission, 'permission' | 'alsoRequires' | 'level' | 'opens' | 'sufficesAlone'> {
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
  return { method, url, path, template, version, matched, inferredFrom, status }
}

/** An app has no signed-in user: what the tables list for /me is of no use to it, and is left out. */
export function schemesReport({
  schemes: { application, delegatedWork, delegatedPersonal },
  signedInUser,
}: Pick<Requirement, 'schemes' | 'signedInUser'>): SchemesReport {
  return {
    application: schemeReport(signedInUser ? noRequirement(forUsersOnly) : application),
    delegatedWork: schemeReport(delegatedWork),
    delegatedPersonal: schemeReport(delegatedPersonal),
  }
}

const forUsersOnly =
  "/me is the signed-in user's, and an app has none: for an app, name the user in place of it."

function schemeReport({ accepted, ...rest }: SchemeRequirement): SchemeReport {
  return {
    ...rest,
    accepted: accepted.map(entry => {
      const { permission, alsoRequires, level, opens, sufficesAlone } = entry
      return { permission, alsoRequires, level, consent: consentOf(entry), opens, sufficesAlone }
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
