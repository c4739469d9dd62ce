import { readFileSync } from 'node:fs'

/**
 * Rolldown plugin: what MSAL can besides client credentials and managed identities is left out of the bundle, a fifth of
 * it: other flows, proofs of possession, a cache in a file. Who misses it is told so.
 */
export function leftOut() {
  return {
    name: 'left-out',
    load: {
      filter: { id: new RegExp(`/@azure/(?:${modules.join('|')})\\.mjs$`) },
      handler: id => ({ code: refusing(readFileSync(id, 'utf8')), moduleType: 'js' }),
    },
  }
}

const modules = [
  'msal-common/dist/client/(?:AuthorizationCode|RefreshToken|SilentFlow)Client',
  'msal-common/dist/crypto/(?:DpopProofGenerator|JoseHeader|PopTokenGenerator)',
  'msal-common/dist/protocol/Authorize',
  'msal-node/dist/cache/serializer/(?:Des|S)erializer',
  'msal-node/dist/client/(?:OnBehalfOf|UserFederatedIdentityCredential|UsernamePassword)Client',
  'msal-node/dist/client/SilentRequestCoalescer',
  'msal-node/dist/protocol/Authorize',
]

/** A module with the same exports, of which none can be called. */
export function refusing(code) {
  const [, names] = /^export \{ (.+) \};$/m.exec(code)
  return `function refuse() { throw new Error('left out of the bundle of why403 (tools/bundle/left-out.js)') }
export { ${names
    .split(', ')
    .map(name => `refuse as ${name}`)
    .join(', ')} }`
}
