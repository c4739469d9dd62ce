import { cloudByAuthority, cloudByGraphHost } from '../core/clouds.ts'
import { textOf } from '../core/json.ts'
import { requirementOf } from '../core/need/requirement-of.ts'
import type { Asked, Observed, ObservedAcquisition, ToldAcquisition } from '../core/observed.ts'
import { nothingObserved } from '../core/observed.ts'
import { nameOf } from '../core/operation/name.ts'
import { readEntraRefusal } from '../core/refusal/entra.ts'
import type { PermissionIndex } from '../core/tables/permission-index.ts'
import type { CallSighting, SeenToken, Sighting, TokenSighting } from './sightings.ts'

/** Who called: the program may do so as an app, and as a user besides. */
interface Caller {
  /** The app and whether it asks for itself, whatever its tokens hold. */
  readonly who: string
  readonly clientId: string | null
  token: SeenToken | null
  acquisition: TokenSighting | null
  /** By what was asked and what came of it, the latest of each. */
  readonly calls: Map<string, CallSighting>
  /** Rises with all that is seen. */
  latest: number
}

/** More different operations are counted, and not kept. */
const mostOperations = 200

/** What was seen of a program, by who it was to Entra ID and Graph. */
export class Callers {
  readonly #index: PermissionIndex
  readonly #callers = new Map<string, Caller>()
  #count = 0
  #left = 0

  constructor(index: PermissionIndex) {
    this.#index = index
  }

  /** Exchanges with Entra ID and Graph that were understood. */
  get count(): number {
    return this.#count
  }

  /** Different operations that were too many to keep. */
  get left(): number {
    return this.#left
  }

  add(sighting: Sighting): void {
    const caller = this.#callerOf(sighting)
    caller.latest = ++this.#count
    if (sighting.kind === 'token') {
      caller.acquisition = sighting
      if (caller.calls.size === 0) caller.token = sighting.token
      // A refusal that came before is none any more.
      if (sighting.token !== null) this.#callers.delete(`${sighting.clientId} ${sighting.flow}`)
      return
    }
    caller.token = sighting.token
    const name = this.#nameOf(sighting)
    const outcome =
      sighting.call.status !== null && sighting.call.status < 400 ? 'taken' : `${sighting.call.status}`
    // What the same address is answered now stands for what it was answered before, to an older token too.
    for (const { who, calls } of this.#callers.values()) {
      if (who !== caller.who) continue
      for (const [key, { call }] of calls) {
        if (key.startsWith(`${name} `) && call.url === sighting.call.url) calls.delete(key)
      }
    }
    if (caller.calls.size >= mostOperations) this.#left++
    else caller.calls.set(`${name} ${outcome}`, sighting)
  }

  /** What a single call shows, with the token that it was made with. */
  observedOf(sighting: Sighting, asked: Partial<Asked>): Observed {
    const caller = this.#callerOf(sighting)
    const calls = sighting.kind === 'call' ? [sighting] : []
    return observedOf({ ...caller, token: sighting.token ?? caller.token }, calls, asked)
  }

  /** What each caller showed, who was refused first; of those alike, the latest first. */
  all(asked: Partial<Asked>): Observed[] {
    const gotNone = ({ acquisition }: Caller): boolean => (acquisition?.refusal ?? null) !== null
    const weight = (caller: Caller): number => {
      const isRefused = [...caller.calls.values()].some(({ call }) => (call.status ?? 400) >= 400)
      return isRefused || gotNone(caller) ? 1 : 0
    }
    return [...this.#callers.values()]
      .filter(caller => caller.calls.size > 0 || gotNone(caller))
      .toSorted((a, b) => weight(b) - weight(a) || b.latest - a.latest)
      .map(caller => observedOf(caller, [...caller.calls.values()], asked))
  }

  /** Each operation once, in the order of its first call. */
  operations(): CallSighting[] {
    const byName = new Map<string, CallSighting>()
    for (const { calls } of this.#callers.values()) {
      for (const sighting of calls.values()) byName.set(this.#nameOf(sighting), sighting)
    }
    return [...byName.values()]
  }

  #nameOf({ operation }: CallSighting): string {
    if ('unreadable' in operation) return nameOf(operation)
    const template = requirementOf(this.#index, operation).template
    return `${operation.method} ${operation.version} ${template ?? operation.path}`
  }

  #callerOf(sighting: Sighting): Caller {
    const { who, holding } = whoIs(sighting)
    const key = holding === null ? who : `${who} ${holding}`
    const clientId = sighting.kind === 'token' ? sighting.clientId : null
    const found = this.#callers.get(key) ?? {
      ...{ who, clientId, token: null, acquisition: null, calls: new Map(), latest: 0 },
    }
    this.#callers.set(key, found)
    return found
  }
}

/**
 * An app, or a user through it, with what the token holds: what is refused to one token is judged by that one. Tokens
 * that cannot be read are a caller each.
 */
function whoIs(sighting: Sighting): { readonly who: string; readonly holding: string | null } {
  const { token } = sighting
  if (token === null)
    return {
      who: sighting.kind === 'token' ? `${sighting.clientId} ${sighting.flow}` : 'nobody',
      holding: null,
    }
  if (token.read.form !== 'jwt') return { who: token.digest, holding: null }
  const { appid, azp, idtyp, aud, scp, roles } = token.read.claims
  const flow = idtyp === 'user' || scp !== undefined ? 'delegated' : 'app-only'
  return { who: `${textOf(appid) ?? textOf(azp)} ${flow}`, holding: JSON.stringify([aud, scp, roles]) }
}

function observedOf(
  { token, acquisition, clientId }: Caller,
  calls: readonly CallSighting[],
  asked: Partial<Asked>,
): Observed {
  const first = calls[0]
  const host = first === undefined ? null : new URL(first.call.url).hostname
  const authority = acquisition === null ? null : new URL(acquisition.authority).hostname
  return {
    ...nothingObserved,
    ...asked,
    asked: calls.length > 0 ? 'operations' : 'token',
    at: Math.max(acquisition?.at ?? 0, ...calls.map(({ at }) => at)),
    cloud: cloudByGraphHost(host ?? '') ?? cloudByAuthority(authority ?? ''),
    tenant: acquisition?.tenant ?? null,
    clientId,
    ...acquired(acquisition),
    token: token?.read ?? null,
    operations: calls.map(({ operation }) => operation),
    calls: calls.map(({ call }, operation) => ({ operation, ...call })),
  }
}

/** Of a request in a user's name only the refusal is told: how it is made is another subject. */
function acquired(
  acquisition: TokenSighting | null,
): { acquisition: ObservedAcquisition | ToldAcquisition | null } & Pick<Observed, 'flow'> {
  if (acquisition === null) return { acquisition: null }
  const { authority, credential, at, status, refusal, flow } = acquisition
  if (flow === 'app-only' && credential !== null)
    return { acquisition: { authority, credential, origin: 'the program', sentAt: at, status, refusal } }
  const told = refusal === null ? null : readEntraRefusal(status, refusal)
  return { acquisition: told === null ? null : { told }, flow }
}
