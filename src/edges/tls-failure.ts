import type { TLSSocket } from 'node:tls'

/** What is wrong with a server's certificate, in a sentence's end, and what helps. */
export interface TlsTrouble {
  readonly what: string
  readonly hints: readonly string[]
}

/** Trust that is missing, by Node's error code. */
const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
])

/**
 * What failed while TLS was set up; null: something else did. Source: Node.js, "TLS", X509 certificate error codes.
 *
 * @param issuer who signed the certificate, by its own words; null where that was not seen
 */
export function tlsTrouble(code: string, issuer: string | null): TlsTrouble | null {
  if (untrusted.has(code)) {
    const by = issuer === null ? 'somebody' : `"${issuer}"`
    return { what: `shows a certificate signed by ${by}, whom this program does not trust`, hints: trustIt }
  }
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return { what: 'shows a certificate that has expired', hints: [clock] }
    case 'CERT_NOT_YET_VALID':
      return { what: 'shows a certificate that is not valid yet', hints: [clock] }
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return {
        what: 'shows a certificate for another host',
        hints: ['Somebody else answers in its place: a captive portal, a proxy, or a wrong DNS entry.'],
      }
    default:
      return /SSL|TLS|CERT|^EPROTO$/.test(code)
        ? {
            what: 'does not speak TLS as this program does',
            hints: ['A proxy or a firewall that opens TLS, or speaks an old version of it, often does this.'],
          }
        : null
  }
}

const trustIt = [
  'A proxy that opens TLS, as companies have them, signs with its own authority. Ask whoever runs it for that certificate (PEM), and set NODE_EXTRA_CA_CERTS=FILE.',
  "Or trust what this system trusts: NODE_USE_SYSTEM_CA=1 (Node 22.19, 24.6 and later). Never switch checking off: whoever is in between would get the app's secret.",
]

const clock = "Is this machine's clock right? Else a proxy in between shows an old certificate."

/** Remembers who signed the certificate that a connection is about to be refused for: afterwards it is gone. */
export function watchIssuer(socket: TLSSocket, told: (issuer: string) => void): void {
  socket.prependListener('secure', () => {
    const { CN, O } = socket.getPeerCertificate().issuer ?? {}
    const name = [CN, O].flat().find(name => name !== undefined && /^[\p{L}\p{N} .,&()-]{1,64}$/u.test(name))
    if (name !== undefined) told(name)
  })
}
