/** The path keys of Microsoft's tables are hand-written. This brings each to one form, and says what it took. */

export interface CanonicalTemplate {
  readonly template: string
  /** What had to be corrected; empty for a sound key, whatever its placeholders are called. */
  readonly repairs: readonly string[]
}

/** A repair: a fault that a key of the tables can have, and the cure. */
interface Repair {
  readonly fault: string
  readonly pattern: RegExp
  readonly cure: string
}

const repairs: readonly Repair[] = [
  { fault: 'query string', pattern: /\?.*/, cure: '' },
  { fault: 'doubled brace', pattern: /\}\}/g, cure: '}' },
  { fault: 'parameter in parentheses', pattern: /\/\(([\w-]+)\)(?=\/|$)/g, cure: '/{id}' },
  {
    fault: 'literal id',
    pattern: /^\/sites\/id\/contenttypes\/id\//,
    cure: '/sites/{id}/contenttypes/{id}/',
  },
  {
    fault: 'literal id',
    pattern: /^\/communications\/calls\/[0-9a-f]{32}(?=\/)/,
    cure: '/communications/calls/{id}',
  },
  { fault: 'literal id', pattern: /^\/teams\/\d{8}-[\w-]+(?=\/)/, cure: '/teams/{id}' },
  // Folders in folders to any depth: the matcher reads them as the innermost.
  { fault: 'ellipsis', pattern: /\/\.\.\.(?=\/)/, cure: '' },
  { fault: 'literal file path', pattern: /\/root:\/foldera\/fileb\.txt:/, cure: '/root:/{id}:' },
  { fault: 'missing parentheses', pattern: /(\/geteffectivepermissions)(scope=\{[^{}]*\})$/, cure: '$1($2)' },
  { fault: 'missing slash', pattern: /([A-Za-z])(\{[^{}]*\})/g, cure: '$1/$2' },
  { fault: 'missing slash', pattern: /\)(?=[A-Za-z])/g, cure: ')/' },
  { fault: 'missing colon', pattern: /(\/root:\/\{[^{}]*\})(?=\/)/, cure: '$1:' },
  { fault: 'trailing slash', pattern: /(?<=[^/])\/+$/, cure: '' },
]

/** Faults of the documentation's paths besides. */
const documentedRepairs: readonly Repair[] = [
  { fault: 'doubled slash', pattern: /\/\/+/g, cure: '/' },
  { fault: 'missing parenthesis', pattern: /(\(\w+='')(?=\/)/g, cure: '$1)' },
  {
    fault: 'literal argument',
    pattern:
      /(?<=[(,]\w+=)(?:(?:duration|microsoft\.graph\.timeZoneStandard)?'[^'{}]*'|(?:duration|microsoft\.graph\.timeZoneStandard)'\{\w+\}'|@?\w+|\['\w+'\])(?=[,)])/g,
    cure: '{value}',
  },
  { fault: 'literal id', pattern: /\('[A-Za-z]+'\)/g, cure: '/{id}' },
  {
    fault: 'literal id',
    pattern: /\/[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?=\/|$)/g,
    cure: '/{id}',
  },
  { fault: 'literal id', pattern: /\/contoso(?:\.sharepoint)?\.com(?=\/|$)/g, cure: '/{id}' },
  { fault: 'two parameters in a segment', pattern: /\}@\{[\w-]+\}/g, cure: '}' },
]

/** The template of a path of the documentation; null when it has not the form of one. */
export function documentedTemplate(path: string): {
  readonly template: string | null
  readonly repairs: readonly string[]
} {
  const made: string[] = []
  let mended = path
  for (const { fault, pattern, cure } of documentedRepairs) {
    const cured = mended.replace(pattern, cure)
    if (cured !== mended) made.push(fault)
    mended = cured
  }
  const { template, repairs } = canonicalTemplate(mended)
  return { template: form.test(template) ? template : null, repairs: [...made, ...repairs] }
}

const form =
  /^(?:\/(?:\{id\}:?|\$?[A-Za-z][\w.]*:?|[A-Za-z][\w.]*\((?:\w+=\{value\}(?:,\w+=\{value\})*)?\)))+$/

/**
 * One form for a key: `{id}` for every parameter, `name={value}` for every function argument, a key in
 * parentheses as a segment of its own, no blanks. Letter case is kept.
 *
 * @example canonicalTemplate('/drives/{drive-id}/items/{item-id}') // { template: '/drives/{id}/items/{id}', repairs: [] }
 */
export function canonicalTemplate(key: string): CanonicalTemplate {
  const made: string[] = []
  let template = key
  for (const { fault, pattern, cure } of repairs) {
    const cured = template.replace(pattern, cure)
    if (cured !== template) made.push(fault)
    template = cured
  }
  template = template
    .replace(/\(('?)\{[^{}]*\}\1\)/g, '/{id}')
    .replace(/=\s*(['"]?)\{[^{}]*\}\1/g, '={value}')
    .replace(/,\s+/g, ',')
    .replace(/\/([A-Za-z]+=\{value\})(?=\/|$)/g, '($1)')
    .replace(/\/\{[^{}]*\}/g, '/{id}')
  return { template, repairs: made }
}
