/** The family of a permission: its name before the first dot, without what follows a hyphen. Mail-Advanced.ReadWrite: mail. */
export function familyOf(permission: string): string {
  return singular(/^[^.-]*/.exec(permission)![0])
}

/** What a path template is about by its last literal segment: `/users/{id}/messages` is about `message`. */
export function subjectOfPath(template: string): string {
  return subjectsOfPath(template)[0] ?? ''
}

/** What a path template is about by its literal segments, the last first: `message`, then `user`. */
export function subjectsOfPath(template: string): string[] {
  return template
    .split('/')
    .filter(segment => segment !== '' && !segment.startsWith('{') && !segment.startsWith('$'))
    .map(segment => segment.split(/[(:]/)[0]!)
    .map(name => singular(name.slice(name.lastIndexOf('.') + 1)))
    .reverse()
}

/** In lower case, and of a plural the singular: `policies` and `Policy` are one. */
function singular(word: string): string {
  const lower = word.toLowerCase()
  if (lower.endsWith('ies')) return `${lower.slice(0, -3)}y`
  if (['ses', 'xes', 'ches'].some(ending => lower.endsWith(ending))) return lower.slice(0, -2)
  return lower.endsWith('s') && !lower.endsWith('ss') ? lower.slice(0, -1) : lower
}
