/**
 * The permission index: our own text form of Microsoft's permission tables, facts only. It is written by
 * tools/index, read by permission-index.ts, and searched in place: nothing is parsed when it is opened.
 *
 *     # why403 permission index, format 1: 917 permissions, 7273 path templates
 *     # microsoftgraph/microsoft-graph-devx-content 6cbd6bbd665a877560fdefbad74f3bdb5b57af88 2026-08-07
 *
 *     AuditLog.Read.All app id=b0afded3-… level=3 admin opens=120 work id=e4c9e354-… level=3 admin opens=118
 *     Channel.Create.Group rsc app id=65af85d7-… opens=1
 *
 *     /auditlogs/signins GET app,work *AuditLog.Read.All
 *     /users GET app *User.ReadBasic.All User.Read.All work … | POST app,work *User.ReadWrite.All …
 *
 * The header names the repository, the commit and the date of the tables that it was made of. A blank line closes the
 * header and the permissions. Lines are sorted by `compareKeys`; a line's key is
 * what stands before its first blank.
 *
 * A permission, scheme by scheme: its id (absent when unpublished, or when the two sources disagree),
 * Microsoft's privilege level 1-5, `admin` (needs an administrator's consent), `hidden`, `disabled` (an
 * app registration cannot be given it), the number of operations that it opens, and how many of those are
 * writes (absent when none is). `rsc` in front: resource-specific consent.
 *
 * A path template, method by method and scheme by scheme (schemes that accept the same are named together):
 * the permissions that are accepted, by name. `*` marks what Microsoft calls least privileged; `A+B,C` is A together with any one of B and C. The same
 * permission stands twice when it may be held in two ways. `{id}` is a key or a path; function arguments
 * are `name={value}`.
 */
export const indexFormat = 1

/** The schemes in the order, and under the words, in which a line lists them. */
export const schemeWords = {
  app: 'application',
  work: 'delegatedWork',
  personal: 'delegatedPersonal',
} as const

type SchemeWord = keyof typeof schemeWords

/** The three ways a permission can be held, in the tables' own words. */
export type Scheme = (typeof schemeWords)[SchemeWord]

/** The first words of the text. */
export const indexTitle = `# why403 permission index, format ${indexFormat}:`

/** Which permission tables were consulted. */
export interface DataSource {
  /** `microsoftgraph/microsoft-graph-devx-content` */
  readonly source: string
  readonly commit: string
  /** `2026-08-07`. */
  readonly date: string
}

export function formatSource({ source, commit, date }: DataSource): string {
  return `# ${source} ${commit} ${date}`
}

/** What the header says of its source; `unknown` where it says nothing. */
export function parseSource(header: string): DataSource {
  const [, source = 'unknown', commit = 'unknown', date = 'unknown'] =
    /^# (\S+) ([0-9a-f]{40}) (\d{4}-\d\d-\d\d)$/m.exec(header) ?? []
  return { source, commit, date }
}

export const schemes = Object.values(schemeWords)

/** How a permission may be held under one scheme. */
export interface PermissionScheme {
  readonly id: string | null
  readonly level: number | null
  readonly adminConsent: boolean
  readonly hidden: boolean
  readonly enabled: boolean
  /** Operations (a path template and a method) that accept it. */
  readonly opens: number
  /** Those of them that change something (write.ts). */
  readonly writes: number
}

export interface PermissionRecord {
  readonly name: string
  readonly resourceSpecific: boolean
  readonly schemes: Readonly<Partial<Record<Scheme, PermissionScheme>>>
}

/** One way into an operation: a permission, and what must be held with it. */
export interface Entry {
  readonly permission: string
  /** Any one of these besides; empty when none is needed. */
  readonly alsoRequires: readonly string[]
  /** Microsoft marks it as least privileged. */
  readonly least: boolean
}

/** Method to scheme to entries. */
export type PathOperations = ReadonlyMap<string, Readonly<Partial<Record<Scheme, readonly Entry[]>>>>

/**
 * The order of keys: letters without case, and `/` before everything else, so that a path's subtree
 * stands in one piece (`/a`, `/a/b`, `/a(x={value})`).
 */
export function compareKeys(a: string, b: string): number {
  const [first, second] = [sortKey(a), sortKey(b)]
  return first < second ? -1 : first > second ? 1 : 0
}

