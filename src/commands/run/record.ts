import type { Io } from '../../io.ts'
import type { CallSighting } from '../../proxy/sightings.ts'
import { withoutIdsIn } from '../../render/people.ts'
import { written } from '../output.ts'

/** An operation that was called, and its path's template where the tables have one. */
export interface Recorded {
  readonly operation: CallSighting['operation']
  readonly template: string | null
}

/**
 * `--record`: the operations as JSON lines, which `--from` reads. Without ids: templates in the place of paths, and of
 * the query what is selected alone, since that may decide on the permission.
 */
export async function writeRecord(
  file: string,
  recorded: readonly Recorded[],
  isPersonal: boolean,
  io: Io,
): Promise<void> {
  const lines = recorded.flatMap(({ operation, template }) => {
    if ('unreadable' in operation) return []
    const { method, version, path, query } = operation
    const shown = isPersonal ? path : pathOf(path, template)
    const kept = isPersonal ? query : selectOf(query)
    const url = `/${version ?? 'v1.0'}${shown}${kept === null ? '' : `?${kept}`}`
    return [`${JSON.stringify({ method, url })}\n`]
  })
  await written('--record', io.writeFile(file, [...new Set(lines)].join(''), 0o600))
}

/** A path without ids: its template, as the words of it were written; where there is none, what looks like one left out. */
export function pathOf(path: string, template: string | null): string {
  if (template === null) return withoutIdsIn(path)
  const [given, listed] = [path.split('/'), template.split('/')]
  if (given.length !== listed.length) return template
  return listed.map((word, at) => (word === given[at]?.toLowerCase() ? given[at] : word)).join('/')
}

function selectOf(query: string | null): string | null {
  return query?.split('&').find(option => /^(?:\$|%24)select=[\w,%.]{1,500}$/i.test(option)) ?? null
}
