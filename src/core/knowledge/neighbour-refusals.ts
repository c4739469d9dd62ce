import table from '../../../data/neighbour-refusals.txt'
import { clouds } from '../clouds.ts'
import { type FixKey, fixKeys } from '../fixes/keys.ts'
import { Fragment, type Place } from './fragment.ts'
import { neighbours } from './neighbours.ts'
import { lazySource, type Source } from './sources.ts'
import { allRows, findRow, oneOf, type Row } from './table.ts'

/**
 * What is known of one refusal that is not Graph's: of another service, of a library that checks tokens, or of one that
 * fetches them. A row of data/neighbour-refusals.txt.
 */
export interface NeighbourRefusalRow {
  /** Stable name; `why403 explain neighbour/KEY`, or `library/KEY`, takes it. */
  readonly key: string
  /** A key of `neighbours`, or of `libraries`. */
  readonly who: string
  /** Absent: any. */
  readonly status?: number
  /** Words of the request's address, in lower case; null: any request. */
  readonly at: string | null
  readonly signs: readonly Words[]
  readonly codes: readonly Words[]
  readonly texts: readonly Words[]
  /** The texts count wherever they stand near the way to Entra ID or Graph. */
  readonly isOfWay: boolean
  readonly unless: readonly Words[]
  /** It stands although a refusal of Entra ID follows from it. */
  readonly beforeEntra: boolean
  readonly meaning: string
  readonly causes: readonly string[]
  readonly fix: FixKey | null
  /** A sentence; null where a fix is the step. */
  readonly next: string | null
  readonly source: Source
  readonly uncertain?: string
}

interface Words {
  readonly words: string
  readonly fragment: Fragment
}

/** When it fails: while a token is fetched, when one is checked by the API that it was sent to, or on the way. */
export type Stage = 'credential' | 'validation' | 'transport'

/** Libraries and tools, by the names that the table calls them. */
export const libraries = {
  identitymodel: { name: 'Microsoft.IdentityModel', stage: 'validation' },
  'identity-web': { name: 'Microsoft.Identity.Web', stage: 'validation' },
  aspnet: { name: 'ASP.NET Core', stage: 'validation' },
  'spring-security': { name: 'Spring Security', stage: 'validation' },
  jose: { name: 'jose', stage: 'validation' },
  jsonwebtoken: { name: 'jsonwebtoken', stage: 'validation' },
  'openid-client': { name: 'openid-client', stage: 'validation' },
  pyjwt: { name: 'PyJWT or python-jose', stage: 'validation' },
  'python-jose': { name: 'python-jose', stage: 'validation' },
  'go-oidc': { name: 'go-oidc', stage: 'validation' },
  envoy: { name: 'Envoy or Istio', stage: 'validation' },
  'identity-web-client': { name: 'Microsoft.Identity.Web', stage: 'credential' },
  'azure-identity': { name: 'Azure Identity', stage: 'credential' },
  msal: { name: 'MSAL', stage: 'credential' },
  'azure-cli': { name: 'the Azure CLI', stage: 'credential' },
  powershell: { name: 'Microsoft Graph PowerShell', stage: 'credential' },
  'windows-certificates': { name: 'the certificate store', stage: 'credential' },
  terraform: { name: 'Terraform', stage: 'credential' },
  'github-actions': { name: 'GitHub Actions', stage: 'credential' },
  kubernetes: { name: 'Kubernetes', stage: 'credential' },
  network: { name: 'the network', stage: 'transport' },
} as const satisfies Record<string, { readonly name: string; readonly stage: Stage }>

export type LibraryKey = keyof typeof libraries

const libraryKeys = new Map(Object.entries(libraries)) as ReadonlyMap<string, { name: string; stage: Stage }>

/** The library of that name; null where it is a service, or nothing. */
export function libraryByKey(key: string): { readonly name: string; readonly stage: Stage } | null {
  return libraryKeys.get(key) ?? null
}

let rows: readonly NeighbourRefusalRow[] | null = null

/** Every row, in the order in which they are tried. */
export function neighbourRefusals(): readonly NeighbourRefusalRow[] {
  rows ??= allRows(table).map(rowOf)
  return rows
}

/** `neighbour/key-vault-audience`, `library/idx-audience`. */
export function idOfRow({ key, who }: NeighbourRefusalRow): string {
  return `${libraryByKey(who) === null ? 'neighbour' : 'library'}/${key}`
}

export function neighbourRefusalByKey(key: string): NeighbourRefusalRow | null {
  const row = findRow(table, 'key', key)
  return row === null ? null : rowOf(row)
}

/** What of a text the rows look at, all in lower case. */
export interface Told {
  readonly text: string
  readonly status: number | null
  /** The address of the request; empty where nothing tells. */
  readonly url: string
}

