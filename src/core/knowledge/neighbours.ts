import table from '../../../data/neighbours.txt'
import { cloudByAudience, cloudNames } from '../clouds.ts'
import { withoutEnd } from '../text.ts'
import { Fragment } from './fragment.ts'
import { lazySource, type Source } from './sources.ts'
import { allRows, findRow, findRowWith, oneOf, type Row } from './table.ts'

/** A service that people meet beside Graph: a row of data/neighbours.txt. */
export interface Neighbour {
  readonly key: string
  /** As it stands in a sentence. */
  readonly name: string
  /** Audiences that stand for it, in lower case and without a slash at the end. */
  readonly forms: readonly string[]
  readonly hosts: readonly OfCloud[]
  readonly scopes: readonly OfCloud[]
  /** Where its permissions live, a sentence. */
  readonly permissions: string
  /** Words by which its answers are known. */
  readonly signs: readonly Fragment[]
  readonly source: Source
  /** What was not verified, one sentence. */
  readonly uncertain?: string
}

interface OfCloud {
  readonly cloud: NeighbourCloud
  readonly value: string
}

/** GCC uses Graph's global host, and hosts of its own elsewhere. */
export const neighbourClouds = [...cloudNames, 'gcc'] as const
export type NeighbourCloud = (typeof neighbourClouds)[number]

/** A service, met by a host of its. */
export interface NeighbourAtHost {
  readonly neighbour: Neighbour
  readonly cloud: NeighbourCloud
  /** What a token for this host is asked for with; null where none is. */
  readonly scope: string | null
}

const graph = 'graph'

let rows: readonly Neighbour[] | null = null

/** Every service that is not Graph. */
export function neighbours(): readonly Neighbour[] {
  return services().filter(({ key }) => key !== graph)
}

export function neighbourByKey(key: string): Neighbour | null {
  return neighbours().find(neighbour => neighbour.key === key) ?? null
}

/** The service that answers at a host; null for Graph's hosts and those that nobody here knows. */
export function neighbourOfHost(host: string): NeighbourAtHost | null {
  const name = bareHost(host)
  let best: { readonly neighbour: Neighbour; readonly at: OfCloud } | null = null
  for (const neighbour of neighbours()) {
    for (const at of neighbour.hosts) {
      if (fits(name, at.value) && at.value.length > (best?.at.value.length ?? 0)) best = { neighbour, at }
    }
  }
  if (best === null) return null
  const { neighbour, at } = best
  return { neighbour, cloud: at.cloud, scope: scopeFor(neighbour, at.cloud, name) }
}

/** The service that a token of this audience is for; null for Graph, and for what nobody here knows. */
export function neighbourOfAudience(audience: string): Neighbour | null {
  const found = serviceOfAudience(audience)
  return found?.key === graph ? null : found
}

/** The same, Graph among them. */
export function serviceOfAudience(audience: string): Neighbour | null {
  const wanted = withoutEnd(audience.toLowerCase(), '/')
  if (cloudByAudience(wanted) !== null) return rowOf(findRow(table, 'key', graph)!)
  // SharePoint's own token service writes `00000003-…/host@tenant`.
  const [form] = /^[\da-f-]{36}(?=\/)/.exec(wanted) ?? [wanted]
  const written = findRowWith(table, 'form', form)
  if (written !== null) return rowOf(written)
  if (!form.startsWith('https://')) return null
  const known = services().find(({ forms }) => forms.some(one => fitsForm(form, one)))
  if (known !== undefined) return known
  const host = /^https:\/\/([\da-z.-]{1,253})$/.exec(wanted)?.[1]
  const found = host === undefined ? undefined : neighbourOfHost(host)?.neighbour
  return found !== undefined && isItsHosts(found) ? found : null
}

/** What a token for a service is asked for with, where its host is not known; null where a host is needed. */
export function usualScope(neighbour: Neighbour): string | null {
  return isItsHosts(neighbour) ? null : (neighbour.scopes[0]?.value ?? null)
}

/** Whether a token of this audience is for the service at that host; where the host is the audience, for that very host. */
export function isAudienceOf({ neighbour, cloud, scope }: NeighbourAtHost, audience: string): boolean {
  if (serviceOfAudience(audience)?.key !== neighbour.key) return false
  const wanted = withoutEnd(audience.toLowerCase(), '/')
  // The audience of another cloud's, where this cloud has one of its own.
  const own = neighbour.scopes.filter(
    ({ value }) => withoutEnd(value.replace(/\.default$/, ''), '/') === wanted,
  )
  if (own.length > 0 && own.every(one => one.cloud !== cloud && one.value !== scope)) return false
  return !isItsHosts(neighbour) || !wanted.startsWith('https://') || `${wanted}/.default` === scope
}

function services(): readonly Neighbour[] {
  rows ??= allRows(table).map(rowOf)
  return rows
}

function scopeFor({ scopes }: Neighbour, cloud: NeighbourCloud, host: string): string | null {
  const scope = scopes.find(one => one.cloud === cloud) ?? scopes[0]
  return scope?.value.replace('{host}', host) ?? null
}

/** Whether the audience of a token for it is the host that is called. */
function isItsHosts({ scopes }: Neighbour): boolean {
  return scopes.some(({ value }) => value.includes('{host}'))
}

/** Whether an address is of a form such as `https://*.sharepoint.com`. */
function fitsForm(address: string, form: string): boolean {
  const host = /^https:\/\/(\*\..*)$/.exec(form)?.[1]
  return host !== undefined && fits(address.slice('https://'.length), host)
}

/** A name, or `*.` and what it ends in. */
function fits(host: string, pattern: string): boolean {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern
}

/** Without a port and the dot of the root. */
function bareHost(host: string): string {
  return withoutEnd(host.toLowerCase().replace(/:\d{1,5}$/, ''), '.')
}

function rowOf(row: Row): Neighbour {
  const uncertain = row.maybe('uncertain')
  return {
    key: row.text('key'),
    name: row.text('name'),
    forms: row.all('form'),
    hosts: row.noted('host').map(ofCloud),
    scopes: row.noted('scope').map(ofCloud),
    permissions: row.text('permissions'),
    signs: row.all('sign').map(words => new Fragment(words)),
    source: lazySource(row.text('source')),
    ...(uncertain === undefined ? {} : { uncertain }),
  }
}

function ofCloud({ note, value }: { readonly note: string | null; readonly value: string }): OfCloud {
  return { cloud: note === null ? 'global' : oneOf(note, neighbourClouds), value }
}
