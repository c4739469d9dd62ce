/** What an address of the page asks for, behind its `#`: public names only. */
export type Asked =
  | { readonly view: 'explain'; readonly name: string | null }
  | { readonly view: 'needs'; readonly kind: 'op' | 'permission'; readonly names: readonly string[] }
  | { readonly view: 'learn' }

/** More are no question that somebody links to. */
const mostNames = 20
const longestName = 300

/** `#explain=AADSTS7000215`, `#op=GET%20/users&op=GET%20/groups`, `#permission=User.Read.All`. Anything else is the box. */
export function askedBy(hash: string): Asked {
  const given = hash.replace(/^#/, '').split('&').slice(0, mostNames)
  const names = (key: string): string[] =>
    given
      .filter(part => part.startsWith(`${key}=`))
      .map(part => decoded(part.slice(key.length + 1)))
      .filter(name => name !== '' && name.length <= longestName)
  const [first = ''] = given
  const [op, permission] = [names('op'), names('permission')]
  if (op.length > 0 || first === 'needs') return { view: 'needs', kind: 'op', names: op }
  if (permission.length > 0) return { view: 'needs', kind: 'permission', names: permission.slice(0, 1) }
  if (first === 'learn') return { view: 'learn' }
  return { view: 'explain', name: names('explain')[0] ?? null }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
