/**
 * The permission index: our own text form of two sources, facts only: Microsoft's permission tables, and its
 * documentation. It is written by tools/index, read by permission-index.ts, and searched in place: nothing is parsed
 * when it is opened.
 *
 *     # why403 permission index, format 2: 1054 permissions, 8188 path templates, 6172 cmdlets
 *     # tables microsoftgraph/microsoft-graph-devx-content 6cbd6bbd665a877560fdefbad74f3bdb5b57af88 2026-08-07
 *     # documentation merill/graph-permissions-explorer ff30a7f 2026-08-22
 *
 *     AuditLog.Read.All app id=b0afded3-… level=3 admin opens=120 work id=e4c9e354-… level=3 admin opens=118
 *     Channel.Create.Group rsc app tables id=65af85d7-… opens=1
 *
 *     /auditlogs/signins GET @signin-list app,work *AuditLog.Read.All
 *     /users GET @user-list app,work Directory.Read.All <User.Export.All app *User.ReadBasic.All work … | POST @…
 *
 *     app,work Mail.Read Mail.ReadWrite : Get-Mg[Beta]UserMessage Get-MgUserMailFolder
 *
 * The header names the sources: repository, commit and date. A blank line closes the header, the permissions and the
 * paths. The lines of the first two parts are sorted by `compareKeys`; a line's key is what stands before its first blank.
 *
 * A permission, scheme by scheme: `tables` or `docs` where only one source knows that form of it (`docs` alone: no form is known), its id (absent when
 * unpublished, or when the sources disagree), Microsoft's privilege level 1-5, `admin` (needs an administrator's consent),
 * `hidden`, `disabled` (an app registration cannot be given it), the number of operations that it opens, and how many of
 * those are writes (absent when none is). `rsc` in front: resource-specific consent.
 *
 * A path template, method by method. `@` names the page of the documentation that describes the operation: without
 * one, only the tables know it; `docs`: only the documentation does. `v1.0` or `beta`: it is documented for that version
 * alone. `=GET`: what that method of the line accepts. `#date:source`: a correction of ours (data/corrections.txt). Then sets of schemes, each with the permissions that
 * are accepted under just these, by name, by every source that knows the operation. Before a name: `<` the tables alone
 * list it, `>` the documentation alone, `!` a correction adds it, `-` a correction withdraws it; then `*` for
 * what the tables mark as least privileged. Behind it: `A+B,C` is A together with any one of B and C, `@beta` that the
 * documentation lists it for that version alone. The same permission stands twice when it may be held in two
 * ways. `{id}` is a key or a path; function arguments are `name={value}`.
 *
 * A cmdlet of the Microsoft Graph PowerShell SDK stands behind the permissions that its page lists, as a union over its
 * forms: no path is known. `[Beta]`: the cmdlet of the beta module has the same.
 */
export const indexFormat = 2

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

/** Who says what the index holds: Microsoft's permission tables, its documentation, and our corrections of both. */
export const sources = ['tables', 'documentation', 'correction'] as const
export type Source = (typeof sources)[number]

/** The versions of Graph that the documentation tells apart. */
export const versions = ['v1.0', 'beta'] as const
export type Version = (typeof versions)[number]

/** The sources of an index: where the tables were taken from, and the documentation. */
export interface DataSources extends DataSource {
  readonly documentation?: DataSource
}

/** Where a source was taken from. */
export interface DataSource {
  /** `microsoftgraph/microsoft-graph-devx-content` */
  readonly source: string
  readonly commit: string
  /** `2026-08-07`. */
  readonly date: string
}

export function formatSource(name: Source, { source, commit, date }: DataSource): string {
  return `# ${name} ${source} ${commit} ${date}`
}

/** What the header says of a source; `unknown` where it says nothing. */
export function parseSource(header: string, name: Source): DataSource {
  const line = header.split('\n').find(line => line.startsWith(`# ${name} `)) ?? ''
  const [, source = 'unknown', commit = 'unknown', date = 'unknown'] =
    /^# \w+ (\S+) ([0-9a-f]{7,40}) (\d{4}-\d\d-\d\d)$/.exec(line) ?? []
  return { source, commit, date }
}

export const schemes = Object.values(schemeWords)

/** How a permission may be held under one scheme. */
export interface PermissionScheme {
  /** Who knows this form of it. */
  readonly sources: readonly Source[]
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
  /** The tables mark it as least privileged. */
  readonly least: boolean
  /** Who lists it. */
  readonly sources: readonly Source[]
  /** The one version that the documentation lists it for, of an operation that it has for both; null otherwise. */
  readonly version: Version | null
  /** A correction says that it is accepted no more; `sources` is who still lists it. */
  readonly withdrawn: boolean
}

