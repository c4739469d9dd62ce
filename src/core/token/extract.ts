import { isGuid } from '../guid.ts'
import { parseJson } from '../json.ts'
import { Secret } from '../secret.ts'
import { damageOf } from './damage.ts'
import { textOfPart } from './decode.ts'
import { findTokens } from './find.ts'
import { wrappingOf } from './wrapping.ts'

/** What was found in a text that was given as a token. */
export type Extracted =
  | {
      readonly form: 'jwt'
      readonly token: Secret
      /** What was taken off it, as a clause; null: nothing. */
      readonly wrapping: string | null
    }
  /** `kind` says in a few words what the text is instead. */
  | { readonly form: 'jwe' | 'opaque' | 'not-a-token'; readonly kind: string }

/** Longer texts are not searched: 1 MiB of characters. No token comes near it. */
export const longestText = 1024 * 1024

const compactJws = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/
const compactJwe = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/

/**
 * The access token in what people really paste: with `Bearer `, quotes, line breaks or a trailing ellipsis, a
 * header line, the JSON of a token endpoint, the Azure CLI or MSAL, or a log that holds one. Several different
 * ones are none: which of them was meant, only their owner can tell.
 */
export function extractToken(text: string): Extracted {
  const found = extractTokens(text)
  return found.length === 1
    ? found[0]!
    : nothing(`${found.length} different tokens, where one is needed: why403 inspect reads each`)
}

/**
 * All access tokens of such a text, each once; where there is none, one that says what the text is instead.
 * Does not decode or verify them. Takes time in proportion to the text.
 */
