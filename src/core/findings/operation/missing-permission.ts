import type { BrokenLink, Facts, OperationFacts } from '../../facts.ts'
import type { Fix } from '../../fixes/fix.ts'
import { appRoles } from '../../fixes/grant.ts'
import { inTables } from '../../fixes/look-up.ts'
import { besideTenantWide } from '../../fixes/narrower.ts'
import { fixesFor } from '../../fixes/registry.ts'
import type { AppRole, FixTarget } from '../../fixes/target.ts'
import type { PrincipalKind } from '../../token/principal-kind.ts'
import { isBarred } from '../barred.ts'
import { type Context, type Decision, defineFinding } from '../finding.ts'
import { type Lack, type LackWords, lackHeadline, lackOf, wordsOf } from './lacking.ts'

/** What the tenant's records say about it. */
const links: Partial<Record<BrokenLink, string>> = {
  'not-declared': 'The registration does not declare it, so consent cannot grant it.',
  'not-consented':
    'The tenant holds no grant for it: nobody has consented to it as an application permission.',
  'not-inherited':
    'Its blueprint holds a grant for it, and does not let its agents inherit what it is granted of Microsoft Graph.',
  'delegated-instead': 'The registration declares it as a delegated permission only.',
  'other-resource':
    'The registration declares permissions on Azure AD Graph, and not this one on Microsoft Graph.',
  'rsc-only': 'It is granted for a single team, chat or meeting only (resource-specific consent).',
  'consented-later': 'The tenant holds a grant for it, and this token does not carry it.',
  'no-service-principal': 'The app has no service principal in this tenant, so nothing can be granted to it.',
  disabled: 'The app is disabled in this tenant.',
}

export const missingPermission = defineFinding({
  id: 'operation/missing-permission',
  title: 'The token lacks a permission that the operation needs',
  words: {
    meaning:
      "Microsoft's permission tables and its documentation name the permissions that let an operation through, and the token holds none of them, or one without the companion that it requires.",
    causes: [
      'The permission is not declared on the registration.',
      'It is declared, and nobody has granted admin consent.',
      'It is declared as a delegated permission.',
      'It was granted after this token was issued.',
      'It was granted in another tenant, or to another app.',
    ],
    certainty:
      'Likely before the call, since the tables and the documentation are not the service. Certain once Graph has answered 403 for lack of a permission.',
    proof: 'the token beside what is listed: why403 check OPERATION --token-file FILE',
    sources: [
      'Learn: Microsoft Graph permissions reference',
      'Learn: Resolve Microsoft Graph authorization errors',
    ],
  },
  find(context) {
    const { holder, operations } = context.facts
    if (holder === null || holder.access === 'delegated') return []
    return operations
      .map(operation => lackOf(operation, context.facts))
      .filter(
        ({ operation: { verdict }, isConfirmed }) =>
          verdict === 'missing-permission' || (verdict === 'undecided' && isConfirmed),
      )
      .map(lack => decisionOf(lack, wordsOf(lack, holder), context))
  },
  say({ broken, kind, isRecorded, isGranted, isInheritanceRead, ...words }: Saying) {
    return {
      headline: lackHeadline(words),
      why:
        words.needs === null
          ? 'Neither the tables nor the documentation list one: no consent will cure it.'
          : whyOf(broken, kind, { isGranted, isInheritanceRead }),
      wouldTell: isRecorded ? "Graph's answer" : "the tenant's records",
    }
  },
})

interface Saying extends LackWords {
  /** The first broken link of the chain; null: nobody looked, or none is. */
  readonly broken: BrokenLink | null
  readonly kind: PrincipalKind
  /** The tenant's records were read. */
  readonly isRecorded: boolean
  /** They stand in the place of a token. */
  readonly isGranted: boolean
  /** What an agent inherits is among them. */
  readonly isInheritanceRead: boolean
}

