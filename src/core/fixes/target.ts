import type { Cloud, CloudName } from '../clouds.ts'
import { bareCommandLine, type CommandLine } from '../command-line.ts'
import type { Facts } from '../facts.ts'
import { isGuid } from '../guid.ts'
import { takeApart } from '../operation/path.ts'
import { type EntraValues, readEntraValues } from '../refusal/entra-values.ts'
import type { PrincipalKind } from '../token/principal-kind.ts'

/** An application permission of Microsoft Graph, and the id that a grant names. */
export interface AppRole {
  readonly name: string
  readonly id: string
}

/** The app, tenant and cloud that a fix is written for. */
export interface FixTarget {
  /** Application (client) id, or `<client-id>` when none of the right shape is known. */
  readonly clientId: string
  /** Tenant id or verified domain, or `<tenant-id>`. */
  readonly tenant: string
  /** Object id of the app's service principal; null where neither token nor records tell. */
  readonly servicePrincipal: string | null
  /** Object id of Microsoft Graph's service principal in the tenant; null where it was not read. */
  readonly graphPrincipal: string | null
  /** What asks; taken for a registration where nothing tells. */
  readonly principalKind: PrincipalKind
  /** What an agent identity is made from; null: it is none, or its blueprint is not known. */
  readonly blueprint: Blueprint | null
  readonly cloud: Cloud
  /** Origin of the emulator; null for the real thing. */
  readonly emulator: string | null
  /** The user's own command line, which the last step repeats, and the shell that all steps are written for. */
  readonly line: CommandLine
}

/** Of the blueprint of an agent identity. */
export interface Blueprint {
  /** Application (client) id. */
  readonly clientId: string
  /** Object ids; null: not read. */
  readonly servicePrincipal: string | null
  readonly application: string | null
}

/** The built-in tenant. */
export type EmulatorTarget = FixTarget & { readonly emulator: string }

/** What is known of the case at hand. Foreign values stand as they came, and are checked where they enter a command. */
export interface Known {
  /** What Entra ID's own text named. */
  readonly named: EntraValues
  /** The user or mailbox in the path of the call. */
  readonly user: string | null
  /** The site in its path. */
  readonly site: string | null
  /** Operations to look up, as `GET /users/{id}`. */
  readonly operations: readonly string[]
  /** A path template that the tables have. */
  readonly nearest: string | null
  /** App roles to ask for: the service's own list, else the tables' recommendation. */
  readonly permissions: readonly AppRole[]
  /** Delegated permissions to ask for. */
  readonly scopes: readonly string[]
  /** A role to give: a directory role by its template id, or one of Exchange by its name; null: none is meant. */
  readonly role: string | null
  /** A cloud to ask in; null: none is meant. */
  readonly cloud: CloudName | null
  /** The token's version, `ver`. */
  readonly version: string | null
  /** The page that tells how. */
  readonly page: string | null
  /** What the first step is for, in the words of whoever asks; null: in its own. */
  readonly purpose: string | null
}

export const nothingKnown: Known = {
  named: readEntraValues(''),
  user: null,
  site: null,
  operations: [],
  nearest: null,
  permissions: [],
  scopes: [],
  role: null,
  cloud: null,
  version: null,
  page: null,
  purpose: null,
}

/** The user or site that a path is about: `/users/ID/…`, `/sites/ID/…`. */
export function calledBy(path: string | null): Pick<Known, 'user' | 'site'> {
  const named = (collection: string): string | null =>
    path === null ? null : (new RegExp(`^/${collection}/([^/]+)`, 'i').exec(path)?.[1] ?? null)
  return { user: decoded(named('users')), site: named('sites') }
}

/** As a command takes it: whoever pastes an address may have `ada%40contoso.example` in it. */
function decoded(segment: string | null): string | null {
  const [step] = segment === null ? [] : takeApart(`/${segment}`)
  return step?.kind === 'name' ? step.text : segment
}

/**
 * The target of a fix: what is configured, else what the token says. A value enters a command or a link
 * only in its own shape; anything else becomes a placeholder in angle brackets.
 */
export function fixTarget(facts: Facts, fallback: Cloud): FixTarget {
  const token = facts.token?.form === 'jwt' ? facts.token : null
  const payload = token?.payload
  // The oid of a delegated token is the user's. An agent identity is one object, with one id.
  const own = isAgent(facts.principalKind)
    ? payload?.appid
    : token?.access.access === 'app-only'
      ? payload?.oid
      : null
  const named = targetOf({
    clientId: payload?.appid ?? facts.clientId,
    tenant: shaped(isGuid, payload?.tid, null) ?? facts.tenant,
    cloud: facts.cloud ?? fallback,
  })
  return {
    ...named,
    servicePrincipal: shaped(isGuid, facts.records?.servicePrincipal?.id, shaped(isGuid, own, null)),
    graphPrincipal: shaped(isGuid, facts.records?.graphPrincipal, null),
    principalKind: facts.principalKind ?? 'registration',
    blueprint: blueprintOf(facts),
    emulator: facts.emulator,
    line: facts.line,
  }
}

function blueprintOf({ records }: Facts): Blueprint | null {
  const clientId = shaped(isGuid, records?.blueprint?.clientId, null)
  if (clientId === null) return null
  return {
    clientId,
    servicePrincipal: shaped(isGuid, records?.blueprint?.servicePrincipal, null),
    application: shaped(isGuid, records?.blueprint?.application, null),
  }
}

export function isAgent(kind: PrincipalKind | null): boolean {
  return kind === 'agent-identity' || kind === 'agent-user'
}

/** The target that foreign values name, each checked for its shape. */
export function targetOf(named: {
  readonly clientId: string | null
  readonly tenant: string | null
  readonly cloud: Cloud
  readonly line?: CommandLine
}): FixTarget {
  return {
    clientId: shaped(isGuid, named.clientId, '<client-id>'),
    tenant: tenantOf(named.tenant),
    servicePrincipal: null,
    graphPrincipal: null,
    principalKind: 'registration',
    blueprint: null,
    cloud: named.cloud,
    emulator: null,
    line: named.line ?? bareCommandLine,
  }
}

function tenantOf(configured: string | null): string {
  return shaped(isGuid, configured, null) ?? shaped(isDomain, configured, '<tenant-id>')
}

function isDomain(text: string): boolean {
  return /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i.test(text)
}

function shaped<Otherwise>(
  hasShape: (text: string) => boolean,
  value: string | null | undefined,
  otherwise: Otherwise,
): string | Otherwise {
  return value !== null && value !== undefined && hasShape(value) ? value : otherwise
}

/** A value that has its shape, or the placeholder in its place. */
export function matching(shape: RegExp, value: string | null, placeholder: string): string {
  return shaped(text => shape.test(text), value, placeholder)
}

export function guidOr(value: string | null, placeholder: string): string {
  return shaped(isGuid, value, placeholder)
}

/** An issuer of tokens by its address; of the emulator's, one on this machine. */
export function issuerOr(value: string | null, placeholder = '<issuer>'): string {
  return matching(/^(?:https:\/\/|http:\/\/127\.0\.0\.1:\d{1,5}\/)[\w./~-]{1,300}$/, value, placeholder)
}

/** A mailbox or user by sign-in name or object id. */
export function userOr(value: string | null, placeholder = '<user>'): string {
  return isGuid(value) ? value : matching(/^[\w.+'-]{1,64}@[\w.-]{1,253}$/, value, placeholder)
}
