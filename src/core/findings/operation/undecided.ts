import type { Facts, HolderFacts, OperationFacts } from '../../facts.ts'
import type { Fix } from '../../fixes/fix.ts'
import { appRoles } from '../../fixes/grant.ts'
import { inTables } from '../../fixes/look-up.ts'
import { besideTenantWide } from '../../fixes/narrower.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { calledBy } from '../../fixes/target.ts'
import type { Doubt, DoubtReason } from '../../judge/doubts.ts'
import type { Door } from '../../judge/judge.ts'
import { nameOf } from '../../operation/name.ts'
import { type Context, type Decision, defineFinding } from '../finding.ts'
import { type Lack, type LackWords, lackHeadline, lackOf, wordsOf } from './lacking.ts'

/** What a held permission may be good for. */
const doubtWords: Record<DoubtReason, string> = {
  'documentation-alone': "Microsoft's documentation lists it, its permission tables do not",
  partial: 'it opens only a part, and what it reaches is decided elsewhere, where no token shows it',
  'one-subject': 'it is for one of several subjects that share the path, and nothing says which one is meant',
  'uncertain-companion': 'the tables list it both with and without a companion',
  'unknown-of-the-family': 'neither source says what it opens, but its name fits',
  'writes-what-is-read': 'one source alone knows the operation, and lists its reading sibling',
  'opens-the-parent': 'one source alone knows the operation, and it opens the path above',
}

/** What may let the call in although nothing that is held does. */
const doorWords: Record<Door, string> = {
  'directory-role': 'the token carries a directory role (wids), which may allow it',
  'exchange-rbac': 'Exchange may have granted it on its own (RBAC for Applications), which no token shows',
  'resource-specific-consent':
    'it may have been granted for a single team, chat or site (resource-specific consent)',
}

/** Where the tenant's records stand in the place of a token. */
const recordedDoors: Partial<Record<Door, string>> = {
  'directory-role': 'the app is in a directory role, which may allow it',
  'exchange-rbac': 'Exchange may have granted it on its own (RBAC for Applications), which no record shows',
}

export const undecided = defineFinding({
  id: 'operation/undecided',
  title: 'What the token holds does not decide it: only Graph can tell',
  words: {
    meaning:
      "Some permissions bear on an operation without deciding it: the sources disagree about them, they open only a part, or nothing says what they are for. And some doors appear in no token: Exchange's own roles, resource-specific consent, a directory role. In such cases nothing is predicted, and Graph is asked.",
    causes: [
      'The permission opens single sites, teams, apps or mailboxes, and which ones is decided elsewhere.',
      "Microsoft's tables and its documentation differ.",
      'A workload, or a directory role, may have let the app in.',
    ],
    certainty: "Likely: Graph's answer settles it.",
    proof: 'the call itself: why403 OPERATION --token-file FILE',
    sources: [
      'Learn: Microsoft Graph permissions reference',
      'Learn: Overview of Microsoft Graph permissions, limited information',
    ],
  },
  find(context) {
    const { holder, operations } = context.facts
    if (holder === null) return []
    return operations
      .filter(({ verdict, doubts, doors }) => verdict === 'undecided' && doubts.length + doors.length > 0)
      .map(operation => lackOf(operation, context.facts))
      .filter(({ isConfirmed }) => !isConfirmed)
      .map(lack => decisionOf(lack, wordsOf(lack, holder), holder, context))
  },
  say(saying: Saying) {
    const { name, needs, doubts } = saying
    const wouldTell = "Graph's answer"
    if (needs !== null && doubts.length > 0) {
      const names = [...new Set(doubts.map(({ permission }) => permission))].join(', ')
      return {
        headline: `${name}: only Graph can tell whether ${names} will do.`,
        why: whyOf(saying),
        wouldTell,
      }
    }
    return { headline: lackHeadline(saying), why: whyOf(saying), wouldTell }
  },
})

interface Saying extends LackWords {
  readonly doubts: readonly Doubt[]
  readonly doors: readonly Door[]
  /** The tenant's records stand in the place of a token. */
  readonly isRecorded: boolean
}

function whyOf({ doubts, doors, isRecorded }: Saying): string {
  return doubts.length > 0
    ? `${doubts.map(({ permission, reason }) => `${permission}: ${doubtWords[reason]}`).join('; ')}.`
    : `Only Graph can tell: ${doors.map(door => (isRecorded ? recordedDoors[door] : undefined) ?? doorWords[door]).join('; ')}.`
}

function decisionOf(
  { operation, evidence }: Lack,
  words: LackWords,
  { access, from }: HolderFacts,
  context: Context,
): Decision<Saying> {
  const { index: about, doubts, doors } = operation
  const isUser = access === 'delegated'
  return {
    severity: 'warning',
    certainty: 'likely',
    about,
    saying: { ...words, doubts, doors, isRecorded: from === 'records' },
    lookAt: 'call',
    evidence,
    fix: doubts.length > 0 ? fixOfDoubted(operation, isUser, context) : fixOfDoor(operation, isUser, context),
  }
}

/** What is held may do: its grant, or a look at all that is accepted, and never a wider permission first. */
function fixOfDoubted(facts: OperationFacts, isUser: boolean, { index, target }: Context): Fix[] {
  const { operation, doubts } = facts
  const companions = companionsOf(facts)
  if (!isUser && companions.length > 0) return grantIfRefused(companions, { index, target })
  const isSelected = doubts.some(({ permission }) => /\.Selected$/i.test(permission))
  if (!isSelected || 'unreadable' in operation)
    return fixesFor('look-up', target, { operations: inTables([facts]) })
  return fixesFor('site-grant', target, { ...calledBy(operation.path), operations: [nameOf(operation)] })
}

/**
 * What stands beside a held permission in some rows, where that is all there is to doubt; without a reader whose writing sibling
 * is held.
 */
function companionsOf({ doubts, missing, held }: OperationFacts): string[] {
  if (doubts.some(({ reason }) => reason !== 'uncertain-companion')) return []
  return missing.filter(name => !held.includes(name.replace(/\.Read(?=\.|$)/, '.ReadWrite')))
}

function grantIfRefused(
  names: readonly string[],
  { index, target }: Pick<Context, 'index' | 'target'>,
): Fix[] {
  const permissions = appRoles(index, names)
  const key = target.emulator === null ? 'permission' : 'admin-consent'
  const purpose = `If Graph refuses it: add ${names.join(' and ')}, and grant admin consent`
  return fixesFor(key, target, { permissions, purpose })
}

/** Only that door could still let it in; the permission is what is usually wanted. */
function fixOfDoor(operation: OperationFacts, isUser: boolean, { index, target, facts }: Context): Fix[] {
  const { missing } = operation
  if (missing.length === 0) return fixesFor('look-up', target, { operations: inTables([operation]) })
  if (isUser) return fixesFor('sign-in', target, { scopes: missing })
  const key = isDeclared(missing, facts) ? 'admin-consent' : 'permission'
  return [
    ...fixesFor(key, target, { permissions: appRoles(index, missing) }),
    ...besideTenantWide(operation, target),
  ]
}

/** Where nobody read the registration: the apps of the emulator mostly declare what they lack. */
function isDeclared(missing: readonly string[], { records, emulator }: Facts): boolean {
  const declared = records?.declared
  if (declared === undefined) return emulator !== null
  return missing.every(name =>
    declared.some(({ permission, kind }) => permission === name && kind === 'application'),
  )
}