/** Where a row's own words stand, whoever is thought to answer; null where they do not. */
export function signOf(row: NeighbourRefusalRow, told: Told): Place | null {
  if (!fitsRequest(row, told)) return null
  return firstOf(row.signs, told.text) ?? (row.isOfWay ? nearWay(row.texts, told.text) : null)
}

/** Whether words that tell it alone may be found in some piece of a text of lower case; a quick look that may err so. */
export function mayStandIn({ signs, texts, isOfWay }: NeighbourRefusalRow, text: string): boolean {
  return [...signs, ...(isOfWay ? texts : [])].some(({ fragment }) => fragment.mayStandIn(text))
}

/** What stands farther away belongs to something else. In characters. */
const reach = 600
/** What is nearer in front is told with it. */
const told = 300

function nearWay(texts: readonly Words[], text: string): Place | null {
  for (const { fragment } of texts) {
    for (const { start, end } of fragment.places(text)) {
      const from = Math.max(0, start - reach)
      const found = way.exec(text.slice(from, end + reach))
      if (found === null) continue
      const named = from + found.index
      return { start: named < start && start - named < told ? named : start, end }
    }
  }
  return null
}

/** Who is on the way to Graph, in lower case: hosts, and what asks for tokens. */
const way = new RegExp(
  [
    ...clouds.flatMap(({ authorities, graph }) => [...authorities, graph]).map(escaped),
    ...['\\b\\w{1,40}credentials?\\b', '\\bmsal', 'clientautherror', 'acquire_?token', 'azure[._-]?identity'],
    ...[
      'connect-(?:mggraph|azaccount|pnponline|exchangeonline|azuread)',
      'microsoft\\.graph',
      'msgraph',
      '\\baadsts',
    ],
  ].join('|'),
)

function escaped(host: string): string {
  return host.replaceAll('.', '\\.')
}

/**
 * Where a row describes what a service said that is known to be its; null where it does not. A row of a status alone
 * stands at the beginning.
 */
export function describes(row: NeighbourRefusalRow, told: Told): Place | null {
  if (!fitsRequest(row, told)) return null
  const sign = firstOf(row.signs, told.text)
  if (sign !== null) return sign
  const code = firstOf(row.codes, told.text)
  const text = firstOf(row.texts, told.text)
  if (row.codes.length > 0 && code === null) return null
  if (row.texts.length > 0 && text === null) return null
  const isOfStatus = row.signs.length === 0 && row.status !== undefined && told.status !== null
  return code ?? text ?? (isOfStatus ? { start: 0, end: 0 } : null)
}

function fitsRequest(row: NeighbourRefusalRow, told: Told): boolean {
  if (row.status !== undefined && told.status !== null && row.status !== told.status) return false
  if (row.at !== null && !told.url.includes(row.at)) return false
  return row.unless.length === 0 || firstOf(row.unless, told.text) === null
}

function firstOf(all: readonly Words[], text: string): Place | null {
  for (const { fragment } of all) {
    const place = fragment.in(text)
    if (place !== null) return place
  }
  return null
}

function rowOf(row: Row): NeighbourRefusalRow {
  const [status, uncertain] = [row.maybe('status'), row.maybe('uncertain')]
  const words = (name: string): Words[] =>
    row
      .all(name)
      .flatMap(eachPrivate)
      .map(text => ({ words: text, fragment: new Fragment(text) }))
  return {
    key: row.text('key'),
    who: oneOf(row.text('who'), [...neighbours().map(({ key }) => key), ...libraryKeys.keys()]),
    ...(status === undefined ? {} : { status: Number(status) }),
    at: row.maybe('at') ?? null,
    signs: words('sign'),
    codes: words('code'),
    texts: words('text'),
    isOfWay: row.maybeMember('near', ['way']) !== undefined,
    unless: words('unless'),
    beforeEntra: row.maybeMember('before', ['entra']) !== undefined,
    meaning: row.text('meaning'),
    causes: row.all('cause'),
    fix: row.maybeMember('fix', fixKeys) ?? null,
    next: row.maybe('next') ?? null,
    source: lazySource(row.text('source')),
    ...(uncertain === undefined ? {} : { uncertain }),
  }
}

/** How private addresses begin: RFC 1918, and the machine's own. */
const privates = [
  ...['10.', '192.168.', '172.16.', '172.17.', '172.18.', '172.19.', '172.2#.', '172.30.', '172.31.'],
  ...['127.0.0.', '::1', '[::1]', 'localhost'],
]

function eachPrivate(words: string): string[] {
  return words.includes('{private}') ? privates.map(begin => words.replace('{private}', begin)) : [words]
}
