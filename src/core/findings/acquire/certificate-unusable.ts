import type { CertificateFault } from '../../credential.ts'
import { certificateFaults } from '../../credential.ts'
import type { FixKey } from '../../fixes/keys.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding } from '../finding.ts'

export const certificateUnusable = defineFinding({
  id: 'acquire/certificate-unusable',
  title: 'The certificate cannot prove the app',
  words: {
    meaning:
      'An app with a certificate signs an assertion with the private key and names the certificate in it. That takes one file with both, PEM or PFX, an RSA key that belongs to the certificate, and the password where there is one. What is missing is told before anything is sent.',
    causes: [
      'The file that was uploaded to Entra ID was given: it holds the certificate alone.',
      'The file is encrypted, and AZURE_CLIENT_CERTIFICATE_PASSWORD is not set, or is the password of another file.',
      'The certificate was renewed, and the key beside it is the old one.',
      'The key is of an elliptic curve, which Entra ID does not take.',
      'The line ends were lost when the text was put into a variable.',
    ],
    certainty: 'Certain: the file was read.',
    sources: [
      'Learn: Microsoft identity platform application authentication certificate credentials',
      'RFC 7468',
      'RFC 7292',
    ],
  },
  find({ facts: { oddities }, target }) {
    return oddities.flatMap(({ kind, name, origin }) => {
      const fault = certificateFaults.find(one => one === kind)
      if (fault === undefined) return []
      return [
        {
          severity: 'error',
          certainty: 'certain',
          about: 'settings',
          saying: { name, fault },
          evidence: [
            {
              name,
              expected: 'a certificate and its RSA key',
              actual: rows[fault].holds,
              source: 'settings',
              origin,
            },
          ],
          fix: fixesFor(rows[fault].fix, target),
        },
      ]
    })
  },
  say({ name, fault }: Saying) {
    return { headline: `The file of ${name} ${rows[fault].headline}.`, why: rows[fault].why }
  },
})

interface Saying {
  readonly name: string
  readonly fault: CertificateFault
}

interface Row {
  /** Follows "The file of …". */
  readonly headline: string
  readonly why: string
  readonly holds: string
  readonly fix: FixKey
}

const rows: Readonly<Record<CertificateFault, Row>> = {
  'not-a-certificate': {
    headline: 'holds neither a PEM nor a PFX certificate',
    why: 'It was read, and is of another kind or damaged.',
    holds: 'something else',
    fix: 'certificate-file',
  },
  'line-ends': {
    headline: 'has lost its line ends',
    why: 'A PEM file has its markers on lines of their own; what went through a variable often has \\n in their place.',
    holds: 'PEM on one line',
    fix: 'certificate-file',
  },
  'no-certificate': {
    headline: 'holds a private key, and no certificate',
    why: 'The assertion names its certificate, so both are needed.',
    holds: 'a private key alone',
    fix: 'certificate-file',
  },
  'no-key': {
    headline: 'holds a certificate, and no private key',
    why: 'This is the part that Entra ID keeps. The app signs with the other one, which never leaves its machine.',
    holds: 'a certificate alone',
    fix: 'certificate-file',
  },
  'several-keys': {
    headline: 'holds several private keys',
    why: 'Which of them signs is not guessed.',
    holds: 'several private keys',
    fix: 'certificate-file',
  },
  encrypted: {
    headline: 'is encrypted, and no password is set',
    why: 'Its private key opens with a password alone.',
    holds: 'an encrypted private key',
    fix: 'certificate-password',
  },
  'wrong-password': {
    headline: 'does not open with the password that is set',
    why: 'AZURE_CLIENT_CERTIFICATE_PASSWORD is of another file, or a quote or a blank came with it.',
    holds: 'an encrypted private key',
    fix: 'certificate-password',
  },
  damaged: {
    headline: 'holds a certificate or a key that cannot be read',
    why: 'The markers are there, and what stands between them is cut off or of an unknown form.',
    holds: 'a damaged certificate or key',
    fix: 'certificate-file',
  },
  'not-rsa': {
    headline: 'holds a key that is not RSA',
    why: 'Entra ID takes assertions that are signed with RSA keys alone (AADSTS5002738).',
    holds: 'a key of another kind',
    fix: 'new-certificate',
  },
  mismatch: {
    headline: 'holds a private key that does not belong to the certificate',
    why: 'Entra ID would verify the assertion with the certificate, and refuse it (AADSTS700027). Often one of the two was renewed without the other.',
    holds: 'a key of another certificate',
    fix: 'certificate-file',
  },
}
