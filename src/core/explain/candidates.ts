import type { CommandLine } from '../command-line.ts'
import type { FindingId } from '../findings/ids.ts'
import { findingById } from '../findings/index.ts'
import { commandFor } from '../fixes/commands.ts'
import { namedIn } from '../judge/gates.ts'
import { gatesAt } from '../knowledge/gates.ts'
import type { Requirement } from '../need/requirement.ts'
import { nameOf } from '../operation/name.ts'
import type { Operation, UnreadableOperation } from '../operation/operation.ts'
import type { TokenKind } from '../token/kind.ts'
import type { Candidate } from './explanation.ts'

/** What came with a refusal. */
export interface Circumstances {
  /** The shell, and nothing else that was typed. */
  readonly line: CommandLine
  /** Findings that are decided: by what came with the refusal they were made, or are none. */
  readonly decided: (id: FindingId) => boolean
  /** Of the token; null where there is none. */
  readonly clientId: string | null
  readonly tenant: string | null
  /** Whose token it was; null where nothing tells. */
  readonly flow: TokenKind | null
  /** Calls that Graph answered, each with its status. */
  readonly answered: readonly (readonly [operation: Operation | UnreadableOperation, status: number])[]
}

/** What was asked for, and what it requires. */
export interface Asked {
  readonly operation: Operation
  readonly requirement: Requirement
}

/** A candidate needs to say how it is proved: findings that do not are none. */
export function candidatesOf(ids: readonly FindingId[]): Candidate[] {
  return ids.flatMap(id => {
    const { title, words } = findingById(id)
    return words.proof === undefined ? [] : [{ id, title, wouldTell: words.proof }]
  })
}

/** More than anybody goes through. */
const most = 4

interface Refused {
  /** Null where the text does not tell. */
  readonly asked: Asked | null
  /** It may be for want of a permission. */
  readonly isOfPermission: boolean
  /** Permissions that the service wanted or saw. */
  readonly named: readonly string[]
  readonly circumstances: Circumstances
}

/**
 * What a refusal may be, the best supported first: an operation that is closed to apps, a gate that the operation has, what
 * the answer is known to be a sign of. What is decided already is left out, and each names the command that would tell.
 */
export function ranked(
  candidates: readonly Candidate[],
  { asked, isOfPermission, named, circumstances }: Refused,
): Candidate[] {
  const ofOperation =
    asked === null || !isOfPermission ? [] : [...usersOnly(asked, circumstances), ...gatesOf(asked, named)]
  return [...ofOperation, ...candidates]
    .filter(
      ({ id }, at, all) =>
        all.findIndex(other => other.id === id) === at && (isGate(id) || !circumstances.decided(id)),
    )
    .slice(0, most)
    .map(candidate => withCommand(candidate, commandOf(candidate.id, asked, circumstances)))
}

/** An app can call nothing there: for want of any permission that it could hold, or of a user. */
export function isForUsersOnly({ requirement: { status, signedInUser, schemes } }: Asked): boolean {
  return signedInUser || (status === 'known' && schemes.application.accepted.length === 0)
}

function usersOnly(asked: Asked, { flow }: Circumstances): Candidate[] {
  return flow !== 'delegated' && isForUsersOnly(asked) ? candidatesOf(['operation/delegated-only']) : []
}

/**
 * The gates that the operation has. Whose the token was, a paste does not tell, so that those of users count as well; such
 * as meet one permission alone count where the service names that.
 */
function gatesOf(
  { operation: { method, query }, requirement: { template } }: Asked,
  named: readonly string[],
): Candidate[] {
  if (template === null) return []
  const gates = gatesAt(template, method === 'HEAD' ? 'GET' : method).filter(
    ({ silent, properties, with: by }) =>
      !silent &&
      (by === null || named.some(name => by.exec(name) !== null)) &&
      (properties === null || (properties.in === 'query' && namedIn(query, properties.names).length > 0)),
  )
  return gates.slice(0, 2).map(({ key, needs, tell }) => ({
    id: `gate/${key}` as const,
    title: `Besides the permission: ${needs}`,
    wouldTell: tell,
  }))
}

function isGate(id: Candidate['id']): id is `gate/${string}` {
  return id.startsWith('gate/')
}

/** How why403 itself can look: at the token, or at the tenant's records. */
type Look = 'token' | 'check' | 'needs' | 'records'

const looks: Partial<Record<FindingId, Look>> = {
  'token/expired': 'token',
  'token/wrong-audience': 'token',
  'consent/missing-admin-consent': 'token',
  'workload/sharepoint-refuses-secret': 'token',
  'operation/missing-permission': 'check',
  'operation/missing-scope': 'check',
  'workload/directory-role-missing': 'check',
  'operation/delegated-only': 'needs',
  'consent/stale-token': 'records',
  'consent/not-declared': 'records',
  'consent/delegated-instead-of-application': 'records',
  'consent/declared-on-other-api': 'records',
}

/** A command that can be run takes the place of the words that outline it. */
function withCommand(candidate: Candidate, wouldTellBy: string | null): Candidate {
  if (wouldTellBy === null) return candidate
  const wouldTell = candidate.wouldTell.replace(/: why403 [^;,()]*| \(why403 [^)]*\)|; why403 .*/g, '')
  return { ...candidate, wouldTell, wouldTellBy }
}

/** The command that would tell; null where it takes another program, or an operation that is not told. */
function commandOf(
  id: Candidate['id'],
  asked: Asked | null,
  { line, clientId }: Circumstances,
): string | null {
  const look = isGate(id) ? undefined : looks[id]
  if (look === undefined) return null
  const words = wordsOf(look, asked === null ? null : nameOf(asked.operation), clientId ?? '<client-id>')
  return words === null ? null : commandFor({ line }, 'why403', ...words)
}

function wordsOf(look: Look, operation: string | null, app: string): string[] | null {
  switch (look) {
    case 'token':
      return ['inspect', 'token.txt']
    case 'check':
      return operation === null ? null : ['check', operation, '--token-file', 'token.txt']
    case 'needs':
      return operation === null ? null : ['permissions', operation]
    case 'records':
      return operation === null ? null : ['check', operation, '--app', app]
  }
}