export function extractTokens(text: string): readonly Extracted[] {
  if (text.length > longestText) return [nothing('a text of more than 1 MiB: no token is that long')]
  const visible = text.replace(widthless, '').replace(glued, '$& ')
  const json = /^\s*[{[]/.test(visible) ? parseJson(visible) : undefined
  const members = accessTokensIn(json)
  const named = members.flatMap(member => findTokens(unwrap(member)))
  if (named.length > 0) return [...new Set(named)].map(token => jwt(token, null))
  const found = findTokens(members[0] ?? visible)
  if (found.length === 0) return [otherForm(visible, json, members[0])]
  return found.map(token => jwt(token, found.length === 1 ? wrappingOf(text, token) : null))
}

function jwt(token: string, wrapping: string | null): Extracted {
  return { form: 'jwt', token: new Secret('access token', token), wrapping }
}

/** A text in which no token is told by its looks: a form that is known, or a name for what it is instead. */
function otherForm(text: string, json: unknown, member: string | undefined): Extracted {
  const bare = withoutEllipsis(unwrap(member ?? text).replace(blanks, ''))
  if (bare === '') return nothing('an empty text')
  if (isMasked(bare)) return masked
  if (holdsPrincipal(bare)) return nothing(principal)
  const known = nameOf(bare)
  if (known !== null) return known
  if (compactJws.test(bare)) return jwt(bare, null)
  if (compactJwe.test(bare)) {
    // The second part of an encrypted token is an encrypted key, and never claims.
    return bare.split('.')[1]!.startsWith('eyJ')
      ? nothing('two tokens that run into one another: put each on a line of its own')
      : { form: 'jwe', kind: 'an encrypted token (JWE, five parts): only its resource can read it' }
  }
  if (json !== undefined) return nothing(nameJson(json))
  if (/^ey[IJ]/.test(bare)) return nothing(damageOf(bare))
  return nothing(nameText(text))
}

function nothing(kind: string): Extracted {
  return { form: 'not-a-token', kind }
}

const principal =
  'the header X-MS-CLIENT-PRINCIPAL of App Service, base64 of claims that nobody signed: the access token stands in X-MS-TOKEN-AAD-ACCESS-TOKEN'

/** Base64 of JSON that has no algorithm, and says how somebody signed in. */
function holdsPrincipal(bare: string): boolean {
  if (!/^ey[A-Za-z0-9+/_-]{20,}={0,2}$/.test(bare)) return false
  return /"(?:auth_typ|name_typ|role_typ)"/.test(
    textOfPart(bare.replaceAll('+', '-').replaceAll('/', '_').slice(0, 400)) ?? '',
  )
}

const masked = nothing(
  'a masked token: a CI, a log or a form has hidden it. Write it to a file where it is made, and inspect that file',
)

/**
 * `***`, `<redacted>`, `[MASKED]`, `••••`, `eyJ***`: what GitHub, GitLab, Azure DevOps, Jenkins, this program and
 * people put in a token's place.
 */
function isMasked(bare: string): boolean {
  return (
    /^(?:ey[A-Za-z0-9_.-]*)?[*•●▪█#]{3,}[A-Za-z0-9_.-]*$/.test(bare) ||
    /^x{6,}$/i.test(bare) ||
    /^(?:ey[A-Za-z0-9_.-]{0,2000})?[*]{0,8}[<[({]?[*]{0,8}(?:redacted|masked|hidden|removed|secret|omitted|filtered|scrubbed)[*]{0,8}[>\])}]?[*]{0,8}$/i.test(
      bare,
    ) ||
    /^\[[a-z ]{1,30},notshown:/i.test(bare)
  )
}

/** Characters of no width, which come along when a web page is copied. */
const widthless = /[\u200b-\u200d\u2060\ufeff]/g

/** `Bearer` without a blank behind it. */
const glued = /\bbearer(?=ey[IJK])/gi

const blanks = /\s+/g

/** Takes off quotes, `Authorization:` and `Bearer`, in whatever order they were put around it. */
function unwrap(text: string): string {
  let inner = text.trim()
  for (let layer = 0; layer < 4; layer++) {
    inner = inner
      .replace(/^authorization\s*:\s*/i, '')
      .replace(/^bearer(\s+|$)/i, '')
      .replace(/^(["'`])([\s\S]*)\1[,;]?$/, '$2')
      .trim()
  }
  return inner
}

/** A token's own last dot stays: behind it stands the signature, which may be empty. */
function withoutEllipsis(text: string): string {
  return text.replace(/(?:\u2026|\.{2,3})$/, '')
}

/** The string members that hold an access token by their name, at most four levels down. */
function accessTokensIn(json: unknown): readonly string[] {
  return membersNamed(json, /^(access_?token|token)$/i)
}

function membersNamed(json: unknown, name: RegExp, depth = 0): readonly string[] {
  if (typeof json !== 'object' || json === null || depth > 3) return []
  return Object.entries(json)
    .slice(0, mostMembers)
    .flatMap(([key, value]) =>
      typeof value === 'string' && name.test(key) ? [value] : membersNamed(value, name, depth + 1),
    )
}

/** Of one object; no answer of a token endpoint comes near it. */
const mostMembers = 1000

/** What stands alone and is known by its form. Sources: observed forms, none of them documented but the GUID. */
function nameOf(bare: string): Extracted | null {
  if (/^Ew[A-Z][A-Za-z0-9+/=_-]{20,}$/.test(bare)) {
    return {
      form: 'opaque',
      kind: 'the opaque token of a personal Microsoft account: only Microsoft can read it, and it is a delegated one',
    }
  }
  if (/^[01]\.A[A-Za-z0-9_-]{20,}/.test(bare)) {
    return nothing('a refresh token or authorization code, which is exchanged for an access token')
  }
  if (/^M\.[A-Z]\d+_[A-Z0-9][.A-Za-z0-9!*$_-]{10,}$/.test(bare)) {
    return nothing('a refresh token or authorization code of a personal Microsoft account')
  }
  if (isGuid(bare)) return nothing('an id (a GUID)')
  if (/^[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,37}$/.test(bare)) {
    return nothing(
      'a client secret, by its form: it is what a token is asked for with, and belongs into CLIENT_SECRET. If it was shown to others, replace it',
    )
  }
  if (/^(?:System\.Security\.)?SecureString$/i.test(bare)) {
    return nothing(
      'the type name of a SecureString: Get-AzAccessToken hands out an object since Az 14, so take its text with ConvertFrom-SecureString -AsPlainText',
    )
  }
  if (/^(?:System\.Object\[\]|\[objectObject\]|@\{accessToken=.*\})$/i.test(bare))
    return nothing('an object that was printed, not its member: take accessToken of it')
  if (/^(?:gh[pousr]_|github_pat_)/.test(bare))
    return nothing(
      'a token of GitHub: it opens GitHub, and nothing of Graph. If it was shown to others, revoke it',
    )
  if (/^[a-z2-7]{52}$/.test(bare) || /^[A-Za-z0-9]{52,76}AZDO[A-Za-z0-9]{4}$/.test(bare))
    return nothing(
      'a personal access token of Azure DevOps, by its form: it goes there as a password (Basic), and opens nothing of Graph. If it was shown to others, revoke it',
    )
  if (/^(?:PHNhbW[wx]|PEFzc2Vyd)/.test(bare))
    return nothing('a SAML assertion or response in base64: it is exchanged for an access token')
  if (/^(?:ESTSAUTH\w*|FedAuth|rtFa|AppServiceAuthSession|\.AspNet[\w.]*)=/i.test(bare))
    return nothing(
      'a sign-in cookie: whoever has it is signed in as its user, so revoke it if it was shown to others',
    )
  if (/(?:^|[?&])sv=\d{4}-.*&sig=/.test(bare) || /^SharedAccessSignature/i.test(bare))
    return nothing('a shared access signature: it opens one storage account or queue, and nothing of Graph')
  if (/^(?:P?AQAB|AgAB)[A-Za-z0-9_-]{40,}$/.test(bare))
    return nothing(
      'an opaque token or an old refresh token: ask for a token with a scope that ends in /.default',
    )
  return null
}

function nameJson(json: unknown): string {
  if (membersNamed(json, /^id_?token$/i).length > 0)
    return 'an answer with an ID token and no access token: ask for a scope of Graph, such as https://graph.microsoft.com/.default'
  if (membersNamed(json, /^refresh_?token$/i).length > 0)
    return 'an answer with a refresh token and no access token'
  if (membersNamed(json, /^error$/i).length > 0)
    return "a refusal, with no access token in it: why403 explain reads an endpoint's error"
  return 'JSON with no access token in it'
}

function nameText(text: string): string {
  if (/[?&#]code=[^&\s]{10}/.test(text))
    return 'an authorization code in a redirect address, which is exchanged for an access token'
  if (/-----BEGIN [A-Z ]+-----/.test(text)) return 'a certificate or key (PEM): a token is asked for with it'
  if (/^\s*</.test(text)) return 'XML or HTML, such as a SAML assertion or a web page'
  return 'no access token: that is three base64url parts joined by dots, and begins with eyJ'
}
