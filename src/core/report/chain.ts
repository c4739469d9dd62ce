import type { BrokenLink } from '../facts.ts'
import { counted } from '../text.ts'
import { answerLink, isRefused } from './answer-link.ts'
import { follows, type Link, link, onlyGraph } from './link.ts'
import { type Needed, neededOf } from './needed.ts'
import type { OperationReport, Report } from './report.ts'
import type { SchemeReport } from './requirement.ts'

/** The links between what an operation needs and what Graph answers, in the order in which they come about. */
export const appLinks = ['needed', 'declared', 'granted', 'held', 'answer'] as const

/** Of an app by the tenant's records: a new token would hold what is granted. */
export const recordLinks = ['needed', 'declared', 'granted', 'answer'] as const

/** Of a token with a user behind it: two locks, the scope and what that user may do. */
export const userLinks = ['needed', 'held', 'rights', 'answer'] as const

export type LinkName = (typeof appLinks)[number] | (typeof userLinks)[number]

export interface ChainRow {
  /** Position of the operation in the report. */
  readonly operation: number
  readonly needed: Needed | null
  /** As many as the chain has columns, in their order. */
  readonly links: readonly Link[]
  /** The first broken link; null: none is known to be. */
  readonly broken: LinkName | null
}

export interface Chain {
  readonly columns: readonly LinkName[]
  readonly rows: readonly ChainRow[]
}

/** Null where nothing was compared: no operation, or nothing but what each of them needs. */
export function chainOf(report: Report): Chain | null {
  const { operations, calls, token, acquisition, app } = report
  if (operations.length === 0) return null
  if (token === undefined && app === undefined && calls.length === 0 && acquisition === undefined) return null
  const columns = token?.access === 'delegated' ? userLinks : app === undefined ? appLinks : recordLinks
  const rows = operations.map((operation, at) => rowOf(operation, at, columns, report))
  return { columns, rows }
}

/** The columns that somebody looked at. */
export function seenColumns({ columns, rows }: Chain): LinkName[] {
  return columns.filter((_, column) => rows.some(({ links }) => links[column]!.state !== 'unseen'))
}

/** What is asked of a link: the operation, what the report says of it, and whether an earlier one broke. */
interface Place {
  readonly operation: OperationReport
  readonly at: number
  readonly needed: Needed | null
  readonly report: Report
  readonly isBroken: boolean
}

const makers: Readonly<Record<LinkName, (place: Place) => Link>> = {
  needed: neededLink,
  declared: declaredLink,
  granted: grantedLink,
  held: heldLink,
  rights: rightsLink,
  answer: ({ operation, at, report, isBroken }) => answerLink(operation, at, report, isBroken),
}

function rowOf(
  operation: OperationReport,
  at: number,
  columns: readonly LinkName[],
  report: Report,
): ChainRow {
  const scheme = schemeOf(operation, report)
  const needed = scheme === undefined ? null : neededOf(scheme, operation)
  const links: Link[] = []
  let broken: LinkName | null = null
  for (const column of columns) {
    const link = makers[column]({ operation, at, needed, report, isBroken: broken !== null })
    if (link.state === 'broken') broken ??= column
    links.push(link)
  }
  return { operation: at, needed, links, broken }
}

function schemeOf(operation: OperationReport, { token }: Report): SchemeReport | undefined {
  return token?.access === 'delegated' ? operation.delegatedWork : operation.application
}

function neededLink({ operation, needed, report }: Place): Link {
  const { status, verdict, inferredFrom } = operation
  if (verdict === 'delegated-only')
    return link('broken', 'No application permission', 'for signed-in users only')
  if (needed !== null) return link('start', needed.phrase, othersWords(needed))
  switch (status) {
    case 'known':
      return report.token?.access === 'delegated'
        ? link('broken', 'No scope', 'for apps only')
        : link('unseen', 'No application permission', 'for signed-in users only')
    case 'open':
      return link('start', 'No permission', 'open to everybody')
    case 'envelope':
      return link('start', 'What its requests need', 'they are answered one by one')
    case 'malformed':
      return link('broken', 'Cannot be read', inferredFrom ?? '')
    case 'not-graph':
      return link('unseen', 'Not known here', 'not a host of Microsoft Graph')
    case 'unknown-path':
      return link('unseen', 'Not listed', 'known to neither source')
    case 'unknown-method':
      return link('unseen', 'Not listed', 'the path is, but not with this method')
  }
}

/** `or one of 15 others`. */
export function othersWords({ others }: Needed): string {
  if (others === 0) return 'nothing else will do'
  return others === 1 ? 'or one other' : `or one of ${others} others`
}

const declaredBreaks: Partial<Record<BrokenLink, Link>> = {
  'not-declared': link('broken', 'Not declared', 'not in the registration'),
  'delegated-instead': link('broken', 'As delegated', 'which no app-only token carries'),
  'other-resource': link('broken', 'On another API', 'the retired Azure AD Graph'),
}

function declaredLink({ operation, needed, isBroken, report: { app } }: Place): Link {
  const { declared, broken, verdict } = operation
  const breaks = broken === undefined || isBroken ? undefined : declaredBreaks[broken]
  if (breaks !== undefined) return breaks
  if (app?.kind === 'managed-identity' || app?.kind === 'agent-identity')
    return link('beside', 'Declares nothing', 'it has no registration')
  if (declared === undefined) return isBroken || needed === null ? none : unseen
  const forApps = declared.filter(({ kind }) => kind === 'application').map(({ permission }) => permission)
  if (forApps.length > 0)
    return link('holds', 'Declared', nameOf(forApps, needed) ?? 'as application permission')
  if (declared.length > 0) return link('beside', 'As delegated', '')
  return link('beside', 'Not declared', verdict === 'allowed' ? 'a grant alone is enough' : '')
}

