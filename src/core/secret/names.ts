import { apart, type Hit, hiddenForm, matchesOf } from './hidden.ts'
import { isPlaceholder } from './placeholder.ts'

/** How sure a name is to stand before a secret, and so what its value must look like. */
interface Kind {
  readonly what: string
  /** Without anchors. Words inside it are joined by `-`, `_`, a blank or nothing. */
  readonly names: readonly string[]
  /** One of these stands in every such name, in small letters and its words joined by nothing. */
  readonly stems: readonly string[]
  /** The name stands on its own: no letter directly before it. */
  readonly alone?: true
  /** A value that is shorter is something else. Default: 4. */
  readonly atLeast?: number
  /** The value goes on to the end of its line. */
  readonly line?: true
  /** The name must be followed by `=`. */
  readonly assigned?: true
  /** The name must be quoted, as in JSON, and is written just so: a quote, or the end, stands behind its stem as well. */
  readonly quoted?: true
  readonly refuses?: (value: string) => boolean
}

export const kinds: readonly Kind[] = [
  {
    what: 'client secret',
    names: [
      'client secret(?: (?:value|text|key))?',
      'app(?:lication)? secret(?: (?:value|text|key))?',
      'secret (?:text|value|key)',
      'client credential',
      'identity header',
    ],
    stems: [
      'clientsecret',
      'appsecret',
      'applicationsecret',
      'secrettext',
      'secretvalue',
      'secretkey',
      'clientcredential',
      'identityheader',
    ],
  },
  {
    what: 'assertion',
    names: ['client assertion', 'SAML (?:response|assertion|art)'],
    stems: ['clientassertion', 'samlresponse', 'samlassertion', 'samlart'],
    atLeast: 8,
  },
  { what: 'assertion', names: ['assertion'], stems: ['assertion'], atLeast: 16, alone: true },
  {
    what: 'token',
    names: [
      '(?:access|refresh|id|sas|auth|bearer|session|csrf|security) token(?: credential)?',
      'device code',
      'code verifier',
    ],
    stems: [
      'accesstoken',
      'refreshtoken',
      'idtoken',
      'sastoken',
      'authtoken',
      'bearertoken',
      'sessiontoken',
      'csrftoken',
      'securitytoken',
      'devicecode',
      'codeverifier',
    ],
    atLeast: 8,
  },
  { what: 'token', names: ['token'], stems: ['token'], atLeast: 16, alone: true },
  {
    what: 'key',
    names: [
      '(?:access|account|api|subscription|storage|primary|secondary|private|master|functions?|shared access|encryption|signing) key',
    ],
    stems: [
      'accesskey',
      'accountkey',
      'apikey',
      'subscriptionkey',
      'storagekey',
      'primarykey',
      'secondarykey',
      'privatekey',
      'masterkey',
      'functionkey',
      'functionskey',
      'encryptionkey',
      'signingkey',
    ],
    atLeast: 8,
  },
  { what: 'signature', names: ['shared access signature'], stems: ['sharedaccesssignature'], atLeast: 8 },
  { what: 'signature', names: ['sig'], stems: ['sig'], alone: true, assigned: true, atLeast: 8 },
  {
    what: 'code',
    names: ['code'],
    stems: ['code'],
    ...{ alone: true, assigned: true, atLeast: 20 },
    // Error codes are words.
    refuses: value => !/\d/.test(value),
  },
  {
    what: 'password',
    names: ['pass(?:word|wd|phrase|code)'],
    stems: ['password', 'passwd', 'passphrase', 'passcode'],
  },
  {
    what: 'password',
    names: ['pwd'],
    stems: ['pwd'],
    // The working directory is called so as well.
    refuses: value => /^(?:[A-Za-z]:)?[/\\~]/.test(value),
  },
  { what: 'secret', names: ['secret'], stems: ['secret'], atLeast: 6, alone: true },
  {
    what: 'credential',
    names: ['authorization'],
    stems: ['authorization'],
    atLeast: 8,
    refuses: value =>
      /^(?:Bearer|Basic|PoP|Negotiate|NTLM|Digest|SharedKey\w*|SharedAccessSignature)\b/i.test(value),
  },
  {
    what: 'cookie',
    names: ['(?:set )?cookie'],
    stems: ['cookie'],
    alone: true,
    line: true,
    refuses: value => !value.includes('='),
  },
  // Those of Entra ID, SharePoint and ASP.NET, outside of their header.
  {
    what: 'cookie',
    names: [
      'ESTSAUTH\\w{0,20}',
      'esctx[\\w-]{0,20}',
      'buid',
      'fpc',
      'rtFa',
      'FedAuth',
      'SignInStateCookie',
      'JSESSIONID',
      'ASP\\.NET SessionId',
      '\\.AspNet\\.\\w{1,30}',
      'x ms RefreshTokenCredential\\d?',
    ],
    stems: [
      'estsauth',
      'esctx',
      'buid',
      'fpc',
      'rtfa',
      'fedauth',
      'signinstatecookie',
      'jsessionid',
      'asp.netsessionid',
      '.aspnet.',
      'xmsrefreshtokencredential',
    ],
    assigned: true,
    atLeast: 8,
  },
  // A token within a token, as a claim; of a record it is a time.
  {
    what: 'token',
    names: ['at'],
    stems: ['at'],
    quoted: true,
    alone: true,
    atLeast: 12,
    refuses: value => /^\d{4}-\d\d-\d\d/.test(value),
  },
  // The private members of a JSON Web Key (RFC 7518 §6).
  {
    what: 'private key',
    // The longer first: of two that begin alike, the first is taken.
    names: ['dp', 'dq', 'qi', 'd', 'p', 'q', 'k'],
    stems: ['d', 'p', 'q', 'k', 'qi'],
    quoted: true,
    alone: true,
    atLeast: 20,
    refuses: value => !/^[\w+/=-]+$/.test(value),
  },
]