/** A key as the built-in comparison is to see it, which takes a tenth of a loop over its characters at a start. */
export function sortKey(key: string): string {
  // The Kelvin sign is the one character beyond ASCII that would become a letter of ASCII.
  return (key.includes('\u212a') ? key : key.toLowerCase()).replaceAll('/', '\u0001')
}

export function formatPermission({ name, resourceSpecific, schemes }: PermissionRecord): string {
  const words = [name]
  if (resourceSpecific) words.push('rsc')
  for (const [word, scheme] of schemeEntries()) {
    const held = schemes[scheme]
    if (held === undefined) continue
    words.push(word)
    if (held.id !== null) words.push(`id=${held.id}`)
    if (held.level !== null) words.push(`level=${held.level}`)
    if (held.adminConsent) words.push('admin')
    if (held.hidden) words.push('hidden')
    if (!held.enabled) words.push('disabled')
    words.push(`opens=${held.opens}`)
    if (held.writes > 0) words.push(`writes=${held.writes}`)
  }
  return words.join(' ')
}

export function parsePermission(line: string): PermissionRecord {
  const [name = '', ...words] = line.split(' ')
  const found: Partial<Record<Scheme, PermissionScheme>> = {}
  let scheme: { -readonly [K in keyof PermissionScheme]: PermissionScheme[K] } | null = null
  for (const word of words) {
    if (isSchemeWord(word)) {
      scheme = {
        id: null,
        level: null,
        adminConsent: false,
        hidden: false,
        enabled: true,
        opens: 0,
        writes: 0,
      }
      found[schemeWords[word]] = scheme
    } else if (scheme === null) continue
    else if (word === 'admin') scheme.adminConsent = true
    else if (word === 'hidden') scheme.hidden = true
    else if (word === 'disabled') scheme.enabled = false
    else if (word.startsWith('id=')) scheme.id = word.slice(3)
    else if (word.startsWith('level=')) scheme.level = Number(word.slice(6))
    else if (word.startsWith('opens=')) scheme.opens = Number(word.slice(6))
    else if (word.startsWith('writes=')) scheme.writes = Number(word.slice(7))
  }
  return { name, resourceSpecific: words[0] === 'rsc', schemes: found }
}

export function formatPath(template: string, operations: PathOperations): string {
  const methods = [...operations].map(([method, bySchemes]) => {
    const accepting = new Map<string, SchemeWord[]>()
    for (const [word, scheme] of schemeEntries()) {
      const entries = bySchemes[scheme]?.map(formatEntry).join(' ')
      if (entries) accepting.set(entries, [...(accepting.get(entries) ?? []), word])
    }
    return [method, ...[...accepting].map(([entries, words]) => `${words.join(',')} ${entries}`)].join(' ')
  })
  return `${template} ${methods.join(' | ')}`
}

export function formatEntry({ permission, alsoRequires, least }: Entry): string {
  return (least ? '*' : '') + permission + (alsoRequires.length > 0 ? `+${alsoRequires.join(',')}` : '')
}

/** The path template of a line and the operations on it. */
export function parsePath(line: string): { template: string; operations: PathOperations } {
  const end = line.indexOf(' ')
  const operations = new Map<string, Partial<Record<Scheme, readonly Entry[]>>>()
  for (const part of line.slice(end + 1).split(' | ')) {
    const [method = '', ...words] = part.split(' ')
    const bySchemes: Partial<Record<Scheme, Entry[]>> = {}
    let entries: Entry[] = []
    for (const word of words) {
      const named = word.split(',')
      if (named.every(isSchemeWord)) {
        entries = []
        for (const scheme of named) bySchemes[schemeWords[scheme]] = entries
      } else entries.push(parseEntry(word))
    }
    operations.set(method, bySchemes)
  }
  return { template: line.slice(0, end), operations }
}

function parseEntry(word: string): Entry {
  const least = word.startsWith('*')
  const [permission = '', companions] = word.slice(least ? 1 : 0).split('+')
  return { permission, alsoRequires: companions?.split(',') ?? [], least }
}

function schemeEntries(): [SchemeWord, Scheme][] {
  return Object.entries(schemeWords) as [SchemeWord, Scheme][]
}

function isSchemeWord(word: string): word is SchemeWord {
  return word === 'app' || word === 'work' || word === 'personal'
}
