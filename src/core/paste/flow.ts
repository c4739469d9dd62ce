import type { TokenKind } from '../token/kind.ts'

/** Words of programs that ask for a token as an app, and of such that ask as a user. */
const words: readonly (readonly [kind: TokenKind, pattern: RegExp])[] = [
  [
    'app-only',
    /\bgrant_type["']?\s?[:=]\s?["']?client_credentials\b|\bacquire_?token_?for_?client\b|\b(?:New)?Client(?:Secret|Certificate|Assertion)Credential(?:Builder)?\b|\bClientCredential(?:Provider|Context)\b|\bManagedIdentityCredential(?:Builder)?\b|\bonly valid with delegated authentication flow\b/i,
  ],
  [
    'delegated',
    /\bgrant_type["']?\s?[:=]\s?["']?(?:authorization_code|password|refresh_token|urn:)|\bacquire_?token_?(?:silent|interactive|popup|redirect|on_?behalf_?of|by_?username_?password|by_?device)|\bDeviceCodeCredential\b|\bInteractiveBrowserCredential\b|\bOnBehalfOfCredential\b|\bUsernamePasswordCredential\b/i,
  ],
]

/** Whose token a text says was used; null where it does not, or says both. */
export function flowIn(text: string): TokenKind | null {
  const kinds = words.filter(([, pattern]) => pattern.test(text)).map(([kind]) => kind)
  return kinds.length === 1 ? kinds[0]! : null
}
