import { againWith, againWithNewToken, againWithout, isAboutApp } from '../command-line.ts'
import { commandFor } from './commands.ts'
import type { Fix } from './fix.ts'
import type { FixTarget, Known } from './target.ts'

/** The user's own command, with a new token. */
export function newToken(target: FixTarget): Fix[] {
  return [again(target, 'Ask for a new token')]
}

/** The last step behind every grant. */
export function thenNewToken(target: FixTarget): Fix {
  const label = isAboutApp(target.line)
    ? 'Then read the records again'
    : 'Then the same with a new token: the old one stays as it is'
  return again(target, label)
}

/** What is left once a grant is there and the token at hand is older. */
export function grantedToken(target: FixTarget): Fix[] {
  return [
    target.principalKind === 'managed-identity'
      ? waitForIdentity(target)
      : again(target, 'Ask for a new token: the grant is there'),
  ]
}

/** Source: Learn, "Managed identity best practice recommendations". */
export function waitForIdentity(target: FixTarget): Fix {
  return {
    label:
      'Wait for a new token: the platform caches those of managed identities for about 24 h, and nothing makes it renew one sooner. See its iat and roles',
    command: commandFor(target, 'why403', 'inspect'),
  }
}

export function clientCredentials(target: FixTarget): Fix[] {
  return [again(target, 'Ask for a token for the app alone (grant_type=client_credentials)')]
}

export function appOnlyAssertion(target: FixTarget): Fix[] {
  return [again(target, "Use an app-only token as the assertion, not a user's")]
}

function again({ line }: FixTarget, label: string): Fix {
  return { label, command: againWithNewToken(line) }
}

export function inspectToken(): Fix[] {
  return [
    {
      label: 'See what the token is: paste it into standard input, where it leaves no trace',
      command: 'why403 inspect',
    },
  ]
}

/** The token at hand beside what an operation needs; one to begin with where none is known. */
export function compareToken(target: FixTarget, { operations: [operation = 'GET /users'] }: Known): Fix[] {
  return [
    {
      label: 'Compare the token with what the operation needs',
      command: commandFor(target, 'why403', 'check', operation, '--token-file', 'token.txt'),
    },
  ]
}

/** Source: Learn, "Continuous access evaluation". */
export function claimsChallenge(target: FixTarget): Fix[] {
  return [
    {
      label: 'Pass the claims of the challenge on when you ask for the next token; MSAL takes them as claims',
      url: 'https://learn.microsoft.com/entra/identity-platform/app-resilience-continuous-access-evaluation',
    },
    again(target, 'Or ask for a new token, without the capability cp1'),
  ]
}

/**
 * Where the signing keys of one app stand: those of the tenant, and its own where it has any.
 * Source: Learn, "Access tokens", Validate the signature.
 */
export function keysOfApp(target: FixTarget, { version }: Known): Fix[] {
  const { cloud, tenant, clientId } = target
  const base = `https://${cloud.authorities[0]}/${tenant}${version === '2.0' ? '/v2.0' : ''}`
  return [
    {
      label: 'An app with a signing key of its own lists it here (jwks_uri)',
      url: `${base}/.well-known/openid-configuration?appid=${clientId}`,
    },
    { label: 'Verify with the keys at that address', command: inspectWith(target, '--jwks', 'URL') },
  ]
}

export function nameKeys(target: FixTarget): Fix[] {
  return [{ label: 'Name keys that are at hand', command: inspectWith(target, '--jwks', 'FILE') }]
}

export function nameIssuer(target: FixTarget): Fix[] {
  return [{ label: 'Name the issuer that is expected', command: inspectWith(target, '--issuer', 'URL') }]
}

export function anyIssuer({ line }: FixTarget): Fix[] {
  return [{ label: 'Without a named issuer, Entra ID is expected', command: againWithout(line, '--issuer') }]
}

/** Only `inspect` takes keys and issuers. */
function inspectWith(target: FixTarget, flag: string, value: string): string {
  return target.line.command === 'inspect'
    ? againWith(target.line, flag, value)
    : commandFor(target, 'why403', 'inspect', flag, value)
}
