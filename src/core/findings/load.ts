import { type Facts, succeeded } from '../facts.ts'
import { doubtOfSignature, isSound } from '../token/standing.ts'
import type { FindingDefinition } from './finding.ts'
import type { FindingId } from './ids.ts'
import { offBy, tooYoung } from './token/clock.ts'

type GroupName = FindingId extends `${infer Name}/${string}` ? Name : never

interface Loader {
  /** Whether one of the group may see anything in these facts. */
  mayHear(facts: Facts): boolean
  load(facts: Facts): Promise<Definitions>
}

type Definitions = Readonly<Partial<Record<FindingId, FindingDefinition>>>

const loaders: Readonly<Record<GroupName, Loader>> = {
  acquire: {
    mayHear: ({ oddities, acquisition }) => oddities.length > 0 || (acquisition?.refusal ?? null) !== null,
    load: async () => (await import('./acquire/index.ts')).acquire,
  },
  token: {
    mayHear: facts =>
      (facts.token !== null || facts.clockOffset !== null || wasRefused(facts)) && !isTokenInOrder(facts),
    load: async () => (await import('./token/index.ts')).token,
  },
  consent: {
    mayHear: facts =>
      facts.records !== null ||
      wasRefused(facts) ||
      isLackingAgent(facts) ||
      (facts.token !== null && !isConsented(facts)),
    load: async () => (await import('./consent/index.ts')).consent,
  },
  workload: {
    mayHear: wasRefused,
    load: async () => (await import('./workload/index.ts')).workload,
  },
  operation: {
    mayHear: ({ operations }) => operations.length > 0,
    load: async facts => {
      if (isOnlyAsked(facts)) return (await import('./operation/asked.ts')).asked
      if (isAllAnswered(facts)) return (await import('./operation/answered.ts')).answered
      return (await import('./operation/index.ts')).operation
    },
  },
  privilege: {
    mayHear: ({ token, holder, operations, records }) =>
      (holder !== null && operations.length > 0) ||
      (token?.form === 'jwt' && token.payload.credential === 'secret') ||
      records !== null,
    load: async () => (await import('./privilege/index.ts')).privilege,
  },
}

/** The findings that may speak of these facts. The others are not read: most speak of few runs. */
export async function findingsFor(facts: Facts): Promise<FindingDefinition[]> {
  const groups = Object.values(loaders).filter(({ mayHear }) => mayHear(facts))
  const loaded = await Promise.all(groups.map(({ load }) => load(facts)))
  return loaded.flatMap(group => Object.values(group))
}

/** Nobody holds anything, and nobody called. */
function isOnlyAsked({ token, holder, operations }: Facts): boolean {
  return token === null && holder === null && operations.every(({ call }) => call === null)
}

/** All that was asked of Graph came, and nothing was held back. */
function isAllAnswered({ operations }: Facts): boolean {
  return operations.every(({ verdict, call }) => verdict === 'allowed' && succeeded(call))
}

/** What no finding about a token speaks of: it passed the checks that were wanted, by clocks that agree, and nobody refused it. */
function isTokenInOrder(facts: Facts): boolean {
  const { token, expect } = facts
  return (
    token?.form === 'jwt' &&
    (token.signature.status === 'verified' || token.signature.keys === 'not-asked') &&
    doubtOfSignature(token, facts) === null &&
    isSound(token) &&
    offBy(facts) === null &&
    tooYoung(facts) === null &&
    (expect === null || expect === token.access.access) &&
    token.payload.all.cnf === undefined &&
    !wasRefused(facts)
  )
}

function wasRefused({ operations }: Facts): boolean {
  return operations.some(({ call }) => call?.sent === true && call.refusal !== null)
}

/** What an agent lacks, it may be barred from. */
function isLackingAgent({ principalKind, operations }: Facts): boolean {
  const isAgent = principalKind === 'agent-identity' || principalKind === 'agent-user'
  return isAgent && operations.some(({ missing }) => missing.length > 0)
}

/** What no finding about consent speaks of: a token with roles, of which none was missed. */
function isConsented({ token, operations }: Facts): boolean {
  return (
    token?.form === 'jwt' &&
    (token.payload.roles?.length ?? 0) > 0 &&
    operations.every(({ broken }) => broken === null)
  )
}
