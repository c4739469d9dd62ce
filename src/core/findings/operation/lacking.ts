import type { Facts, HolderFacts, OperationFacts } from '../../facts.ts'
import { graphRefusalByKey } from '../../knowledge/graph-refusals.ts'
import { needsPhrase } from '../../need/phrase.ts'
import type { SchemeRequirement } from '../../need/requirement.ts'
import { nameOf } from '../../operation/name.ts'
import type { Scheme } from '../../tables/format.ts'
import type { Evidence } from '../finding.ts'

/** An operation beside what is held and does not settle it. */
export interface Lack {
  readonly operation: OperationFacts
  /** What the scheme of the token requires. */
  readonly scheme: SchemeRequirement
  /** Graph itself refused for lack of a permission. */
  readonly isConfirmed: boolean
  /** What the service asks for by name; empty where it names none. */
  readonly named: readonly string[]
  readonly evidence: readonly Evidence[]
}

/** @param facts of which the holder is known */
export function lackOf(operation: OperationFacts, { holder, token }: Pick<Facts, 'holder' | 'token'>): Lack {
  const { call, missing } = operation
  const isUser = holder?.access === 'delegated'
  const scheme = operation.requirement.schemes[schemeOf(holder)]
  const refusal = call?.sent === true ? call.refusal : null
  const named = refusal?.requiredByService ?? []
  const held = holder?.permissions ?? []
  const isRecorded = holder?.from === 'records'
  return {
    operation,
    scheme,
    isConfirmed: refusal !== null && isLackOfPermission(refusal.status, refusal.known),
    named,
    evidence: [
      {
        name: isRecorded ? 'granted' : isUser ? 'scp' : 'roles',
        expected: expectedOf(
          missing,
          scheme,
          missing.length === 0 &&
            operation.doubts.some(({ permission }) => permission === scheme.leastPrivileged),
        ),
        actual: held.length === 0 ? emptyScp(token) : held.join(', '),
        source: isRecorded ? "the tenant's records" : 'token',
      },
      ...(named.length === 0
        ? []
        : [{ name: 'wanted', expected: null, actual: named.join(', '), source: "Graph's answer" as const }]),
    ],
  }
}

/** No source lists anything for the token's scheme, and one does for an app. */
export function isForAppsOnly({ operation: { requirement }, scheme }: Lack): boolean {
  return scheme.accepted.length === 0 && requirement.schemes.application.accepted.length > 0
}

/** What the sentence on a lack is made of. */
export interface LackWords {
  readonly name: string
  /** A phrase: `one of A, B`; null: nothing that a token of this kind can hold is accepted. */
  readonly needs: string | null
  /** A clause: `the token holds none`, `none of that is granted`. */
  readonly holds: string
}

export function wordsOf({ operation: { operation }, scheme, named }: Lack, holder: HolderFacts): LackWords {
  const needs = named.length > 0 ? oneOf(named) : needsPhrase(scheme)
  return {
    name: nameOf(operation),
    needs: scheme.accepted.length === 0 ? null : needs,
    holds: holds(holder, scheme),
  }
}

/** `GET /users needs User.Read.All; the token holds none.` */
export function lackHeadline({ name, needs, holds }: LackWords): string {
  return needs === null
    ? `${name} accepts no permission that a token of this kind can hold.`
    : `${name} needs ${needs}; ${holds}.`
}

/** A scp that is there and holds no scope: "/". */
function emptyScp(token: Facts['token']): string | null {
  return token?.form === 'jwt' && token.access.access === 'delegated' && token.payload.all.scp === '/'
    ? '/ (no delegated permission)'
    : null
}

function oneOf(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `one of ${names.join(', ')}`
}

function schemeOf(holder: HolderFacts | null): Scheme {
  if (holder?.access !== 'delegated') return 'application'
  return holder.personal ? 'delegatedPersonal' : 'delegatedWork'
}

function expectedOf(
  missing: readonly string[],
  scheme: SchemeRequirement,
  isHeldInFull: boolean,
): string | null {
  if (missing.length > 0) return missing.join(' and ')
  return scheme.accepted.length === 0 || isHeldInFull ? null : needsPhrase(scheme)
}

/** Graph's answer says that a permission is lacking; a 403 whose body nobody knows says so too. */
function isLackOfPermission(status: number | null, known: string | null): boolean {
  const row = known === null ? null : graphRefusalByKey(known)
  return row === null ? status === 403 : row.kind === 'permission'
}

function holds({ from, permissions }: HolderFacts, { accepted }: SchemeRequirement): string {
  const part = accepted.some(({ permission }) => permissions.includes(permission))
  if (from === 'records') {
    if (permissions.length === 0) return 'the app is granted none'
    return part ? 'the app is granted a part of that only' : 'none of that is granted to the app'
  }
  if (permissions.length === 0) return 'the token holds none'
  return part ? 'the token holds a part of that only' : 'the token holds none of that'
}
