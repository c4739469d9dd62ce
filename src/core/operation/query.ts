/**
 * The OData options of a query, by name without the dollar sign (Graph takes them either way) and in lower
 * case; values decoded. Of a repeated one the first counts.
 *
 * @example queryOptions('$select=id,mail&$top=5').get('select') // 'id,mail'
 */
export function queryOptions(query: string | null): ReadonlyMap<string, string> {
  const options = new Map<string, string>()
  for (const part of (query ?? '').split('&')) {
    const [name = '', ...value] = part.split('=')
    const key = decode(name).replace(/^\$/, '').trim().toLowerCase()
    if (key !== '' && !options.has(key)) options.set(key, decode(value.join('=')))
  }
  return options
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
