import { type JsonObject, memberOf, objectOf } from '../json.ts'

/**
 * What a JSON value must be: a check for whoever reads it, and the same as a JSON Schema for whoever writes one. Both come
 * of one description, so that neither can promise what the other refuses.
 */
export interface Shape<Value> {
  /** What does not fit, as a clause behind the member's place; null: it fits. */
  readonly fault: (value: unknown, at: string) => string | null
  readonly schema: JsonObject
  /** Never there: what the compiler takes the type from. */
  readonly is?: Value
}

/** The value itself, in a sentence. */
export const whole = 'it'

export type Of<Described> = Described extends Shape<infer Value> ? Value : never

export function text(most: number, pattern?: RegExp): Shape<string> {
  return {
    fault: (value, at) => {
      if (typeof value !== 'string') return `${at} is not a text`
      if (value.length > most) return `${at} is longer than ${most} characters`
      return pattern === undefined || pattern.test(value) ? null : `${at} has another form`
    },
    schema: {
      type: 'string',
      maxLength: most,
      ...(pattern === undefined ? {} : { pattern: pattern.source }),
    },
  }
}

/** A whole number. */
export function integer(from: number, to: number): Shape<number> {
  return {
    fault: (value, at) =>
      Number.isInteger(value) && from <= Number(value) && Number(value) <= to
        ? null
        : `${at} is not a whole number from ${from} to ${to}`,
    schema: { type: 'integer', minimum: from, maximum: to },
  }
}

export const truth: Shape<boolean> = {
  fault: (value, at) => (typeof value === 'boolean' ? null : `${at} is neither true nor false`),
  schema: { type: 'boolean' },
}

export function oneOf<const Value extends string | number | boolean>(
  ...values: readonly Value[]
): Shape<Value> {
  return {
    fault: (value, at) =>
      values.some(known => known === value) ? null : `${at} is none of ${values.join(', ')}`,
    schema: { enum: values },
  }
}

export function orNull<Value>(shape: Shape<Value>): Shape<Value | null> {
  return {
    fault: (value, at) => (value === null ? null : shape.fault(value, at)),
    schema: { anyOf: [shape.schema, { type: 'null' }] },
  }
}

export function listOf<Item>(shape: Shape<Item>, most: number): Shape<readonly Item[]> {
  return {
    fault: (value, at) => {
      if (!Array.isArray(value)) return `${at} is not a list`
      if (value.length > most) return `${at} has more than ${most} members`
      for (const [position, item] of value.entries()) {
        const fault = shape.fault(item, `${at}[${position}]`)
        if (fault !== null) return fault
      }
      return null
    },
    schema: { type: 'array', items: shape.schema, maxItems: most },
  }
}

/** Members by name. */
export type Shapes = Readonly<Record<string, Shape<unknown>>>

type Members<Required extends Shapes, Optional extends Shapes> = {
  readonly [Name in keyof Required]: Of<Required[Name]>
} & { readonly [Name in keyof Optional]?: Of<Optional[Name]> }

/** An object with these members and no others. */
export function members<Required extends Shapes, Optional extends Shapes = Record<never, never>>(
  required: Required,
  optional?: Optional,
): Shape<Members<Required, Optional>> {
  const known = new Map<string, Shape<unknown>>([
    ...Object.entries(required),
    ...Object.entries(optional ?? {}),
  ])
  const wanted = Object.keys(required)
  return {
    fault: (value, at) => {
      const object = objectOf(value)
      if (object === null) return `${at} is not an object`
      const missing = wanted.find(name => !Object.hasOwn(object, name))
      if (missing !== undefined) return `${at} lacks ${missing}`
      for (const name of Object.keys(object)) {
        const shape = known.get(name)
        // The name is foreign, and is not repeated.
        if (shape === undefined) return `${at} has a member that no case has`
        const fault = shape.fault(memberOf(object, name), at === whole ? name : `${at}.${name}`)
        if (fault !== null) return fault
      }
      return null
    },
    schema: {
      type: 'object',
      properties: Object.fromEntries([...known].map(([name, { schema }]) => [name, schema])),
      required: wanted,
      additionalProperties: false,
    },
  }
}

/** Any object: claims, whose names are their issuer's. */
export const anyObject: Shape<JsonObject> = {
  fault: (value, at) => (objectOf(value) === null ? `${at} is not an object` : null),
  schema: { type: 'object' },
}

/** One of several objects, told apart by what a member holds, or by whether it is there. */
export function either<First, Second>(
  isFirst: (object: JsonObject) => boolean,
  first: Shape<First>,
  second: Shape<Second>,
): Shape<First | Second> {
  return {
    fault: (value, at) => {
      const object = objectOf(value)
      if (object === null) return `${at} is not an object`
      return isFirst(object) ? first.fault(object, at) : second.fault(object, at)
    },
    schema: { anyOf: [first.schema, second.schema] },
  }
}
