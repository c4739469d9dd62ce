/** What stands in a stack trace or in code of Microsoft Graph's SDKs in the place of an address. */
export interface Built {
  readonly method: string
  /** In the letter case of the language. */
  readonly path: string
}

/** The class that builds a request, by its namespace, package or file, with the function that sent it. */
const traced =
  '(?:Microsoft[.\\\\]{1,2}Graph[.\\\\]{1,2}(?:Beta[.\\\\]{1,2})?(?:Generated[.\\\\]{1,2})?|com\\.microsoft\\.graph\\.(?:beta\\.)?|msgraph(?:_beta)?[/\\\\]{1,2}generated[/\\\\]{1,2})' +
  '((?:[a-z]\\w{0,60}[./\\\\]{1,2}){1,12})\\w{1,80}?request_?builder(?:\\.py", line \\d{1,6}, in |\\.|->|::)(get|post|put|patch|delete)(?:async)?\\b'

/** A call or an index in a chain, on the same line or on one of its own. */
const link = '(?:\\s{0,80}[?!]{0,2}\\.\\w{1,40}(?:\\([^()\\n]{0,80}\\))?|\\[[^\\]\\n]{1,80}\\])'

/**
 * A chain of calls on a client, to the one that sends: `graphClient.Users["a"].Messages.GetAsync(`. Older ones build a
 * request first: `.Me.Messages.Request().Top(5).GetAsync(`.
 */
const chained =
  `graph\\w{0,20}client(${link}{1,12}?)` +
  '\\s{0,80}\\.(?:(get|post|put|patch|delete)(?:async)?\\(|(?:build)?request\\(\\)' +
  `(?:${link}{0,6}?\\s{0,80}\\.(get|add|post|put|update|patch|delete)(?:async)?\\()?)`

export const builders = new RegExp(`\\b(?:${traced}|${chained})`, 'gi')

const one = new RegExp(`^(?:${traced}|${chained})$`, 'i')

/** The request that such a name stands for; null: it is none. */
export function builtBy(name: string): Built | null {
  const match = one.exec(name)
  if (match === null) return null
  const [, folders, tracedBy, chain, chainedBy, requestedBy] = match
  // Of a chain that is cut at its request, whatever follows sends it: mostly a GET.
  const method = tracedBy ?? chainedBy ?? methodNamed(requestedBy ?? 'get')
  const segments = folders === undefined ? linksOf(chain ?? '') : folders.split(/[./\\]+/)
  const path = segments.filter(segment => segment !== '').map(segmentOf)
  return { method: method.toUpperCase(), path: `/${path.join('/')}` }
}

/** Of a request: `AddAsync` creates. */
function methodNamed(name: string): string {
  if (/^add$/i.test(name)) return 'post'
  return /^update$/i.test(name) ? 'patch' : name
}

/** Folders of mail that have names of their own in a chain. */
const wellKnown = /^(?:inbox|drafts|sentItems|deletedItems|archive|junkEmail)$/i

/** `.Users["a"].Messages`, `.users().byUserId("a").messages()`, `.users("a").messages()`. */
function linksOf(chain: string): string[] {
  const links = chain.match(/\w+(?:\([^()\n]{0,80}\))?|\[[^\]\n]{1,80}\]/g) ?? []
  return links.flatMap(link => {
    if (link.startsWith('[') || /^by/i.test(link)) return ['item']
    const [name = ''] = link.split('(', 1)
    if (wellKnown.test(name)) return ['item']
    return /\(["']/.test(link) ? [name, 'item'] : [name]
  })
}

/** `MailFolders`, `mail_folders`: `mailFolders`. */
function segmentOf(name: string): string {
  if (/^item$/i.test(name)) return '{id}'
  const joined = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
  return joined.charAt(0).toLowerCase() + joined.slice(1)
}
