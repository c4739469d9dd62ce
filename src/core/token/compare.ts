import { memberOf } from '../json.ts'
import type { Payload } from './payload.ts'

/** What changed from the older of two tokens to the newer. */
export interface TokenChanges {
  readonly roles: Change
  readonly scp: Change
  /** Claims whose values differ, in the order of the newer token; absent from one of them: no such member. */
  readonly claims: readonly ClaimChange[]
}

export interface Change {
  readonly gained: readonly string[]
  readonly lost: readonly string[]
  readonly kept: readonly string[]
}

export interface ClaimChange {
  readonly name: string
  readonly from?: unknown
  readonly to?: unknown
}

/** Whether the first was issued after the second; false when that cannot be told. */
export function isNewer(one: Payload, other: Payload): boolean {
  return one.iat !== null && other.iat !== null && one.iat > other.iat
}

export function changesBetween(from: Payload, to: Payload): TokenChanges {
  const names = new Set([...Object.keys(to.all), ...Object.keys(from.all)])
  return {
    roles: change(from.roles ?? [], to.roles ?? []),
    scp: change(from.scp ?? [], to.scp ?? []),
    claims: [...names].flatMap(name => claimChange(name, from, to)),
  }
}

function change(from: readonly string[], to: readonly string[]): Change {
  const [before, after] = [new Set(from), new Set(to)]
  return {
    gained: [...after].filter(name => !before.has(name)),
    lost: [...before].filter(name => !after.has(name)),
    kept: [...after].filter(name => before.has(name)),
  }
}

function claimChange(name: string, from: Payload, to: Payload): ClaimChange[] {
  const [before, after] = [memberOf(from.all, name), memberOf(to.all, name)]
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  return [
    {
      name,
      ...(before === undefined ? {} : { from: before }),
      ...(after === undefined ? {} : { to: after }),
    },
  ]
}
