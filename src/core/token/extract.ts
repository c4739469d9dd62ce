import { Secret } from './token.ts'

/** What was found in a text that was given as a token. */
export type Extracted =
  | { readonly form: 'jwt'; readonly token: Secret }
  /** `kind` says in a few words what the text is instead. */
  | { readonly form: 'jwe' | 'opaque' | 'not-a-token'; readonly kind: string }

const base64url = '[A-Za-z0-9_-]'
const compactJws = new RegExp(`^${base64url}+\\.${base64url}+\\.${base64url}*$`)
const compactJwe = new RegExp(
  `^${base64url}+\\.${base64url}*\\.${base64url}+\\.${base64url}+\\.${base64url}+$`,
)
/** Refresh tokens and authorization codes of Entra ID, observed: they have dots too, and no header. */
const refreshToken = /^[01]\.A[A-Za-z0-9_-]{20,}/
/** A token inside a longer text, such as a header dump: base64url of `{"` starts each part. */
const jwsInside = new RegExp(`eyJ${base64url}+\\.eyJ${base64url}+\\.${base64url}+`)

/**
 * Finds an access token in what people really paste: with `Bearer `, quotes or line breaks, a header
 * line, or the JSON of a token endpoint, the Azure CLI or MSAL. Does not decode or verify it.
 */
export function extractToken(text: string): Extracted {
  const fromJson = accessTokenMember(text)
  const bare = unwrap(fromJson ?? text).replace(/\s+/g, '')
  if (bare === '') return { form: 'not-a-token', kind: 'an empty text' }
  if (refreshToken.test(bare)) return nameOpaque(bare)
  if (compactJws.test(bare)) return { form: 'jwt', token: new Secret('access token', bare) }
  if (compactJwe.test(bare))
    return { form: 'jwe', kind: 'an encrypted token (JWE, five parts): only its resource can read it' }
  const inside = jwsInside.exec(text)?.[0]
  if (inside !== undefined) return { form: 'jwt', token: new Secret('access token', inside) }
  return nameOpaque(bare)
}

/** Takes off quotes, `Authorization:` and `Bearer`, in whatever order they were put around it. */
function unwrap(text: string): string {
  let inner = text.trim()
  for (let layer = 0; layer < 4; layer++) {
    inner = inner
      .replace(/^authorization\s*:\s*/i, '')
      .replace(/^bearer(\s+|$)/i, '')
      .replace(/^(["'`])([\s\S]*)\1$/, '$2')
      .trim()
  }
  return inner
}

function accessTokenMember(text: string): string | null {
  if (!text.trimStart().startsWith('{')) return null
  try {
    const json: unknown = JSON.parse(text)
    if (typeof json !== 'object' || json === null) return null
    for (const name of ['access_token', 'accessToken']) {
      const value: unknown = (json as Record<string, unknown>)[name]
      if (typeof value === 'string') return value
    }
    return null
  } catch {
    return null
  }
}

function nameOpaque(bare: string): Extracted {
  if (/^Ew[A-Z]/.test(bare)) {
    return {
      form: 'opaque',
      kind: 'the opaque token of a personal Microsoft account: only Microsoft can read it',
    }
  }
  if (refreshToken.test(bare)) {
    return {
      form: 'not-a-token',
      kind: 'a refresh token or authorization code, which is exchanged for an access token',
    }
  }
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(bare)) {
    return { form: 'not-a-token', kind: 'an id (a GUID)' }
  }
  if (/^eyJ/.test(bare)) {
    return {
      form: 'not-a-token',
      kind: 'part of a token: an access token has three parts joined by dots, and this was cut',
    }
  }
  return {
    form: 'not-a-token',
    kind: 'no access token: that is three base64url parts joined by dots, and begins with eyJ',
  }
}
