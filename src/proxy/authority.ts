import { generateKeyPair, type KeyObject, sign } from 'node:crypto'
import { createSecureContext, type SecureContext } from 'node:tls'
import { promisify } from 'node:util'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_serverAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  NameConstraints,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509'

/** Answers for some hosts with certificates of its own, for as long as it is in memory. */
export interface Authority {
  /** The public half of it, in PEM. */
  readonly certificate: string
  /** Only for a host that it was made for, or one below it. */
  contextFor(host: string): Promise<SecureContext>
}

export interface AuthorityOptions {
  /** The hosts that it may answer for with those below them, and no others: clients hold it to that (RFC 5280 §4.2.1.10). */
  readonly hosts: readonly string[]
  /** Milliseconds since 1970. */
  now(): number
  randomBytes(count: number): Uint8Array
}

const keyPair = promisify(generateKeyPair)

/** A watched program may run for long; what it trusted in is worth nothing to anybody once it has ended. */
const days = 30

/** Clocks of containers lag. In milliseconds. */
const backdated = 3600_000

/** RFC 5758 §3.2. */
const ecdsaWithSha256 = '1.2.840.10045.4.3.2'
/** RFC 5280, appendix A.1. */
const commonName = '2.5.4.3'

/** A P-256 authority of one run. Its private key is nowhere but in this process. */
export async function makeAuthority(options: AuthorityOptions): Promise<Authority> {
  const { hosts } = options
  const { publicKey, privateKey } = await keyPair('ec', { namedCurve: 'P-256' })
  const keyIdentifier = options.randomBytes(20)
  const issuer = { name: nameOf('why403, for the program that it watches'), privateKey }
  const certificate = issue(issuer, issuer.name, publicKey, options, [
    extension(id_ce_basicConstraints, true, new BasicConstraints({ cA: true, pathLenConstraint: 0 })),
    extension(id_ce_keyUsage, true, new KeyUsage(KeyUsageFlags.keyCertSign)),
    extension(id_ce_nameConstraints, true, constraintsTo(hosts)),
    extension(id_ce_subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyIdentifier)),
  ])
  const contexts = new Map<string, Promise<SecureContext>>()
  const answering = async (host: string): Promise<SecureContext> => {
    const own = await keyPair('ec', { namedCurve: 'P-256' })
    const cert = issue(issuer, nameOf(host), own.publicKey, options, [
      extension(id_ce_basicConstraints, true, new BasicConstraints({ cA: false })),
      extension(id_ce_keyUsage, true, new KeyUsage(KeyUsageFlags.digitalSignature)),
      extension(id_ce_extKeyUsage, false, new ExtendedKeyUsage([id_kp_serverAuth])),
      extension(
        id_ce_authorityKeyIdentifier,
        false,
        new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(keyIdentifier) }),
      ),
      extension(
        id_ce_subjectAltName,
        false,
        new SubjectAlternativeName([new GeneralName({ dNSName: host })]),
      ),
    ])
    const key = own.privateKey.export({ type: 'pkcs8', format: 'pem' })
    return createSecureContext({ key, cert, minVersion: 'TLSv1.2' })
  }
  return {
    certificate,
    contextFor(host) {
      if (!hosts.some(one => host === one || host.endsWith(`.${one}`)))
        throw new Error('not a host of this authority')
      const context = contexts.get(host) ?? answering(host)
      contexts.set(host, context)
      return context
    },
  }
}

interface Issuer {
  readonly name: Name
  readonly privateKey: KeyObject
}

/** A certificate in PEM. */
function issue(
  issuer: Issuer,
  subject: Name,
  publicKey: KeyObject,
  { now, randomBytes }: AuthorityOptions,
  extensions: Extension[],
): string {
  const signature = new AlgorithmIdentifier({ algorithm: ecdsaWithSha256 })
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: serialOf(randomBytes(16)),
    ...{ signature, issuer: issuer.name, subject },
    validity: new Validity({
      notBefore: new Date(now() - backdated),
      notAfter: new Date(now() + days * 86_400_000),
    }),
    subjectPublicKeyInfo: AsnConvert.parse(
      publicKey.export({ type: 'spki', format: 'der' }),
      SubjectPublicKeyInfo,
    ),
    extensions: new Extensions(extensions),
  })
  const signed = sign('sha256', Buffer.from(AsnConvert.serialize(tbsCertificate)), issuer.privateKey)
  const certificate = new Certificate({
    ...{ tbsCertificate, signatureAlgorithm: signature },
    signatureValue: new Uint8Array(signed).buffer,
  })
  const base64 = Buffer.from(AsnConvert.serialize(certificate)).toString('base64')
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`
}

/** Positive, and of no more octets than RFC 5280 §4.1.2.2 allows. */
function serialOf(random: Uint8Array): ArrayBuffer {
  return Uint8Array.from([0x40 | (random[0]! & 0x3f), ...random.subarray(1)]).buffer
}

function nameOf(text: string): Name {
  const value = new AttributeValue({ utf8String: text })
  return new Name([new RelativeDistinguishedName([new AttributeTypeAndValue({ type: commonName, value })])])
}

function constraintsTo(hosts: readonly string[]): NameConstraints {
  const permitted = hosts.map(dNSName => new GeneralSubtree({ base: new GeneralName({ dNSName }) }))
  return new NameConstraints({ permittedSubtrees: new GeneralSubtrees(permitted) })
}

function extension(extnID: string, critical: boolean, value: object): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) })
}