/** A correction of ours: since when, and the short name of the page that it is known from (data/sources.txt). */
export interface Correction {
  readonly since: string
  readonly source: string
}

/** What the sources say of a method on a path. */
export interface ListedOperation {
  /** Who knows it: the tables, the documentation, or both. */
  readonly sources: readonly Source[]
  /** The versions it is documented for; none where the documentation does not know it. */
  readonly versions: readonly Version[]
  /** The name of its page, `https://learn.microsoft.com/graph/api/NAME`; null where the documentation does not know it. */
  readonly page: string | null
  readonly corrections: readonly Correction[]
  readonly schemes: Readonly<Partial<Record<Scheme, readonly Entry[]>>>
}

/** By method. */
export type PathOperations = ReadonlyMap<string, ListedOperation>

/** A PowerShell cmdlet, and the permissions that its page lists, by scheme; the forms of a cmdlet are not told apart. */
export interface Cmdlet {
  readonly name: string
  readonly application: readonly string[]
  readonly delegated: readonly string[]
}

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
    const [only, ...others] = held.sources
    if (only !== undefined && others.length === 0) words.push(sourceWords.get(only) ?? only)
    if (held.id !== null) words.push(`id=${held.id}`)
    if (held.level !== null) words.push(`level=${held.level}`)
    if (held.adminConsent) words.push('admin')
    if (held.hidden) words.push('hidden')
    if (!held.enabled) words.push('disabled')
    words.push(`opens=${held.opens}`)
    if (held.writes > 0) words.push(`writes=${held.writes}`)
  }
  // Named by the documentation, and no form of it: a line is never a key alone.
  if (words.length === 1) words.push('docs')
  return words.join(' ')
}

