import { Secret } from '../secret.ts'
import { type Hit, withoutHits } from './hidden.ts'
import type { KnownSecrets } from './known.ts'
import { namedIn, namesSecret } from './names.ts'
import { base64In, shapesIn } from './shapes.ts'

/** Without any of these a text holds no credential. */
const worthALook = /[\w+/~%.-]{16}|[=:(>]|\s-[pu]|secret|pass|pwd|token|key/i

/** Base64 of base64 of a secret, and no deeper. */
const deepest = 2

/**
 * The one gate: a text without anything that proves who somebody is. That is what is known, in any
 * encoding, and whatever is named or shaped like a credential. Each is replaced by its kind and length.
 */
export function withoutSecrets(text: string, known?: KnownSecrets): string {
  // Both look at the whole: a run that is known, cut out of a token that is not, would leave a rest without shape.
  const hits = known?.hitsIn(text) ?? []
  return withoutHits(text, worthALook.test(text) ? [...hits, ...hitsIn(text, 0)] : hits)
}

/** The credentials that a text holds: for whoever is to remember them. */
export function secretsIn(text: string): Secret[] {
  if (!worthALook.test(text)) return []
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
  const seen = new Map<string, string>()
  const without = (text: string): string => {
    const before = seen.get(text)
    if (before !== undefined) return before
    const rest = withoutSecrets(text, known)
    seen.set(text, rest)
    return rest
  }
  return clean(value, without, null, 0) as Value
}

/** A server may nest its answer until a stack overflows, and nobody reads so far down. In levels. */
const mostLevels = 200

/** Members that hold what belongs to the `name` beside them: of a claim, of a header, of a change. */
const pairMembers: ReadonlySet<string> = new Set(['value', 'from', 'to'])

function clean(
  value: unknown,
  without: (text: string) => string,
  name: string | null,
  level: number,
): unknown {
  if (typeof value === 'string') {
    const rest = without(value)
    const what = name === null || rest !== value ? null : namesSecret(name, value)
    return what === null ? rest : withoutHits(value, [{ start: 0, end: value.length, what }])
  }
  if (typeof value !== 'object' || value === null) return value
  if (level >= mostLevels) return '[not shown: too deep]'
  if (Array.isArray(value)) return value.map(item => clean(item, without, name, level + 1))
  const { name: pairName } = value as Record<string, unknown>
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      without(key),
      clean(
        member,
        without,
        typeof pairName === 'string' && pairMembers.has(key) ? pairName : key,
        level + 1,
      ),
    ]),
  )
}
