/**
 * Microsoft's permissions.json, read for the score alone. It shares no code with the index builder or the
 * matcher: an error there must not hide itself here.
 */

/** An operation of the tables: a path key as it is written there, a method, and what is accepted. */
export interface RawOperation {
  readonly key: string
  readonly method: string
  /** By scheme, in the tables' own words: `A`, or `A+B,C` where A needs one of B and C besides. Sorted. */
  readonly accepted: Readonly<Record<RawScheme, readonly string[]>>
}

export const rawSchemes = ['Application', 'DelegatedWork', 'DelegatedPersonal'] as const
export type RawScheme = (typeof rawSchemes)[number]

export interface RawTables {
  /** Of sound keys; keys that differ in letter case or in the names of placeholders say the same. */
  readonly operations: readonly RawOperation[]
  readonly malformed: readonly { readonly key: string; readonly fault: string }[]
  /** Operations of sound keys of which a malformed key says something else: nobody can tell which holds. */
  readonly disputed: readonly { readonly key: string; readonly method: string; readonly by: string }[]
  /** Every literal segment, in lower case: an id that is none of them has no literal sibling anywhere. */
  readonly literals: ReadonlySet<string>
}

interface PathSet {
  readonly schemeKeys: readonly RawScheme[]
  readonly methods: readonly string[]
  readonly paths: Readonly<Record<string, string>>
}

/** Method to scheme to what is accepted. */
type Statements = Map<string, Map<RawScheme, Set<string>>>

export function readRawTables(permissionsJson: string): RawTables {
  const { permissions } = JSON.parse(permissionsJson) as {
    permissions: Record<string, { pathSets: readonly PathSet[] }>
  }
  // Names that differ by letter case only are one permission, under the spelling that sorts first.
  const spelt = new Map<string, string>()
  for (const name of Object.keys(permissions).sort())
    if (!spelt.has(name.toLowerCase())) spelt.set(name.toLowerCase(), name)
  const byKey = new Map<string, Statements>()
  for (const [name, { pathSets }] of Object.entries(permissions)) {
    for (const { schemeKeys, methods, paths } of pathSets) {
      for (const [key, value] of Object.entries(paths)) {
        const companions = /(?:^|;)AlsoRequires=([^;]*)/.exec(value)?.[1]?.split(',').sort()
        const one = spelt.get(name.toLowerCase())!
        const entry = companions === undefined ? one : `${one}+${companions.join(',')}`
        for (const method of methods)
          for (const scheme of schemeKeys) state(byKey, key, method, scheme, entry)
      }
    }
  }
  const keys = [...byKey.keys()].sort()
  const malformed = keys.flatMap(key => {
    const fault = faultOf(key)
    return fault === null ? [] : [{ key, fault }]
  })
  const faulty = new Set(malformed.map(({ key }) => key))
  const sound = keys.filter(key => !faulty.has(key))

  const byShape = new Map<string, Statements>()
  for (const key of sound) merge(byShape, shapeOf(key), byKey.get(key)!)
  const garbled = new Map(malformed.map(({ key }) => [lettersOf(key), key]))

  const operations: RawOperation[] = []
  const disputed: { key: string; method: string; by: string }[] = []
  for (const key of sound) {
    const statements = byShape.get(shapeOf(key))!
    const twin = garbled.get(lettersOf(key))
    for (const method of byKey.get(key)!.keys()) {
      const accepted = acceptedOf(statements.get(method))
      const other = twin === undefined ? undefined : byKey.get(twin)!.get(method)
      if (other !== undefined && JSON.stringify(acceptedOf(other)) !== JSON.stringify(accepted))
        disputed.push({ key, method, by: twin! })
      else operations.push({ key, method, accepted })
    }
  }
  const literals = new Set(
    sound.flatMap(key =>
      key
        .toLowerCase()
        .split('/')
        .filter(segment => !segment.includes('{')),
    ),
  )
  return { operations, malformed, disputed, literals }
}

function state(
  into: Map<string, Statements>,
  key: string,
  method: string,
  scheme: RawScheme,
  entry: string,
): void {
  const statements = into.get(key) ?? new Map()
  into.set(key, statements)
  const schemes = statements.get(method) ?? new Map()
  statements.set(method, schemes)
  schemes.set(scheme, (schemes.get(scheme) ?? new Set()).add(entry))
}

function merge(into: Map<string, Statements>, shape: string, statements: Statements): void {
  for (const [method, schemes] of statements)
    for (const [scheme, entries] of schemes)
      for (const entry of entries) state(into, shape, method, scheme, entry)
}

function acceptedOf(
  schemes: ReadonlyMap<RawScheme, ReadonlySet<string>> | undefined,
): RawOperation['accepted'] {
  const list = (scheme: RawScheme): string[] => [...(schemes?.get(scheme) ?? [])].sort()
  return {
    Application: list('Application'),
    DelegatedWork: list('DelegatedWork'),
    DelegatedPersonal: list('DelegatedPersonal'),
  }
}

/** Without letter case and without the names of placeholders. */
function shapeOf(key: string): string {
  return key.toLowerCase().replace(/\{[^{}]*\}/g, '{}')
}

/** What is left of a key when its punctuation goes: a malformed key garbles the one with the same letters. */
function lettersOf(key: string): string {
  return key
    .toLowerCase()
    .replace(/\{[^{}]*\}|\(\w+-id\)/g, '*')
    .replace(/[^a-z0-9*.$]/g, '')
}

const faults: readonly (readonly [fault: string, pattern: RegExp])[] = [
  ['a query string', /\?/],
  ['a doubled brace', /\}\}/],
  ['an ellipsis', /\.\.\./],
  ['a parameter in parentheses', /\/\([\w-]+\)/],
  ['a missing slash', /[A-Za-z]\{|\)[A-Za-z]/],
  ['missing parentheses', /permissionsscope=/],
  ['a missing colon', /root:\/\{[^{}]*\}\//],
  ['a trailing slash', /\/$/],
  [
    'an example in place of a parameter',
    /\/sites\/id\/|\/fileb\.txt:|\/[0-9a-f]{32}(?=\/|$)|\/\d{8}-[\w-]+(?=\/|$)/,
  ],
]

const placeholder = String.raw`\{[\w-]+\}`
const value = `(?:'${placeholder}'|${placeholder})`
const segment = [
  `${placeholder}:?`,
  String.raw`\$?[A-Za-z][\w.-]*:?`,
  String.raw`[A-Za-z][\w.]*\((?:${value}|\w+=${value}(?:, ?\w+=${value})*)?\)`,
  String.raw`[A-Za-z]\w*=${value}`,
]
const sound = new RegExp(`^(?:/(?:${segment.join('|')}))+$`)

function faultOf(key: string): string | null {
  const known = faults.find(([, pattern]) => pattern.test(key))
  if (known !== undefined) return known[0]
  return sound.test(key) ? null : 'not of the form of a path'
}
