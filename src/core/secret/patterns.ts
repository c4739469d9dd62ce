/**
 * What may stand in a pasted log and must never be shown again: tokens, secrets, assertions. The claims of
 * a challenge are base64 of JSON too, and are no secret: they are kept.
 */
const secrets: readonly (readonly [pattern: RegExp, shown: string])[] = [
  // A compact token whole or cut, with or without its signature.
  [/(?<!claims=\\?"?)\beyJ[\w-]{8,}(\.[\w-]*){0,4}/g, '[token, not shown]'],
  [
    /\b(Bearer|Basic)\s+(?!realm|authorization_uri|error|claims|client_id|\[)[\w.~+/=-]{8,}/gi,
    '$1 [not shown]',
  ],
  // Refresh tokens and codes of Entra ID, opaque tokens of personal accounts.
  [/\b[01]\.A[\w-]{20,}(\.[\w-]+)*/g, '[token, not shown]'],
  [/\bEw[A-Z][\w+/=]{40,}/g, '[token, not shown]'],
  // The shape of Entra ID's client secrets.
  [/[\w.~-]{3}\dQ~[\w.~-]{20,40}/g, '[secret, not shown]'],
  [
    /((?:client[_-]?secret|client[_-]?assertion|assertion|password|passwd|refresh[_-]?token|access[_-]?token|id[_-]?token|api[_-]?key|sig)["']?\s*[=:]\s*["']?)(?!client_|\[)[^\s"'&,;}]{4,}/gi,
    '$1[not shown]',
  ],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, '[key, not shown]'],
]

/** The text without anything that proves who somebody is. */
export function withoutSecrets(text: string): string {
  return secrets.reduce((kept, [pattern, shown]) => kept.replace(pattern, shown), text)
}
