import { printableIn } from './base64.ts'
import { type Hit, hiddenForm, matchesOf } from './hidden.ts'
import { endsOfKeys } from './key-end.ts'
import { isPlaceholder } from './placeholder.ts'

interface Shape {
  readonly what: string
  /** One of these stands in every text that the pattern finds anything in: in letters of any case, unless it has great ones. */
  readonly signs: readonly string[]
  /** No letter stands directly before the sign. */
  readonly alone?: true
  /** Whether one may stand behind a sign that ends there, where a look tells. */
  readonly behind?: (text: string, end: number) => boolean
  /** Global; a group `secret` says which part of the match is one, else the whole is. Each repeat is bounded, or runs over one class of characters from a fixed beginning. */
  readonly pattern: RegExp
  readonly accepts?: (match: RegExpExecArray) => boolean
}

/** Credentials that tell themselves by their shape, whatever stands around them. */
export const shapes: readonly Shape[] = [
  {
    what: 'token',
    signs: ['eyJ'],
    // A compact token (RFC 7515, 7516) whole or cut, with or without its signature; also over several lines, of which
    // the last may be followed by words.
    pattern:
      /eyJ[\w-]{8,}(?:\.[\w-]*){0,4}(?:["'\\=]{0,2}[ \t]{0,8}(?:\r?\n|(?:\\r)?\\n)[ \t|>+"'&.\\]{0,12}(?:[\w.-]{16,}(?![\w:@/ -]|\.(?!\s|$)|=[^\r\n\\])|(?=[\w-]{0,60}\d)(?=[\w-]{0,60}[A-Z])[\w-]{16,}(?:\.[\w-]{0,600})?(?= ))){0,200}/g,
    accepts: ({ 0: token, index, input }) =>
      !isChallenge(token) && (token.length > 40 || !/[A-Za-z0-9]/.test(input[index - 1] ?? '')),
  },
  {
    what: 'credential',
    signs: ['bearer', 'basic', 'pop', 'negotiate', 'ntlm', 'digest', 'sharedkey', 'sharedaccesssignature'],
    alone: true,
    behind: mayBeCredential,
    pattern:
      /(?<![A-Za-z])(?:Bearer|Basic|PoP|Negotiate|NTLM|Digest|SharedKey(?:Lite)?|SharedAccessSignature)(?:\s|%20|\+|\\[tnr]){1,8}["']?(?<secret>[\w.~+/=:%&!*$-]{8,})/gi,
    accepts: ({ groups, index, 0: all, input }) =>
      !isWord(groups!.secret!) &&
      !isVariable(groups!.secret!) &&
      !isParameter(groups!.secret!, input[index + all.length]),
  },
  // Entra ID's client secrets: three characters, a digit, Q~ and 34 more.
  { what: 'client secret', signs: ['Q~', 'Q%7'], pattern: /[\w.~-]{3}\dQ(?:~|%7[Ee])[\w.~%-]{10,60}/g },
  // Its refresh tokens and authorization codes, and those of personal accounts. The claim rh begins like them, and is short.
  {
    what: 'refresh token',
    signs: ['0.A', '1.A'],
    pattern: /(?<![\w.-])[01]\.A[\w-]{20,}(?:\.[\w-]{0,8000}){1,8}/g,
    accepts: longerThan(80),
  },
  { what: 'refresh token', signs: ['0.A', '1.A'], pattern: /(?<![\w.-])[01]\.A[\w-]{80,}/g },
  { what: 'refresh token', signs: ['M.'], pattern: /(?<![\w.-])M\.[A-Z]\d{1,3}_[\w.!*$-]{16,}/g },
  { what: 'refresh token', signs: ['Ew'], pattern: /(?<![\w.-])Ew[A-Z][\w+/=]{40,}/g },
  {
    what: 'private key',
    signs: ['-----BEGIN '],
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY-----(?:(?!-----)[^\0]){0,16000}(?:-----END [A-Z0-9 ]{0,30}PRIVATE KEY-----)?/g,
  },
  // Its middle: full lines of 64 digits, and the pieces of lines before and behind them.
  {
    what: 'private key',
    signs: ['\n', '\\n'],
    behind: mayBeKeyLine,
    pattern:
      /(?<![\w+/\\-])[A-Za-z0-9+/]{0,64}(?:(?:\r?\n|(?:\\r)?\\n)[ \t]{0,40}[A-Za-z0-9+/]{64}(?![\w+/=-])){2,400}(?:(?:\r?\n|(?:\\r)?\\n)[ \t]{0,40}[A-Za-z0-9+/]{1,64}={0,2}(?![\w+/=-]))?/g,
    accepts: ({ 0: lines }) => isMixed(lines),
  },
  // Keys of storage accounts and of Cosmos DB: 64 bytes, also where an address holds them.
  {
    what: 'account key',
    signs: ['==', '%3d%3d'],
    pattern:
      /(?:(?<![A-Za-z0-9+])|(?<=%(?:3[ADad]|2[27])))(?:[A-Za-z0-9+/]|%2[BbFf]){86}(?:==|%3[Dd]%3[Dd])/g,
    accepts: ({ 0: key }) =>
      isMixed(key) && !holdsWords(key) && printableIn(key.replace(/%(..)/g, digit)) === null,
  },
  // DER of PKCS #8, PKCS #1 and SEC 1 begins with its length, its version, and an algorithm, a modulus or an octet string.
  {
    what: 'private key',
    signs: ['IBADAN', 'IBAAK', 'AgEAM', 'CAQAwBQYDK2', 'CAQEE', 'AgEBB'],
    pattern: /(?<![\w+/=])M[CHI][\w+/]{1,6}(?:IBADAN|IBAAK|AgEAM|CAQAwBQYDK2|CAQEE|AgEBB)[\w+/=\s]{16,8000}/g,
  },
  // Of services beside Microsoft's, by the beginnings that they publish for scanners.
  {
    what: 'token',
    signs: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_', 'glpat-', 'xox', 'sk-', 'sk_live_'],
    pattern: /(?<![A-Za-z0-9])(?:gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|sk-|sk_live_)[\w-]{20,200}/g,
  },
  // az login -p password, sqlcmd -P password
  {
    what: 'password',
    signs: ['login', 'sqlcmd', 'smbclient'],
    pattern:
      /\b(?:az(?:\s|%20){1,4}login|sqlcmd|docker(?:\s|%20){1,4}login|smbclient)\b[^\n]{0,400}?(?:\s|%20)-[pP](?:\s|%20){0,4}["']?(?!\[|%20)(?<secret>[^\s"'-][^\s"']{3,400})/g,
  },
  // https://user:password@host, and a token in the user's place.
  {
    what: 'password',
    signs: ['@'],
    pattern: /:\/\/[^\s/:@?#"'<>]{0,200}:(?!\d{1,5}[/?])(?<secret>[^\s@"'<>]{1,400})@/g,
  },
  { what: 'password', signs: ['@'], pattern: /:\/\/(?<secret>[^\s/:@?#"'<>.]{20,400})@/g },
  // curl -u name:password
  {
    what: 'password',
    signs: ['-u', '--user', '--proxy-user'],
    alone: true,
    behind: (text, end) => /[\s=]/.test(text.charAt(end)),
    pattern:
      /(?<![\w-])(?:-u|--user|--proxy-user)[\s=]{1,4}["']?[^\s:"']{1,200}:(?!\[)(?<secret>[^\s"']{1,400})/g,
  },
  // curl -b 'name=value', as browsers copy a request: without a sign of assignment it names a file.
  {
    what: 'cookie',
    signs: ['curl', '--cookie'],
    pattern:
      /(?<![\w-])(?:-[A-Za-z]{0,8}b\s{1,4}|-b|--cookie[\s=]{1,4})\$?(?<open>[\\^]{0,8}["'])(?<secret>[^\s"'=;]{1,200}=(?:(?!\k<open>)(?:\\.|[^\r\n])){1,8192})/g,
    accepts: holdsCookie,
  },
  {
    what: 'cookie',
    signs: ['curl', '--cookie'],
    pattern:
      /(?<![\w-])(?:-[A-Za-z]{0,8}b\s{1,4}|-b|--cookie[\s=]{1,4})(?<secret>[^\s"'=;\\]{1,200}=[^\s"']{1,8192})/g,
    accepts: holdsCookie,
  },
  // Functions that take it at a place, not by a name.
  {
    what: 'client secret',
    signs: ['ClientSecretCredential('],
    pattern:
      /ClientSecretCredential\((?:[^()"'\0]{0,200}["'][^"'\n]{0,200}["']){2}[^()"'\n]{0,40}["'](?<secret>[^"'\n]{1,400})["']/g,
  },
  {
    what: 'secret',
    signs: ['convertto-securestring'],
    pattern:
      /ConvertTo-SecureString\s{1,8}(?:-String\s{1,8})?(?<secret>"[^"\n]{1,400}"|'[^'\n]{1,400}'|[^\s"'$([-][^\s]{3,400})/gi,
  },
]

/** The places where a text holds what has the shape of a credential. */
export function shapesIn(text: string): Hit[] {
  // The Kelvin sign would become a letter, which it is to no pattern.
  const small = text.replaceAll('\u212a', '?').toLowerCase()
  const hits = shapes.flatMap(shape => {
    // A pattern is compiled at its first use, which costs more than all of these looks.
    if (!shape.signs.some(sign => mayHold(text, /[A-Z]/.test(sign) ? text : small, sign, shape))) return []
    const { what, pattern, accepts } = shape
    return matchesOf(pattern, text).flatMap(match => {
      if (accepts !== undefined && !accepts(match)) return []
      const secret = match.groups?.secret ?? match[0]
      if (hiddenForm.test(secret)) return []
      const start = match.index + match[0].lastIndexOf(secret)
      return [{ start, end: start + secret.length, what }]
    })
  })
  return [...hits, ...endsOfKeys(text)]
}

/** @param searched the text, or the same in small letters */
function mayHold(text: string, searched: string, sign: string, { alone, behind }: Shape): boolean {
  for (let at = searched.indexOf(sign); at >= 0; at = searched.indexOf(sign, at + 1)) {
    if (alone === true && /[A-Za-z]/.test(searched[at - 1] ?? '')) continue
    // A few letters are longer in small, and then no place is the same.
    if (behind === undefined || searched.length !== text.length || behind(text, at + sign.length)) return true
  }
  return false
}

const wordBehind = /\s{1,8}["']?([\w.~+/=:%&!*$-]*)/y

/** No: a word of a sentence or of code stands there, or nothing. `basic properties`, `Bearer $TOKEN`. */
function mayBeCredential(text: string, end: number): boolean {
  wordBehind.lastIndex = end
  const [all, word = ''] = wordBehind.exec(text) ?? []
  // What encodes or escapes a blank; and the rest of SharedKeyLite.
  if (word === '') return /[%+\\Ll]/.test(text.charAt(end + (all?.length ?? 0)))
  return /^[%+]/.test(word) || !(word.length < shortestCredential || isWord(word) || isVariable(word))
}

const shortestCredential = 8

function mayBeKeyLine(text: string, end: number): boolean {
  const line = text
    .slice(end, end + 104)
    .trimStart()
    .slice(0, 64)
  return line.length === 64 && !/[^A-Za-z0-9+/]/.test(line)
}

function longerThan(length: number): (match: RegExpExecArray) => boolean {
  return ({ 0: all }) => all.length > length
}

/** Whether one of the cookies has a value: `session=$SESSION` has none. */
function holdsCookie({ groups }: RegExpExecArray): boolean {
  return groups!.secret!.split(';').some(cookie => {
    const value = cookie.slice(cookie.indexOf('=') + 1).trim()
    return value !== '' && !isPlaceholder(value)
  })
}

/** A claims challenge is base64 of JSON too, is no secret, and its user needs it: `{"access_token":{…`. */
function isChallenge(token: string): boolean {
  return token.startsWith('eyJhY2Nlc3NfdG9rZW4iOns') && printableIn(token) !== null
}

/** `authentication`, `TOKEN_HERE`: letters as words have them. */
function isWord(text: string): boolean {
  return /^(?:[A-Za-z][a-z]+|[A-Z_]+)(?:[-_/][a-z]+)*[.,:;!]?$/.test(text)
}

/** `$TOKEN`, `${env:TOKEN}`. */
function isVariable(text: string): boolean {
  return /^\$\{?[\w:]+\}?$/.test(text)
}

/** `realm="…"`: what a challenge says, where a credential would stand (RFC 7235 §2.1). */
function isParameter(text: string, next: string | undefined): boolean {
  return (
    (/^[a-z_]{2,30}=(?:$|%22)/.test(text) && (next === '"' || next === "'" || text.endsWith('%22'))) ||
    /^(?:realm|authorization_uri|error|error_description|client_id|resource|resource_metadata|scope|trusted_issuers|resource_id|algorithm|qop)=/i.test(
      text,
    )
  )
}

/** Of sixteen characters or more, the padding included. */
const runs = /[A-Za-z0-9+/_-]{14,}={0,2}/g

/**
 * What a run of base64 holds: a key or a part of a token when it is long and is no text; or text, in which a
 * secret may stand. `isSecret` is asked about the text.
 */
export function base64In(text: string, isSecret: (text: string) => boolean): Hit[] {
  const hits: Hit[] = []
  for (const { 0: run, index } of matchesOf(runs, text)) {
    const whole = hitOf(run, text, index, isSecret)
    if (whole !== null) {
      hits.push(whole)
    } else if (run.includes('/')) {
      // A slash is a digit of base64, and parts a path too.
      let start = index
      for (const part of run.split('/')) {
        const hit = hitOf(part, text, start, isSecret)
        if (hit !== null) hits.push(hit)
        start += part.length + 1
      }
    }
  }
  return hits
}

function hitOf(run: string, text: string, start: number, isSecret: (text: string) => boolean): Hit | null {
  const what = run.length < 16 ? null : kindOf(run, text, start, isSecret)
  return what === null ? null : { start, end: start + run.length, what }
}

function kindOf(
  run: string,
  text: string,
  start: number,
  isSecret: (text: string) => boolean,
): string | null {
  const held = printableIn(run.slice(0, 8192))
  if (held !== null) return isSecret(held) || holdsLogin(held) ? 'secret in base64' : null
  if (run.length === 64 && isLine(text, start, run) && isRandom(run) && !holdsWords(run)) return 'private key'
  if (run.length < 80 || !isRandom(run)) return null
  if (!run.includes('/')) return 'part of a token'
  // A slash parts a path, unless all of it fills the groups of base64.
  return run.endsWith('=') && run.length % 4 === 0 && !/\/AA[A-Z]/.test(run) ? 'key' : null
}

function isLine(text: string, start: number, run: string): boolean {
  return /^\n?$/.test(text[start - 1] ?? '') && /^[\r\n]?$/.test(text[start + run.length] ?? '')
}

/** Whether a slash in it parts a path: a key has no words between two, and ids of Exchange end like a key. */
export function holdsWords(text: string): boolean {
  return text.split(/\/|%2f/i).some(piece => /^[a-z]{4}[A-Za-z]*$/.test(piece))
}

function digit(_: string, code: string): string {
  return String.fromCharCode(Number.parseInt(code, 16))
}

function isMixed(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text)
}

/** Ids of Exchange begin in zeros and certificates with their length; words are short between their hyphens. */
function isRandom(run: string): boolean {
  if (/^(?:AA|MII[A-H])/.test(run)) return false
  return run.split(/[-_+/]/).some(piece => piece.length >= 16 && isMixed(piece))
}

/** `client id:secret`, as the scheme Basic writes it (RFC 7617). */
function holdsLogin(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}:\S{4}/i.test(text)
}