const grantedBreaks: Partial<Record<BrokenLink, Link>> = {
  'not-consented': link('broken', 'Not granted', 'no record in the tenant'),
  'not-inherited': link('broken', 'Not inherited', 'its blueprint keeps it'),
  'no-service-principal': link('broken', 'No service principal', 'the tenant has none of this app'),
  disabled: link('broken', 'Disabled', 'its service principal is switched off'),
}

function grantedLink({ operation, needed, isBroken, report: { app } }: Place): Link {
  const { granted, broken, verdict, doubts = [] } = operation
  const breaks = broken === undefined || isBroken ? undefined : grantedBreaks[broken]
  if (breaks !== undefined) return breaks
  if (broken === 'rsc-only') return link('unseen', 'Per team, chat or site', 'which no record shows')
  if (granted === undefined) return isBroken || needed === null ? none : unseen
  const [first] = granted
  if (first !== undefined) {
    const name = nameOf(
      granted.map(({ permission }) => permission),
      needed,
    )
    const says = first.inherited === true ? 'Inherited' : 'Granted'
    return link('holds', says, [name, sinceWords(first.since)].filter(words => words).join(', '))
  }
  if (verdict === 'allowed') return link('beside', 'No record', 'the token holds it all the same')
  if (app !== undefined && !isBroken && verdict === 'undecided')
    return link('unseen', doubts.length === 0 ? 'Not granted' : namesOf(doubts), onlyGraph)
  return link('beside', 'Not granted', isBroken ? follows : '')
}

/** `2026-11-26 01:44 UTC` of a record's time; what is no time is left out. */
function sinceWords(since: string | null): string {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(since ?? '') ?? []
  return day === undefined ? '' : `${day} ${time} UTC`
}

/** The permission that stands there, where it is not the one that is told as needed. */
function nameOf(there: readonly string[], needed: Needed | null): string | null {
  if (needed !== null && there.includes(needed.permission)) return null
  return there.join(', ')
}

function heldLink({ operation, needed, report, isBroken }: Place): Link {
  const { token, acquisition } = report
  if (token === undefined)
    return acquisition === undefined ? unseen : link('beside', 'No token', 'Entra ID issued none')
  if (token.form !== 'jwt') return link('unseen', 'Cannot be read', '')
  const { verdict, status, broken, held = [], doubts = [], certain } = operation
  const claim = token.access === 'delegated' ? 'scp' : 'roles'
  if (status === 'open' || status === 'envelope') return none
  if (verdict === undefined || verdict === 'delegated-only') return none
  if (verdict === 'wrong-host')
    return broken === 'wrong-audience'
      ? link('broken', 'For another API', token.aud ?? '')
      : link('broken', 'For another Graph', 'not for the host of this address')
  if (token.expired === true && !isBroken)
    return link('broken', 'Expired', token.exp == null ? '' : `at ${clock(token.exp.time)}`)
  switch (verdict) {
    case 'allowed':
      return held.length === 0
        ? link('beside', `Not in ${claim}`, 'Graph let it in all the same')
        : link('holds', `In ${claim}`, nameOf(held, needed) ?? '')
    case 'missing-permission': {
      if (isBroken) return link('beside', `Not in ${claim}`, follows)
      if (broken === 'consented-later')
        return link('broken', `Not in ${claim}`, 'the token is older than the grant')
      const has = holdsWords(held, (claim === 'scp' ? token.scp : token.roles) ?? [])
      return link('broken', `Not in ${claim}`, certain === false ? `${has}; likely` : has)
    }
    default: {
      return link('unseen', doubts.length === 0 ? 'Not decided' : namesOf(doubts), onlyGraph)
    }
  }
}

function namesOf(doubts: NonNullable<OperationReport['doubts']>): string {
  return `Perhaps ${[...new Set(doubts.map(({ permission }) => permission))].join(', ')}`
}

function holdsWords(bearing: readonly string[], all: readonly string[]): string {
  if (bearing.length > 0) return `holds ${bearing.join(', ')} only`
  return all.length === 0 ? 'it holds none' : `none of its ${counted(all.length, 'permission')} fits`
}

/** `2026-11-26 02:43 UTC` of an ISO time. */
function clock(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`
}

/** What the signed-in user may do stands in no token: an answer tells, or a path that names somebody else. */
function rightsLink({ at, report, isBroken, operation: { verdict } }: Place): Link {
  const call = report.calls.find(({ operation }) => operation === at)
  if (isBroken) return link('unseen', 'Not looked at', '')
  if (verdict === 'allowed' && call?.sent === true && call.status != null && call.error === undefined)
    return link('holds', 'Enough', 'as Graph answered')
  const isAnothers = report.findings.some(({ id, about }) => id === 'operation/another-user' && about === at)
  if (isAnothers)
    return link(
      isRefused(call, 403) ? 'broken' : 'unseen',
      "Another user's",
      'it must be shared with this one',
    )
  if (verdict === 'allowed' && isRefused(call, 403)) return link('unseen', 'Perhaps not enough', onlyGraph)
  return link('unseen', 'Not looked at', 'no claim shows them')
}

const none: Link = link('beside', '', '')
const unseen: Link = link('unseen', 'Not looked at', '')
