import { Secret } from '../secret.ts'

/** Parameters of a token request that prove who asks (RFC 6749, RFC 7523). */
const secretParameters: ReadonlyMap<string, string> = new Map([
  ['client_secret', 'client secret'],
  ['client_assertion', 'assertion'],
  ['assertion', 'assertion'],
  ['refresh_token', 'refresh token'],
  ['password', 'password'],
  ['code', 'code'],
])

/** What a request proves itself with: its bearer token, and the parameters of a form. */
export function secretsSent(authorization: string | undefined, body: string | undefined): Secret[] {
  const bearer = /^Bearer (.+)$/.exec(authorization ?? '')?.[1]
  const form = new URLSearchParams(body !== undefined && !body.startsWith('{') ? body : '')
  return [
    ...(bearer === undefined ? [] : [new Secret('access token', bearer)]),
    ...[...secretParameters].flatMap(([name, what]) => {
      const value = form.get(name)
      return value === null ? [] : [new Secret(what, value)]
    }),
  ]
}

/** A token endpoint's tokens, whole or in half a JSON. */
export function secretsIssued(body: string): Secret[] {
  return [...body.matchAll(/"(access|refresh|id)_token"\s{0,8}:\s{0,8}"([^"\s]{20,20000})/g)].map(
    ([, kind, token]) => new Secret(`${kind} token`, token!),
  )
}
