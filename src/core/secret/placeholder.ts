import { isGuid } from '../guid.ts'

/**
 * Values that examples and templates leave behind: `<tenant-id>`, `${TENANT_ID}`, `{{client}}`,
 * `your-client-id`, `xxxxxxxx-…`, all zeros, `changeme`.
 */
const placeholderShapes = [
  /^<.*>$/,
  /^\$\{?\w+\}?$/,
  /^\{\{.*\}\}$/,
  /^%\w+%$/,
  /^\[.*\]$/,
  /^(your|enter|insert|paste)[-_ ]/i,
  // my-tenant, but not my-company.example: that is somebody's domain.
  /^(my|the)[-_ ][^.]*$/i,
  /^x{4,}/i,
  /^(changeme|change-me|placeholder|todo|secret|tenant[-_ ]?id|client[-_ ]?id|client[-_ ]?secret)$/i,
  /^\.{3}$|…/,
]

export function isPlaceholder(value: string): boolean {
  // An id is of no other shape.
  if (isGuid(value)) return !/[^0-]/.test(value)
  return placeholderShapes.some(shape => shape.test(value))
}