function whyOf(
  broken: BrokenLink | null,
  kind: PrincipalKind,
  { isGranted, isInheritanceRead }: Pick<Saying, 'isGranted' | 'isInheritanceRead'>,
): string {
  if (isInheritanceRead && broken === 'not-consented') return ungrantedAgent
  if (isGranted && broken === 'not-consented') return ungranted[kind]
  return (broken === null ? undefined : links[broken]) ?? unread[kind]
}

/** Where the records stand in the place of a token. */
const ungranted: Record<PrincipalKind, string> = {
  registration: links['not-consented']!,
  'managed-identity':
    'The tenant holds no grant for it. A managed identity declares nothing: each permission is granted to its service principal, without a consent page.',
  'agent-identity':
    'Its own records hold no grant for it. What it may inherit from its blueprint was not read.',
  'agent-user': 'Its own records hold no grant for it. What it may inherit from its blueprint was not read.',
}

const ungrantedAgent =
  'The tenant holds a grant for it neither to the agent identity itself nor to its blueprint.'

/** Where nobody looked at the records. */
const unread: Record<PrincipalKind, string> = {
  registration:
    'One link is broken: it is not declared, not consented to, declared as delegated, granted later than this token, or granted elsewhere.',
  'managed-identity':
    'It was not granted to the managed identity, or later than this token was made: its platform keeps one for about 24 h.',
  'agent-identity':
    'It was granted neither to the agent identity nor to its blueprint, is not inherited, or was granted later than this token.',
  'agent-user':
    'It was granted neither to the agent identity nor to its blueprint, is not inherited, or was granted later than this token.',
}

function decisionOf(
  { operation, isConfirmed, named, evidence }: Lack,
  words: LackWords,
  { index, target, facts }: Context,
): Decision<Saying> {
  const { missing, broken } = operation
  // The service's own word counts for more than the tables; of several, the one that the tables recommend.
  const toAdd = named.length === 0 || missing.some(name => named.includes(name)) ? missing : named.slice(0, 1)
  const isGranted = facts.holder?.from === 'records'
  const isRecorded = isGranted || wereRead(facts)
  return {
    severity: 'error',
    certainty: isConfirmed ? 'certain' : 'likely',
    about: operation.index,
    saying: {
      ...{ ...words, broken, kind: facts.principalKind ?? 'registration', isRecorded, isGranted },
      isInheritanceRead: facts.records?.inherited !== undefined,
    },
    lookAt: isRecorded ? 'call' : 'records',
    evidence,
    fix: stepsOf(operation, isRecorded ? broken : null, toAdd, { index, target, facts }),
  }
}

/** More than anybody takes. */
const mostSteps = 4

/** Only what is still to be done, and nothing that is barred. */
function stepsOf(
  operation: OperationFacts,
  broken: BrokenLink | null,
  toAdd: readonly string[],
  { index, target, facts }: Context,
): Fix[] {
  if (toAdd.some(name => isBarred(name, facts.principalKind)))
    return besideTenantWide(operation, target, 'For')
  // Where nothing is recommended, what is listed is a union: somebody has to choose.
  const grant =
    toAdd.length === 0 && operation.requirement.schemes.application.accepted.length > 0
      ? fixesFor('look-up', target, { operations: inTables([operation]) })
      : fixOf(broken, target, appRoles(index, toAdd))
  return [...grant, ...(broken === 'consented-later' ? [] : besideTenantWide(operation, target))].slice(
    0,
    mostSteps,
  )
}

function wereRead({ records }: Facts): boolean {
  return records?.granted !== undefined && records.declared !== undefined
}

/** Only what is still to be done, where the records tell. */
function fixOf(broken: BrokenLink | null, target: FixTarget, permissions: readonly AppRole[]): Fix[] {
  if (broken === 'consented-later') return fixesFor('granted-token', target)
  if (broken === 'not-inherited') return fixesFor('inherit-permissions', target, { permissions })
  // Nobody looked: on the emulator, what its apps declare is the likeliest to be wanting.
  const isDeclared =
    target.principalKind === 'registration' &&
    (broken === 'not-consented' || (broken === null && target.emulator !== null))
  return fixesFor(isDeclared ? 'admin-consent' : 'permission', target, { permissions })
}
