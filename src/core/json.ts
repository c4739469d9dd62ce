/** A JSON object as it came. */
export type JsonObject = Readonly<Record<string, unknown>>

/** The value if it is an object and no array. */
export function objectOf(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
}

/** A member by a name that comes from outside: `toString` is one only where the object itself holds it. */
export function memberOf(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

/** The value if it is a string. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

/** The members of an array that are objects; none for anything else. */
export function objectsOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.map(objectOf).filter(item => item !== null) : []
}

/** Undefined instead of an exception for what is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** No claim of any known issuer, and no row of Graph's, comes near it. */
const deepest = 100

/**
 * The same object where it is shallow, as nearly all are; else a copy that says where it was cut off. JSON.stringify
 * goes as deep as the stack allows, and JSON.parse deeper.
 */
export function bounded(value: JsonObject): JsonObject {
  return isShallow(value, 0) ? value : (cutOff(value, 0) as JsonObject)
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return true
  return depth < deepest && Object.values(value).every(member => isShallow(member, depth + 1))
}

function cutOff(value: unknown, depth: number): unknown {
  // JSON cannot hold the number that it was read as.
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= deepest) return `(nested deeper than ${deepest} levels)`
  if (Array.isArray(value)) return value.map(item => cutOff(item, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, cutOff(member, depth + 1)]))
}
