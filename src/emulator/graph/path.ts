import { type GraphRefusal, refuse } from './refusal.ts'

/** What stands for `{id}` in a path: `users/x` and `users('x')` name the id, `applications(appId='x')` another key. */
export interface Key {
  readonly property: string
  readonly value: string
}

/** A path that one of the templates describes. */
export interface FoundPath {
  readonly template: string
  readonly keys: readonly Key[]
}

type Part = { readonly text: string } | Key

/**
 * Finds the template of a path, the version already cut off. Literals are compared without regard to case, as
 * Graph does; a trailing slash is allowed. Refuses with the first segment that no template knows.
 */
export function findPath(path: string, templates: readonly string[]): FoundPath | GraphRefusal {
  const parts = path.split('/').filter(Boolean).flatMap(readSegment)
  let furthest = 0
  for (const template of templates) {
    const wanted = template.slice(1).split('/')
    const disagreeing = parts.findIndex((part, at) => !agrees(part, wanted[at]))
    const matched = disagreeing < 0 ? parts.length : disagreeing
    if (matched === parts.length && wanted.length === parts.length) {
      return { template, keys: parts.flatMap((part, at) => (wanted[at] === '{id}' ? [asKey(part)] : [])) }
    }
    furthest = Math.max(furthest, matched)
  }
  const unknown = parts[Math.min(furthest, parts.length - 1)]
  return refuse('segment', { segment: unknown === undefined ? '' : asKey(unknown).value })
}

/** `name`, `name('id')`, `name(key='value')`: one or two parts. */
function readSegment(segment: string): Part[] {
  const text = decoded(segment)
  const keyed = /^(\w+)\((?:(\w+)=)?'((?:[^']|'')*)'\)$/.exec(text)
  if (keyed === null) return [{ text }]
  const [, name = '', property = 'id', value = ''] = keyed
  return [{ text: name }, { property, value: value.replaceAll("''", "'") }]
}

/** `$count`, `$ref` and their like are no ids. */
const agrees = (part: Part, wanted: string | undefined): boolean =>
  wanted === '{id}'
    ? !('text' in part && part.text.startsWith('$'))
    : 'text' in part && part.text.toLowerCase() === wanted?.toLowerCase()

const asKey = (part: Part): Key => ('text' in part ? { property: 'id', value: part.text } : part)

/** Percent-encoding taken off; what is not well encoded stands for itself. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
