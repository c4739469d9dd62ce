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

/**
 * The properties that a query names, in $select, $orderby and $filter, without what stands behind a slash; where asked for
 * in $expand as well. Of a filter words alone count that can be properties.
 *
 * @example propertiesIn("$select=id,manager/id&$filter=startswith(city,'B')", false) // ['id', 'manager', 'city']
 */
export function propertiesIn(query: string, expanded: boolean): string[] {
  const options = queryOptions(query)
  const listed = ['select', 'orderby', ...(expanded ? ['expand'] : [])].flatMap(name =>
    (options.get(name) ?? '').split(',').map(part => /[\w.]+/.exec(part)?.[0] ?? ''),
  )
  return [...listed, ...filtered(options.get('filter') ?? '')].filter(name => name !== '')
}

/** Words of OData's filters that name nothing. */
const filterWords = new Set([
  'and',
  'or',
  'not',
  'eq',
  'ne',
  'gt',
  'ge',
  'lt',
  'le',
  'in',
  'has',
  'true',
  'false',
  'null',
])

/** What is called, and the variables of any and all, are no properties; nor is what stands in quotes. */
function filtered(filter: string): string[] {
  const outside = filter.split("'").filter((_, at) => at % 2 === 0)
  const words = outside.flatMap(text => text.match(/[\w/.-]+[(:]?/g) ?? [])
  const variables = new Set(words.flatMap(word => (word.endsWith(':') ? [word.slice(0, -1)] : [])))
  return words.flatMap(word => {
    const name = /^[A-Za-z_]\w*/.exec(word)?.[0]
    const isCalled = word.endsWith('(') && !word.includes('/')
    if (name === undefined || isCalled || word.endsWith(':')) return []
    return filterWords.has(name.toLowerCase()) || variables.has(name) ? [] : [name]
  })
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