const quote = '(?:\\\\{0,16}["\'`]|%(?:25)?2[27]|&(?:quot|apos|#0?39|#34);|\\\\{1,8}u002[27])'

/** What each quote begins with. */
const quoteSigns = ['\\', '"', "'", '`', '%', '&'] as const

const patterns = new Map<Kind, RegExp>()

/** How names of a kind are found: made when it is first asked for, since most texts hold none. */
function patternOf(kind: Kind): RegExp {
  const made = patterns.get(kind)
  if (made !== undefined) return made
  const pattern = new RegExp(
    `(?:${kind.names.join('|')})`.replaceAll(' ', '[ _-]?') + (kind.quoted === true ? `(?=$|${quote})` : ''),
    kind.quoted === true ? 'g' : 'gi',
  )
  patterns.set(kind, pattern)
  return pattern
}

// Colours of a terminal count as blanks: logs colour names and values.
const blanks = '(?:\\s|%20|\\+(?==)|\\\\[tnr]|(?:\\u001b|\\\\u001b)\\[[\\d;]{0,20}m){0,8}'

/**
 * What stands between a name and its value: `=`, `:`, `=>`, `:=`, `%3D`, behind a quote or not; the word
 * `value` of HTML forms, HAR and Postman; the empty line of multipart bodies; the bracket of a call or an element.
 */
const assignment = new RegExp(
  `(?<closed>${quote})?${blanks}(?:,?${blanks}${quote}?value${quote}?${blanks})?(?<sign>=>|:=|[=:]|%(?:25)?3[DdAa])${blanks}`,
  'y',
)
/** How else a value stands behind its name. */
interface Form {
  /** What its first character is one of, which is looked at before the pattern is compiled; null: a blank. */
  readonly begins: string | null
  readonly pattern: RegExp
  /** What must stand before the name, in so many characters. */
  readonly before?: { readonly atMost: number; readonly fits: (text: string) => boolean }
  readonly consists?: RegExp
}

