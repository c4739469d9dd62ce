import type { PermissionIndex } from '../../core/tables/permission-index.ts'
import type { Caller } from './bearer.ts'
import type { FoundPath } from './path.ts'
import { type GraphRefusal, refuse } from './refusal.ts'

/** A way into an operation, as the index lists it. */
interface Way {
  readonly permission: string
  readonly alsoRequires: readonly string[]
}

/**
 * The answer to a call that Graph knows and the emulator does not play: first Graph's own refusal, where the token
 * holds nothing that is listed for it, and else one that is no answer of Graph's. Null: nobody lists the path.
 */
export function notPlayed(
  index: PermissionIndex,
  version: string,
  method: string,
  path: string,
  { access, held }: Caller,
): GraphRefusal | null {
  if (/^\/?$/.test(path)) return refuse('not-played', { what: 'the root' })
  const listed = listedAt(index, path)
  if (listed === null) return isQualified(path) ? refuse('not-played', { what: 'this path' }) : null
  const operation = listed.get(method === 'HEAD' ? 'GET' : method)
  if (operation === undefined) return refuse('not-played', { what: `${method} on this path` })
  const { application, delegatedWork } = operation.schemes
  // A path of one version is not there in the other, in words that depend on the service behind it.
  if (operation.versions.length > 0 && !operation.versions.some(one => one === version))
    return refuse('not-played', { what: 'a path of the other version' })
  const ways: readonly Way[] = (access === 'app' ? application : delegatedWork) ?? []
  const opens = ({ permission, alsoRequires }: Way): boolean =>
    held.includes(permission) && (alsoRequires.length === 0 || alsoRequires.some(name => held.includes(name)))
  return ways.some(opens) ? refuse('not-played', { what: 'this path' }) : refuse('privileges')
}

/** Whether what stands for an id in a path is a name of Graph's: a function, a cast, a path of its own. */
export function isNamed(index: PermissionIndex, { template, keys }: FoundPath): boolean {
  const name = keys[0]?.value.split('(')[0] ?? ''
  if (name === '') return false
  const prefix = template.slice(0, template.indexOf('/{id}'))
  return /^delta$/i.test(name) || isQualified(name) || index.hasNode(`${prefix}/${name}`)
}

/** A cast, or what stands behind any path: no table lists them all. Source: OData 4.01, part 2, §4. */
function isQualified(path: string): boolean {
  return path.split('/').some(segment => /^(?:microsoft\.)?graph\.|^\$(?:ref|value)$/i.test(segment))
}

/** The operations of the first template that describes a path: a name before what may stand for any. */
function listedAt(index: PermissionIndex, path: string): ReturnType<typeof operationsAt> {
  const segments = path.split('/').filter(Boolean)
  return segments.length > 32 ? null : walk(index, '', segments)
}

function walk(
  index: PermissionIndex,
  prefix: string,
  [segment, ...rest]: readonly string[],
): ReturnType<typeof operationsAt> {
  if (segment === undefined) return operationsAt(index, prefix)
  const name = segment.split('(')[0]!
  const candidates =
    segment === name ? [name, '{id}'] : [...index.segments(prefix, `${name}(`), `${name}/{id}`, name]
  for (const candidate of candidates) {
    // What begins with a dollar is no id.
    if (candidate === '{id}' && segment.startsWith('$')) continue
    const next = `${prefix}/${candidate}`
    const found = index.hasNode(next) ? walk(index, next, rest) : null
    if (found !== null) return found
  }
  // A count needs what the collection needs.
  return segment.toLowerCase() === '$count' && rest.length === 0 ? operationsAt(index, prefix) : null
}

function operationsAt(index: PermissionIndex, template: string) {
  return index.path(template)?.operations ?? null
}
