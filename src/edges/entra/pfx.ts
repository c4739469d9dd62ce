import forge from 'node-forge'
import { pemOf } from './pem.ts'

export interface PfxContents {
  readonly certificates: readonly string[]
  readonly keys: readonly string[]
}

/**
 * Opens a PKCS#12 file (RFC 7292), which Node cannot. Certificates and keys come as PEM, byte for byte as they are
 * in it.
 *
 * @returns `password` where it does not open it, `damaged` where it is none
 */
export function openPfx(bytes: Uint8Array, password: string | null): PfxContents | 'password' | 'damaged' {
  let asn1: forge.asn1.Asn1
  try {
    asn1 = forge.asn1.fromDer(forge.util.createBuffer(Buffer.from(bytes).toString('latin1')))
  } catch {
    return 'damaged'
  }
  // Some tools write no password as an empty one, others leave it out.
  const tried = password === null ? ['', undefined] : [password]
  for (const word of tried) {
    try {
      return contentsOf(forge.pkcs12.pkcs12FromAsn1(asn1, word))
    } catch (error) {
      if (!isAboutPassword(error)) return 'damaged'
    }
  }
  return 'password'
}

function isAboutPassword(error: unknown): boolean {
  return error instanceof Error && /password|decrypt|MAC could not be verified/i.test(error.message)
}

function contentsOf(pfx: forge.pkcs12.Pkcs12Pfx): PfxContents {
  const { certBag, keyBag, pkcs8ShroudedKeyBag } = forge.pki.oids
  const bagsOf = (type: string | undefined): forge.pkcs12.Bag[] =>
    type === undefined ? [] : (pfx.getBags({ bagType: type })[type] ?? [])
  const certificates = bagsOf(certBag).flatMap(({ cert, asn1 }) => {
    const written = cert ? forge.pki.certificateToAsn1(cert) : asn1
    return written === undefined ? [] : [pemOf('CERTIFICATE', bytesOf(written))]
  })
  const keys = [...bagsOf(keyBag), ...bagsOf(pkcs8ShroudedKeyBag)].flatMap(({ key, asn1 }) => {
    // A key that is not RSA comes as it stands.
    const written = key ? forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(key)) : asn1
    return written === undefined ? [] : [pemOf('PRIVATE KEY', bytesOf(written))]
  })
  return { certificates, keys }
}

function bytesOf(asn1: forge.asn1.Asn1): Buffer {
  return Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'latin1')
}
