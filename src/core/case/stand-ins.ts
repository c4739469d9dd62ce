import type { Pseudonym } from './form.ts'
import type { PersonalKind } from './people.ts'

/**
 * What stands for a pseudonym while a case is judged. A judgement asks whether a value is an id or an address, and a
 * command takes a value in its own shape only: each pseudonym gets one of the shape that its value had, and the report has
 * the pseudonym again.
 */
const shapes: Readonly<Record<PersonalKind, (number: string) => string>> = {
  id: number => `${idHead}${number.padStart(12, '0')}`,
  address: number => `user-${number}${host}`,
  guest: number => `user-${number}#EXT#${host}`,
  text: number => `user-${number}`,
}

/** RFC 2606: such a host is nobody's. */
const host = '@case.invalid'
const idHead = '75736572-0000-4000-8000-'

const name = /user-([1-9]\d{0,6})/g
const standIn = new RegExp(
  `user-(\\d{1,7})(?:(?:#|%23)EXT(?:#|%23))?(?:@|%40)case\\.invalid|${idHead}0*(\\d{1,7})`,
  'gi',
)

/** The value with a stand-in for each pseudonym; a name that the case does not explain stays as it is. */
export function withStandIns<Value>(value: Value, people: readonly Pseudonym[]): Value {
  const kinds = new Map(people.map(({ name, is }) => [name, is]))
  return mapped(value, text =>
    text.replace(name, (word, number: string) => {
      const kind = kinds.get(word)
      return kind === undefined ? word : shapes[kind](number)
    }),
  )
}

export function withPseudonyms<Value>(value: Value): Value {
  return mapped(value, text =>
    text.replace(standIn, (_, ofName?: string, ofId?: string) => `user-${ofName ?? ofId}`),
  )
}

/** The same for every text of a value that JSON can hold, names of members too. */
export function mapped<Value>(value: Value, change: (text: string) => string): Value {
  return inside(value, change, change) as Value
}

/** The same without the names of members, where those are ours. */
export function mappedValues<Value>(value: Value, change: (text: string) => string): Value {
  return inside(value, change, name => name) as Value
}

type Change = (text: string) => string

function inside(value: unknown, change: Change, ofName: Change): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map(item => inside(item, change, ofName))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [ofName(name), inside(member, change, ofName)]),
  )
}
