import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** A key made now, and a certificate for a host that it signed itself (RFC 5280 §4.1), as PEM. */
export function selfSigned(host: string): { readonly key: string; readonly cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = sequence(set(sequence(oid(2, 5, 4, 3), tagged(0x0c, Buffer.from(host)))))
  const times = sequence(utcTime(-1), utcTime(1))
  const serial = tagged(0x02, Buffer.concat([Buffer.of(1), randomBytes(8)]))
  const extensions = sequence(
    sequence(oid(2, 5, 29, 17), tagged(0x04, sequence(tagged(0x82, Buffer.from(host))))),
    sequence(oid(2, 5, 29, 19), tagged(0x04, sequence(tagged(0x01, Buffer.of(0xff))))),
  )
  const algorithm = sequence(oid(1, 2, 840, 10045, 4, 3, 2))
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const version = tagged(0xa0, tagged(0x02, Buffer.of(2)))
  const content = sequence(version, serial, algorithm, name, times, name, spki, tagged(0xa3, extensions))
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return { key, cert: pem(sequence(content, algorithm, bits(sign('sha256', content, privateKey)))) }
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

/** DER: a tag, a length, a value (X.690). */
function tagged(tag: number, value: Buffer): Buffer {
  const { length } = value
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(tag, ...head), value])
}

const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts))
const set = (...parts: readonly Buffer[]): Buffer => tagged(0x31, Buffer.concat(parts))
const bits = (value: Buffer): Buffer => tagged(0x03, Buffer.concat([Buffer.of(0), value]))

function oid(first: number, second: number, ...rest: readonly number[]): Buffer {
  const bytes = rest.flatMap(part => {
    const groups = [part & 0x7f]
    for (let left = part >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80)
    return groups
  })
  return tagged(0x06, Buffer.of(first * 40 + second, ...bytes))
}

function utcTime(daysFromNow: number): Buffer {
  const time = new Date(Date.now() + daysFromNow * 86_400_000).toISOString()
  return tagged(0x17, Buffer.from(`${time.slice(2, 19).replace(/\D/g, '')}Z`))
}
