import { Secret } from '../secret.ts'
import { apart, type Hit, withoutHits } from './hidden.ts'
import type { KnownSecrets } from './known.ts'
import { kindsOfName, namedIn, namesSecret } from './names.ts'
import { base64In, shapesIn } from './shapes.ts'

/** One of these stands in a text that gives a credential by a name, or behind a flag, in small letters. */
const words = ['secret', 'pass', 'pwd', 'token', 'key', '-p', '-u'] as const

/** Whether a text has what a credential may stand behind, or consist of. Most of some length do. */
function isWorthALook(text: string): boolean {
  if ([...'=:(>'].some(sign => text.includes(sign)) || (text.length >= 16 && /[\w+/~%.-]{16}/.test(text)))
    return true
  const small = text.toLowerCase()
  return words.some(word => small.includes(word))
}

/** Base64 of base64 of a secret, and no deeper. */
const deepest = 2

/**
 * The one gate: a text without anything that proves who somebody is. That is what is known, in any
 * encoding, and whatever is named or shaped like a credential. Each is replaced by its kind and length.
 */
export function withoutSecrets(text: string, known?: KnownSecrets): string {
  // Both look at the whole: a run that is known, cut out of a token that is not, would leave a rest without shape.
  const hits = known?.hitsIn(text) ?? []
  return withoutHits(text, isWorthALook(text) ? [...hits, ...hitsIn(text, 0)] : hits)
}

/**
 * Parts texts that are looked at together, so that what would be found in one alone is found there too: its blanks
 * end a line and begin one, and no pattern or value goes over what stands between them.
 */
const between = `\n${apart}\n`

/**
 * The gate for texts that are parts of one. Most hold nothing, which one look at all of them tells: a report has
 * some hundred texts, most of them a few words, and each pattern is compiled for a second use. Null: none holds anything.
 */
function gateOf(
  texts: ReadonlySet<string>,
  known: KnownSecrets | undefined,
): ((text: string) => string) | null {
  const all = [...texts].join(between)
  const holdsAny = hitsIn(all, 0).length > 0 || (known?.hitsIn(all).length ?? 0) > 0
  return holdsAny ? text => withoutSecrets(text, known) : null
}

/** The credentials that a text holds: for whoever is to remember them. */
export function secretsIn(text: string): Secret[] {
  if (!isWorthALook(text)) return []
  return hitsIn(text, 0).map(({ start, end, what }) => new Secret(what, text.slice(start, end)))
}

function hitsIn(text: string, depth: number): Hit[] {
  return [
    ...shapesIn(text),
    ...namedIn(text),
    ...(depth >= deepest ? [] : base64In(text, inside => hitsIn(inside, depth + 1).length > 0)),
  ]
}

/**
 * The same for a value that JSON can hold: every string of it, names of members too. A member that is named
 * like a secret loses its value, and so does one of a `{ name, value }` pair.
 */
export function cleaned<Value>(value: Value, known?: KnownSecrets): Value {
  // A value says most of its words many times over, names of members above all.
  const kindsOf = memo(kindsOfName)
  const names: Look['names'] = (name, text) => namesSecret(name, text, kindsOf(name))
  const texts = new Set<string>()
  const isNamed = collect(value, { texts, names }, null, 0)
  const gate = gateOf(texts, known)
  if (gate === null && !isNamed) return value
  return clean(value, { without: gate === null ? text => text : memo(gate), names }, null, 0) as Value
}

interface Collected extends Pick<Look, 'names'> {
  readonly texts: Set<string>
}

/** Collects all texts of a value. Whether something of it is not shown as it is, whatever they hold: for its name, or its depth. */
function collect(value: unknown, into: Collected, name: string | null, level: number): boolean {
  if (typeof value === 'string') {
    into.texts.add(value)
    return name !== null && into.names(name, value) !== null
  }
  if (typeof value !== 'object' || value === null) return false
  if (level >= mostLevels) return true
  let isNamed = false
  if (Array.isArray(value)) {
    for (const member of value) if (collect(member, into, name, level + 1)) isNamed = true
    return isNamed
  }
  for (const [key, member] of Object.entries(value)) {
    into.texts.add(key)
    if (collect(member, into, nameOf(value, key), level + 1)) isNamed = true
  }
  return isNamed
}

/** What a member is called: as it is, or as the `name` beside it says. Those of a list are called as the list is. */
function nameOf(value: object, key: string): string {
  if (!pairMembers.has(key)) return key
  const { name } = value as Record<string, unknown>
  return typeof name === 'string' ? name : key
}

function memo<Result>(of: (text: string) => Result): (text: string) => Result {
  const seen = new Map<string, Result>()
  return text => {
    const before = seen.get(text)
    if (before !== undefined) return before
    const result = of(text)
    seen.set(text, result)
    return result
  }
}

interface Look {
  readonly without: (text: string) => string
  /** What a member is, when its name says that it is a secret. */
  readonly names: (name: string, value: string) => string | null
}

/** A server may nest its answer until a stack overflows, and nobody reads so far down. In levels. */
const mostLevels = 200

/** Members that hold what belongs to the `name` beside them: of a claim, of a header, of a change. */
const pairMembers: ReadonlySet<string> = new Set(['value', 'from', 'to'])

function clean(value: unknown, look: Look, name: string | null, level: number): unknown {
  if (typeof value === 'string') {
    const rest = look.without(value)
    const what = name === null || rest !== value ? null : look.names(name, value)
    return what === null ? rest : withoutHits(value, [{ start: 0, end: value.length, what }])
  }
  if (typeof value !== 'object' || value === null) return value
  if (level >= mostLevels) return '[not shown: too deep]'
  if (Array.isArray(value)) return value.map(item => clean(item, look, name, level + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      look.without(key),
      clean(member, look, nameOf(value, key), level + 1),
    ]),
  )
}