const forms: readonly Form[] = [
  // name="client_secret", of a multipart body.
  {
    begins: `"'`,
    pattern: /["'](?:;[^\r\n]{0,200})?(?:\r?\n|(?:\\r)?\\n){2}/y,
    consists: /(?:[^\r\n\\]|\\(?![rn])){0,8192}/y,
  },
  { begins: '(', pattern: new RegExp(`\\(\\s{0,8}(?=${quote})`, 'y') },
  {
    begins: quoteSigns.join(''),
    pattern: new RegExp(`${quote}\\s{0,4},\\s{0,8}(?=${quote})`, 'y'),
    before: { atMost: 8, fits: text => /\(\s{0,4}[bru]?["']$/.test(text) },
  },
  // <client_secret>x
  {
    begins: '>',
    pattern: />\s{0,8}/y,
    before: { atMost: 42, fits: text => /<[\w:]{0,40}$/.test(text) },
    consists: /[^<\r\n]{0,8192}/y,
  },
  // --password x, -ClientSecret x
  {
    begins: null,
    pattern: /\s{1,8}(?!-)/y,
    before: {
      atMost: 44,
      fits: text => lastWord(text).includes('-') && /(?:^|[\s"'([])--?[\w]{0,40}-?$/.test(text),
    },
  },
  // ENV CLIENT_SECRET x, setx CLIENT_SECRET x
  {
    begins: null,
    pattern: /\s{1,8}/y,
    before: {
      atMost: 50,
      fits: text =>
        ['ENV', 'ARG', 'set', 'export'].some(word => text.includes(word)) &&
        /\b(?:ENV|ARG|setx|export|set\s{1,4}-\w{1,4})\s{1,4}\w{0,40}$/.test(text),
    },
  },
]

const beforeValue =
  /(?:[bfr@$](?=["'])|@?\(\s{0,4}(?=["'])|\[\s{0,8}|[|>][-+]?\s{0,8}\n\s{0,40}|\(\s{0,4}ConvertTo-SecureString\s{1,8}(?:-String\s{1,8})?){0,3}/y
const opening = new RegExp(quote, 'y')

/** A value that goes on for longer is cut into pieces that are looked at by their shape. */
const longest = 8192

/** One of these stands behind every name that has a value, or before it, as of a flag: most short texts hold none. */
function hasSign(text: string): boolean {
  return (
    /[=:(>,\n\\]/.test(text) || /%(?:25)?3[ad]|(?:^|[\s"'([])-|\b(?:ENV|ARG|setx|export|set)\s/i.test(text)
  )
}

/** What an assignment begins with, blanks aside: its sign, a quote, or what encodes or escapes one of these. */
const assigning: ReadonlySet<string> = new Set('=:+\\"\'`%&\u001b')

function isBlank(character: string | undefined): boolean {
  return character !== undefined && character.trim() === ''
}

/** Whether an assignment may stand here. Its pattern is dear to compile, and behind most names there is none. */
function mayAssign(text: string, start: number, kind: Kind): boolean {
  let at = behindBlanks(text, start)
  // A name that is quoted has its sign behind the quote, and a comma is one before the word `value` alone.
  if (text[at] === '"' || text[at] === "'") at = behindBlanks(text, at + 1)
  if (text[at] === ',') at = behindBlanks(text, at + 1)
  if (!assigning.has(text.charAt(at)) && !text.startsWith('value', at)) return false
  if (text[at] === '&') return /[aq#]/.test(text.charAt(at + 1))
  return text[at] !== ':' || !isShortWord(text, at + 1, kind)
}

/** What stands behind the last blank. */
function lastWord(text: string): string {
  let start = text.length
  while (start > 0 && !isBlank(text[start - 1])) start--
  return text.slice(start)
}

function behindBlanks(text: string, start: number): number {
  let at = start
  while (isBlank(text[at])) at++
  return at
}

/** `No token: nothing was compared`: behind the colon stands a word that is too short to be one of the kind. */
function isShortWord(text: string, start: number, { atLeast = 4, line }: Kind): boolean {
  if (line === true) return false
  const word = behindBlanks(text, start)
  let end = word
  while (isLetter(text.charAt(end))) end++
  return end > word && end - word < atLeast && isBlank(text[end])
}

function isLetter(character: string): boolean {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
}

/** The kinds of which a text holds a stem. A pattern is compiled at its first use, which costs more than all of these looks. */
export function kindsNamedIn(text: string): readonly Kind[] {
  return kindsWith(text, ({ stems }) => stems.some(stem => standsQuoted(text, stem)))
}

/** The kinds that the name of a member may be one of. */
export function kindsOfName(name: string): readonly Kind[] {
  return kindsWith(name, ({ names }) => names.includes(name))
}

function kindsWith(text: string, hasQuoted: (kind: Kind) => boolean): readonly Kind[] {
  const joined = text.toLowerCase().replace(/[ _-]/g, '')
  return kinds.filter(kind =>
    kind.quoted === true ? hasQuoted(kind) : kind.stems.some(stem => joined.includes(stem)),
  )
}

function standsQuoted(text: string, stem: string): boolean {
  return text.endsWith(stem) || quoteSigns.some(sign => text.includes(stem + sign))
}

/** The places where a text gives a name and behind it a value that nobody but its owner may read. */
export function namedIn(text: string): Hit[] {
  if (!hasSign(text)) return []
  const hits: Hit[] = []
  for (const kind of kindsNamedIn(text)) {
    // What stands in a value is no name: without this a text of nothing but names is read again from each.
    let readTo = 0
    for (const { 0: name, index } of matchesOf(patternOf(kind), text)) {
      if (index < readTo) continue
      const value = valueBehind(text, index, index + name.length, kind)
      if (value === null) continue
      readTo = value.end
      if (isSecret(text, value, kind)) hits.push({ start: value.start, end: value.end, what: kind.what })
    }
  }
  return hits
}

/** Whether a member of an object is named like a secret, so that its value is one. */
export function namesSecret(name: string, value: string, among = kindsOfName(name)): string | null {
  for (const kind of among) {
    if (kind.assigned === true || value.length < (kind.atLeast ?? 4) || !isNamed(name, kind)) continue
    // A whole member is a cookie's value, its name is the member's.
    if (kind.line === true || !isNoSecret(value, kind)) return kind.what
  }
  return null
}

/** Whether a name ends in one of a kind; of those that count in quotes only, it is one. */
function isNamed(name: string, kind: Kind): boolean {
  if (kind.quoted === true) return kind.names.includes(name)
  return matchesOf(patternOf(kind), name).some(
    ({ 0: found, index }) => index + found.length === name.length && standsAlone(name, index, kind),
  )
}

function standsAlone(text: string, start: number, { alone }: Kind): boolean {
  return alone !== true || !/[A-Za-z0-9]/.test(text[start - 1] ?? '') || isCamel(text, start)
}

interface Value extends Span {
  /** Neither quoted nor joined to its name: it may be a word of a sentence. */
  readonly mayBeProse: boolean
}

function valueBehind(text: string, start: number, end: number, kind: Kind): Value | null {
  const before = text[start - 1] ?? ''
  if (!standsAlone(text, start, kind)) return null
  const sign = signAt(text, start, end, kind)
  if (sign === null || matchAt(hiddenHere, text, sign.end) !== null) return null
  const from = stick(beforeValue, text, sign.end)
  const open = kind.line === true && !sign.closed ? null : matchAt(opening, text, from)
  if (open !== null) return { ...quoted(text, from + open.length, open), mayBeProse: false }
  const span =
    kind.line === true
      ? restOfLine(text, from, before)
      : (inForm(sign.consists, text, from) ??
        settingLine(text, start, from) ??
        bare(text, from, sign.encoded))
  return { ...span, mayBeProse: sign.prose }
}

const hiddenHere = new RegExp(hiddenForm.source, 'y')

function isSecret(text: string, value: Value, kind: Kind): boolean {
  const shown = text.slice(value.start, value.end)
  if (shown.length < (kind.atLeast ?? 4) || isNoSecret(shown, kind)) return false
  return !(value.mayBeProse && isProse(text, value))
}

/** `sasToken`, `mySecret`, `DBSecret`, `oauth2Token`: a word begins within a name. */
function isCamel(text: string, start: number): boolean {
  return /^(?:[a-z][A-Z]|.[A-Z][a-z])/.test(text.slice(start - 1, start + 2))
}

interface Sign {
  readonly end: number
  /** The name's own quote was closed before it. */
  readonly closed: boolean
  readonly encoded: boolean
  /** Blanks stand around it, as in a sentence. */
  readonly prose: boolean
  /** What a value of this form consists of. */
  readonly consists: RegExp | null
}

function signAt(text: string, start: number, end: number, kind: Kind): Sign | null {
  assignment.lastIndex = end
  const assigned = mayAssign(text, end, kind) ? assignment.exec(text) : null
  if (assigned !== null) {
    const { closed, sign = '' } = assigned.groups!
    if (kind.assigned === true && !/[=dD]$/.test(sign)) return null
    return {
      end: end + assigned[0].length,
      closed: closed !== undefined,
      encoded: sign.startsWith('%'),
      prose: /\s$/.test(assigned[0]) && closed === undefined,
      consists: null,
    }
  }
  if (kind.assigned === true || kind.quoted === true || kind.line === true) return null
  for (const { begins, pattern, before, consists = null } of forms) {
    const mayBegin = begins === null ? isBlank(text[end]) : end < text.length && begins.includes(text[end]!)
    const found = mayBegin ? matchAt(pattern, text, end) : null
    if (found === null || before?.fits(text.slice(Math.max(0, start - before.atMost), start)) === false)
      continue
    return { end: end + found.length, closed: false, encoded: false, prose: false, consists }
  }
  return null
}

interface Span {
  readonly start: number
  readonly end: number
}

/** Up to the same quote, escaped as often; where there is none, as if it were not quoted. */
function quoted(text: string, start: number, open: string): Span {
  const level = /\\*/.exec(open)![0].length
  const mark = open.slice(level)
  const limit = Math.min(text.length, start + longest)
  for (
    let at = text.indexOf(mark, start);
    at >= 0 && at <= limit;
    at = text.indexOf(mark, at + mark.length)
  ) {
    let escapes = 0
    while (at - escapes > start && text[at - escapes - 1] === '\\') escapes++
    if (escapes > level && escapes % (2 * level + 2) !== level && !/[%&]/.test(mark)) continue
    const value = { start, end: at - Math.min(escapes, level) }
    return text.slice(value.start, value.end).includes(apart) ? bare(text, start, false) : value
  }
  return bare(text, start, false)
}

/** A header's value: to the end of its line, or to the quote that was opened before its name. */
function restOfLine(text: string, start: number, before: string): Span {
  const line = /[^\r\n]{0,8192}/y
  const whole = matchAt(line, text, start) ?? ''
  const lineEnd = whole.search(/\\[rn]/)
  const close = /["'`]/.test(before) ? whole.indexOf(before) : -1
  const ends = [lineEnd, close].filter(at => at >= 0)
  return { start, end: start + Math.min(whole.length, ...ends) }
}

function inForm(consists: RegExp | null, text: string, start: number): Span | null {
  return consists === null ? null : { start, end: stick(consists, text, start) }
}

/** The line of a settings file may hold blanks without quotes, where nothing but its value stands behind the sign. */
function settingLine(text: string, name: number, start: number): Span | null {
  if (!/=[ \t]{0,4}$/.test(text.slice(Math.max(0, start - 5), start))) return null
  if (!/(?:^|[\r\n])[ \t]{0,40}(?:export |set )?\w{0,40}$/.test(text.slice(Math.max(0, name - 90), name)))
    return null
  settingValue.lastIndex = start
  const value = settingValue.exec(text)?.[0].trimEnd()
  return value === undefined ? null : { start, end: start + value.length }
}

const settingValue = /[^\r\n=&;,"'`<>()\\]{1,400}(?=[\r\n]|$)/y

/** A value without quotes ends at a blank, a quote, a bracket of markup, or where the next name begins. */
function bare(text: string, start: number, isEncoded: boolean): Span {
  const limit = Math.min(text.length, start + longest)
  let at = start
  for (; at < limit; at++) {
    const character = text[at]!
    if (/[\s"'`<>\u001b]/.test(character)) break
    if (character === '\\' && /["'\\nrtu]/.test(text[at + 1] ?? '')) break
    if (character === '%' && isEncoded && /^%(?:25)?(?:26|2[27]|2C|7D|0[AD])/i.test(text.slice(at, at + 5)))
      break
    if ('&,;'.includes(character) && endsBehind(text, at)) break
    if (')]}'.includes(character) && /^(?:[\s,;)\]}"']|$)/.test(text.slice(at + 1, at + 2))) break
  }
  return { start, end: at }
}

/** Behind a comma, a semicolon or an ampersand: a blank, the end, or the next name. */
function endsBehind(text: string, at: number): boolean {
  return /^.(?:[\s"']|$|(?:amp;)?[\w.$%"'-]{1,40}\s{0,4}[=:]|quot;|apos;|#\d\d;|lt;|gt;)/.test(
    text.slice(at, at + 60),
  )
}

/** Types, members and calls in code, placeholders, and what was hidden before. */
function isNoSecret(value: string, kind: Kind): boolean {
  if (kind.refuses?.(value) === true) return true
  if (hiddenForm.test(value)) return true
  if (isPlaceholder(value) && !/\d/.test(value)) return true
  return /^(?:\*+|null|none|nil|undefined|true|false|str|string\??|securestring|object|required|optional|[A-Za-z_]{1,40}(?:\.[A-Za-z_]{1,40}){1,4}\(?\)?|\$\w*(?:[:.]\w+|\(.{0,80})|<.{0,80})[.,;]?$/i.test(
    value,
  )
}

/** `password: the one that you chose`, `secret: it has expired.` */
function isProse(text: string, { start, end }: Span): boolean {
  const value = text.slice(start, end)
  const next = text.slice(end, end + 3)
  return (
    /^[A-Za-z]?[a-z]{0,20}['’]?[a-z]{0,2}[.,:;!?)]?$/.test(value) &&
    (/^[ \t\n][ \t]?[\w("'`<]/.test(next) || /[.,:;!?)]$/.test(value))
  )
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? null
}

function stick(pattern: RegExp, text: string, at: number): number {
  return at + (matchAt(pattern, text, at)?.length ?? 0)
}
