import { commandFor } from './commands.ts'
import type { Fix } from './fix.ts'
import type { FixTarget } from './target.ts'

/** A token request that is well formed. Source: RFC 6749 §4.4.2. */
export function formBody(target: FixTarget): Fix[] {
  return [
    {
      label: 'A well-formed request to compare with (--data-urlencode encodes each value)',
      command: commandFor(
        target,
        ...['curl', `https://${target.cloud.authorities[0]}/${target.tenant}/oauth2/v2.0/token`],
        ...['--data-urlencode', 'grant_type=client_credentials'],
        ...['--data-urlencode', `client_id=${target.clientId}`],
        ...['--data-urlencode', `scope=https://${target.cloud.graph}/.default`],
        ...['--data-urlencode', 'client_secret@FILE'],
      ),
    },
  ]
}

export function newerTls(target: FixTarget): Fix[] {
  return [
    {
      label: 'See which TLS version this machine negotiates; it takes 1.2 at least',
      command: commandFor(
        target,
        ...['curl', '--silent', '--verbose', '--output'],
        ...[target.line.shell === 'posix' ? '/dev/null' : 'NUL', 'https://login.microsoftonline.com'],
      ),
    },
  ]
}

export function keepTokens(): Fix[] {
  return [
    {
      label: 'Keep the token until it expires, and obey Retry-After',
      url: 'https://learn.microsoft.com/entra/identity-platform/reference-error-codes',
    },
  ]
}

export function consistencyLevel(): Fix[] {
  return [
    {
      label: 'Send the header ConsistencyLevel: eventual, and $count=true unless it is a $search',
      url: 'https://learn.microsoft.com/graph/aad-advanced-queries',
    },
  ]
}

export function region(): Fix[] {
  return [
    {
      label: 'Add "region" to the request, such as "EUR" or "NAM": where the tenant keeps its data',
      url: 'https://learn.microsoft.com/graph/search-concept-searchall',
    },
  ]
}

export function clock(target: FixTarget): Fix[] {
  return [{ label: 'Compare the clocks', command: clockCommand(target) }]
}

export function clockCommand({ line }: FixTarget): string {
  return line.shell === 'posix' ? 'date -u' : '(Get-Date).ToUniversalTime()'
}

/** Source: Microsoft's authentication libraries: the setting azureRegion, and the variables that they read. */
export function unsetRegion(): Fix[] {
  return [
    {
      label: 'Unset the region of the library (azureRegion, REGION_NAME, MSAL_FORCE_REGION)',
      url: 'https://learn.microsoft.com/entra/identity-platform/reference-error-codes',
    },
  ]
}
