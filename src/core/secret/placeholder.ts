import { isGuid } from '../guid.ts'

/**
 * Values that examples and templates leave behind: `<tenant-id>`, `${TENANT_ID}`, `{{client}}`, `your-client-id`,
 * `xxxxxxxx-…`, all zeros, `changeme`. By how they begin, in small letters: nearly all values begin otherwise, and a pattern
 * takes longer to be compiled than that to be looked at.
 */
const placeholderShapes: readonly (readonly [beginnings: readonly string[], shape: RegExp])[] = [
  [['<'], /^<.*>$/],
  [['$'], /^\$\{?\w+\}?$/],
  [['{{'], /^\{\{.*\}\}$/],
  [['%'], /^%\w+%$/],
  [['['], /^\[.*\]$/],
  [['your', 'enter', 'insert', 'paste'], /^(your|enter|insert|paste)[-_ ]/i],
  // my-tenant, but not my-company.example: that is somebody's domain.
  [['my', 'the'], /^(my|the)[-_ ][^.]*$/i],
]

/** In small letters. */
const placeholderWords: ReadonlySet<string> = new Set([
  ...['changeme', 'change-me', 'placeholder', 'todo', 'secret'],
  ...['', '-', '_', ' '].flatMap(joint => [`tenant${joint}id`, `client${joint}id`, `client${joint}secret`]),
])

export function isPlaceholder(value: string): boolean {
  // An id is of no other shape.
  if (isGuid(value)) return !/[^0-]/.test(value)
  const small = value.toLowerCase()
  return (
    small.startsWith('xxxx') ||
    value === '...' ||
    value.includes('…') ||
    placeholderWords.has(small) ||
    placeholderShapes.some(
      ([beginnings, shape]) => beginnings.some(beginning => small.startsWith(beginning)) && shape.test(value),
    )
  )
}
