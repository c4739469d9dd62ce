import { againWith } from '../command-line.ts'
import { commandFor, type Fix, type FixTarget } from './fix.ts'

/**
 * Where the signing keys of one app stand: those of the tenant, and its own where it has any.
 * Source: Learn, "Access tokens", Validate the signature.
 */
export function keysOfApp(target: FixTarget, version: string | null): Fix[] {
  const { cloud, tenant, clientId } = target
  const base = `https://${cloud.authorities[0]}/${tenant}${version === '2.0' ? '/v2.0' : ''}`
  return [
    {
      label: 'An app with a signing key of its own lists it here (jwks_uri)',
      url: `${base}/.well-known/openid-configuration?appid=${clientId}`,
    },
    nameKeys(target, 'Verify with the keys at that address', 'URL'),
  ]
}

/** Only `inspect` takes keys and issuers. */
export function nameKeys(target: FixTarget, label: string, place: 'FILE' | 'URL'): Fix {
  return { label, command: inspectWith(target, '--jwks', place) }
}

export function nameIssuer(target: FixTarget): Fix {
  return { label: 'Name the issuer that is expected', command: inspectWith(target, '--issuer', 'URL') }
}

function inspectWith(target: FixTarget, flag: string, value: string): string {
  return target.line.command === 'inspect'
    ? againWith(target.line, flag, value)
    : commandFor(target, 'why403', 'inspect', flag, value)
}
