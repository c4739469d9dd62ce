/** The object in a request's body; null where it is none, or does not say that it is JSON. */
export async function readJson(request: Request): Promise<Readonly<Record<string, unknown>> | null> {
  if (!/\bjson\b/i.test(request.headers.get('content-type') ?? '')) return null
  try {
    const value: unknown = await request.json()
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}
