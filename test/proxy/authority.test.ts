import { randomBytes, X509Certificate } from 'node:crypto'
import tls from 'node:tls'
import { AsnConvert } from '@peculiar/asn1-schema'
import { Certificate, NameConstraints } from '@peculiar/asn1-x509'
import { expect, test } from 'vitest'
import { makeAuthority } from '../../src/proxy/authority.ts'
import { graphHost, listening, now, ourAuthority } from './support.ts'

test('an authority of P-256, for its own hosts only, and for a month', async () => {
  const read = new X509Certificate(ourAuthority.certificate)
  expect(read.ca).toBe(true)
  expect(read.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' })
  expect(read.verify(read.publicKey)).toBe(true)
  expect(Date.parse(read.validTo) - now()).toBeLessThan(31 * 86_400_000)
  const { extensions = [] } = AsnConvert.parse(read.raw, Certificate).tbsCertificate
  const constraints = extensions.find(({ extnID }) => extnID === '2.5.29.30')!
  expect(constraints.critical).toBe(true)
  const { permittedSubtrees } = AsnConvert.parse(constraints.extnValue, NameConstraints)
  expect(permittedSubtrees?.map(({ base }) => base.dNSName)).toEqual([graphHost])
})

test('it answers for no other host, and no client takes it for one', async () => {
  expect(() => ourAuthority.contextFor('evil.example')).toThrow()
  // The same key for more hosts than its certificate names: what a thief of the key could do.
  const thief = await makeAuthority({ hosts: [graphHost, 'evil.example'], now, randomBytes })
  const server = tls.createServer({
    SNICallback: (_name, done) => void thief.contextFor('evil.example').then(context => done(null, context)),
  })
  const port = await listening(server)
  const refused = await new Promise<Error>(resolve => {
    tls
      .connect({ host: '127.0.0.1', port, servername: 'evil.example', ca: ourAuthority.certificate })
      .once('error', resolve)
  })
  server.close()
  expect(refused).toMatchObject({ code: expect.stringMatching(/VERIFY|ISSUER|SIGNED/) })
})

test('two runs share nothing', async () => {
  const other = await makeAuthority({ hosts: [graphHost], now, randomBytes })
  expect(new X509Certificate(other.certificate).fingerprint256).not.toBe(
    new X509Certificate(ourAuthority.certificate).fingerprint256,
  )
})