export function parsePermission(line: string): PermissionRecord {
  const [name = '', ...words] = line.split(' ')
  const found: Partial<Record<Scheme, PermissionScheme>> = {}
  let scheme: { -readonly [K in keyof PermissionScheme]: PermissionScheme[K] } | null = null
  for (const word of words) {
    if (isSchemeWord(word)) {
      scheme = {
        sources: bothSources,
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
    else if (word === 'tables') scheme.sources = ['tables']
    else if (word === 'docs') scheme.sources = ['documentation']
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
  const written = new Map<string, string>()
  const methods = [...operations].map(([method, operation]) => {
    const entries = entryWords(operation).join(' ')
    const key = `${operation.sources.join()} ${entries}`
    const twin = written.get(key)
    if (twin === undefined) written.set(key, method)
    const body = entries === '' ? [] : [twin === undefined ? entries : `=${twin}`]
    return [method, ...headWords(operation), ...body].join(' ')
  })
  return `${template} ${methods.join(' | ')}`
}

function headWords({ sources, versions, page, corrections }: ListedOperation): string[] {
  return [
    ...(page === null ? [] : [`@${page}`]),
    ...(sources.includes('tables') ? [] : ['docs']),
    ...(versions.length === 1 ? versions : []),
    ...corrections.map(({ since, source }) => `#${since}:${source}`),
  ]
}

/** The sets of schemes, the most first, each with what is accepted under just these. */
function entryWords({ sources, schemes }: ListedOperation): string[] {
  const accepting = new Map<string, SchemeWord[]>()
  for (const [word, scheme] of schemeEntries())
    for (const entry of schemes[scheme] ?? []) {
      const written = formatEntry(entry, sources)
      accepting.set(written, [...(accepting.get(written) ?? []), word])
    }
  const sets = new Map<string, string[]>()
  for (const [entry, words] of accepting) {
    const set = words.join(',')
    sets.set(set, [...(sets.get(set) ?? []), entry])
  }
  return [...sets]
    .sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1))
    .flatMap(([set, entries]) => [set, ...entries])
}

/**
 * An entry as it is written.
 *
 * @param known who knows its operation
 */
export function formatEntry(
  { permission, alsoRequires, least, sources, version, withdrawn }: Entry,
  known: readonly Source[],
): string {
  const witness = withdrawn
    ? '-'
    : sources.includes('correction')
      ? '!'
      : sources.length < known.length
        ? sources[0] === 'tables'
          ? '<'
          : '>'
        : ''
  return [
    witness,
    least ? '*' : '',
    permission,
    alsoRequires.length > 0 ? `+${alsoRequires.join(',')}` : '',
    version === null ? '' : `@${version}`,
  ].join('')
}

/** The path template of a line and the operations on it. */
export function parsePath(line: string): { template: string; operations: PathOperations } {
  const end = line.indexOf(' ')
  const operations = new Map<string, ListedOperation>()
  for (const part of line.slice(end + 1).split(' | ')) {
    const [method = '', ...words] = part.split(' ')
    operations.set(method, parseOperation(words, operations))
  }
  return { template: line.slice(0, end), operations }
}

function parseOperation(words: readonly string[], before: PathOperations): ListedOperation {
  let bySchemes: Partial<Record<Scheme, readonly Entry[]>> = {}
  const corrections: Correction[] = []
  let page: string | null = null
  let known: readonly Source[] = onlyTables
  let documented: readonly Version[] = noVersions
  let accepting: Entry[][] | null = null
  for (const word of words) {
    if (accepting === null) {
      if (word.startsWith('@')) {
        page = word.slice(1)
        known = bothSources
        documented = versions
        continue
      }
      if (word.startsWith('=')) {
        bySchemes = { ...before.get(word.slice(1))?.schemes }
        continue
      }
      if (word === 'docs') {
        known = onlyDocumentation
        continue
      }
      if (word === 'v1.0' || word === 'beta') {
        documented = [word]
        continue
      }
      if (word.startsWith('#')) {
        const [since = '', source = ''] = word.slice(1).split(':')
        corrections.push({ since, source })
        continue
      }
    }
    const named = word.split(',')
    if (named.every(isSchemeWord)) {
      accepting = named.map(scheme => {
        const entries = [...(bySchemes[schemeWords[scheme]] ?? [])]
        bySchemes[schemeWords[scheme]] = entries
        return entries
      })
    } else {
      const entry = parseEntry(word, known)
      for (const entries of accepting ?? []) entries.push(entry)
    }
  }
  return { sources: known, versions: documented, page, corrections, schemes: bySchemes }
}

const onlyTables: readonly Source[] = ['tables']
const onlyDocumentation: readonly Source[] = ['documentation']
const bothSources: readonly Source[] = ['tables', 'documentation']
const onlyCorrection: readonly Source[] = ['correction']
const noVersions: readonly Version[] = []
const none: readonly string[] = []

const witnesses: ReadonlyMap<string, readonly Source[]> = new Map([
  ['<', onlyTables],
  ['>', onlyDocumentation],
  ['!', onlyCorrection],
])

const sourceWords: ReadonlyMap<Source, string> = new Map([
  ['tables', 'tables'],
  ['documentation', 'docs'],
])

function parseEntry(word: string, known: readonly Source[]): Entry {
  const mark = word[0]!
  const withdrawn = mark === '-'
  const sources = witnesses.get(mark)
  let start = withdrawn || sources !== undefined ? 1 : 0
  const least = word[start] === '*'
  if (least) start++
  const at = word.indexOf('@', start)
  const [permission = '', companions] = word.slice(start, at < 0 ? word.length : at).split('+')
  return {
    permission,
    alsoRequires: companions?.split(',') ?? none,
    least,
    sources: sources ?? known,
    version: at < 0 ? null : (word.slice(at + 1) as Version),
    withdrawn,
  }
}

/** A line of cmdlets: what their pages list, then their names. */
export function formatCmdlets(
  { application, delegated }: Omit<Cmdlet, 'name'>,
  names: readonly string[],
): string {
  const both = application.filter(name => delegated.includes(name))
  const sets: (readonly [string, readonly string[]])[] = [
    ['app,work', both],
    ['app', application.filter(name => !both.includes(name))],
    ['work', delegated.filter(name => !both.includes(name))],
  ]
  const words = sets.flatMap(([set, some]) => (some.length > 0 ? [set, ...some] : []))
  return [...words, ':', ...names].join(' ')
}

/** The permissions of a line of cmdlets. */
export function parseCmdlets(line: string): Omit<Cmdlet, 'name'> {
  const application: string[] = []
  const delegated: string[] = []
  let set = ''
  for (const word of line.slice(0, line.indexOf(':')).split(' ')) {
    if (word === 'app' || word === 'work' || word === 'app,work') set = word
    else if (word !== '') {
      if (set !== 'work') application.push(word)
      if (set !== 'app') delegated.push(word)
    }
  }
  return { application: application.sort(), delegated: delegated.sort() }
}

function schemeEntries(): [SchemeWord, Scheme][] {
  return Object.entries(schemeWords) as [SchemeWord, Scheme][]
}

function isSchemeWord(word: string): word is SchemeWord {
  return word === 'app' || word === 'work' || word === 'personal'
}
