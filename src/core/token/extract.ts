import { parseJson } from '../json.ts'
import { Secret } from '../secret.ts'
import { damageOf } from './damage.ts'

/** What was found in a text that was given as a token. */
export type Extracted =
  | { readonly form: 'jwt'; readonly token: Secret }
  /** `kind` says in a few words what the text is instead. */
  | { readonly form: 'jwe' | 'opaque' | 'not-a-token'; readonly kind: string }

/** Longer texts are not searched: 1 MiB of characters. No token comes near it. */
export const longestText = 1024 * 1024

const compactJws = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/
const compactJwe = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/

/**
 * Finds an access token in what people really paste: with `Bearer `, quotes, line breaks or a trailing
 * ellipsis, a header line, the JSON of a token endpoint, the Azure CLI or MSAL, or a log that holds one.
 * Does not decode or verify it. Takes time in proportion to the text.
 */
export function extractToken(text: string): Extracted {
  if (text.length > longestText) return nothing('a text of more than 1 MiB: no token is that long')
  const json = /^\s*[{[]/.test(text) ? parseJson(text) : undefined
  const member = json === undefined ? null : memberNamed(json, /^(access_?token|token)$/i)
  const bare = withoutEllipsis(unwrap(member ?? text).replace(invisible, ''))
  if (bare === '') return nothing('an empty text')
  const known = nameOf(bare)
  if (known !== null) return known
  if (compactJws.test(bare)) return { form: 'jwt', token: new Secret('access token', bare) }
  if (compactJwe.test(bare)) {
    return { form: 'jwe', kind: 'an encrypted token (JWE, five parts): only its resource can read it' }
  }
  const inside = tokenInside(text)
  if (inside !== null) return { form: 'jwt', token: new Secret('access token', inside) }
  if (json !== undefined) return nothing(nameJson(json))
  if (/^ey[IJ]/.test(bare)) return nothing(damageOf(bare))
  return nothing(nameText(text))
}

function nothing(kind: string): Extracted {
  return { form: 'not-a-token', kind }
}

/** Blanks and line breaks, and characters of no width that come along when a web page is copied. */
const invisible = /[\s\u200b-\u200d\u2060]+/g

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

/** The first string member of that name, at most four levels down. */
function memberNamed(json: unknown, name: RegExp, depth = 0): string | null {
  if (typeof json !== 'object' || json === null || depth > 3) return null
  const members = Object.entries(json)
  const own = members.find(([key, value]) => name.test(key) && typeof value === 'string')
  if (own !== undefined) return own[1] as string
  for (const [, value] of members.slice(0, 1000)) {
    const found = memberNamed(value, name, depth + 1)
    if (found !== null) return found
  }
  return null
}

/** A token inside a longer text: what is called one, or sent as one, before any other. */
function tokenInside(text: string): string | null {
  const called = /(?:\baccess_?token["']?\s*[:=]\s*["']?|\bbearer\s+)/gi
  for (const { index, 0: words } of text.matchAll(called)) {
    const run = /^[A-Za-z0-9_.-]+/.exec(text.slice(index + words.length))?.[0]
    const token = run === undefined ? null : jwsOf(run)
    if (token !== null) return token
  }
  for (const [run] of text.matchAll(/[A-Za-z0-9_.-]+/g)) {
    const token = jwsOf(run)
    if (token !== null) return token
  }
  return null
}

/** Base64url of `{"` begins header and claims. */
function jwsOf(run: string): string | null {
  const bare = run.replace(/\.{2,3}$/, '')
  if (!bare.startsWith('eyJ') || !compactJws.test(bare)) return null
  const [, payload = '', signature] = bare.split('.')
  return payload.startsWith('eyJ') && signature !== '' ? bare : null
}

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
  if (/^M\.[A-Z]\d+_[A-Z0-9]+[.A-Za-z0-9!*$_-]{10,}$/.test(bare)) {
    return nothing('a refresh token or authorization code of a personal Microsoft account')
  }
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(bare)) return nothing('an id (a GUID)')
  if (/^[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,37}$/.test(bare)) {
    return nothing(
      'a client secret, by its form: it is what a token is asked for with, and belongs into CLIENT_SECRET. If it was shown to others, replace it',
    )
  }
  return null
}

function nameJson(json: unknown): string {
  if (memberNamed(json, /^id_?token$/i) !== null)
    return 'an answer with an ID token and no access token: ask for a scope of Graph, such as https://graph.microsoft.com/.default'
  if (memberNamed(json, /^refresh_?token$/i) !== null)
    return 'an answer with a refresh token and no access token'
  if (memberNamed(json, /^error$/i) !== null)
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
