/** A JSON object as it came. */
export type JsonObject = Readonly<Record<string, unknown>>

/** The value if it is an object and no array. */
export function objectOf(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
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
