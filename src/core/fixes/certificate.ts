import { again, againWith } from '../command-line.ts'
import { inTurn } from '../shell.ts'
import { commandFor } from './commands.ts'
import { uploadCertificate } from './credential.ts'
import type { Fix } from './fix.ts'
import type { FixTarget } from './target.ts'

/** A file that holds both: a PFX has them together, and openssl writes them out. Source: OpenSSL, openssl-pkcs12. */
export function certificateFile(target: FixTarget): Fix[] {
  return [
    {
      label: 'Write the certificate and its private key into one file, from the PFX that holds both',
      command: commandFor(target, 'openssl', 'pkcs12', '-in', 'app.pfx', '-nodes', '-out', 'app.pem'),
      leaves: 'A private key without a password: keep it where only the program can read it.',
    },
    { label: 'Then use that file', command: againWith(target.line, '--certificate', 'app.pem') },
  ]
}

/** A password is no argument. */
export function certificatePassword({ line }: FixTarget): Fix[] {
  return [
    {
      label: 'Set AZURE_CLIENT_CERTIFICATE_PASSWORD, in .env or the environment, to the password of the file',
      command: again(line),
    },
  ]
}

/** Source: OpenSSL, openssl-req; Learn, "Create a self-signed public certificate to authenticate your application". */
export function newCertificate(target: FixTarget): Fix[] {
  const { line } = target
  const files = ['-keyout', 'app.pem', '-out', 'app.pem']
  const make = [
    'openssl',
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '365',
    '-subj',
    '/CN=app',
  ]
  return [
    {
      label: 'Make an RSA key and a certificate of it; cert.pem is the part without the key',
      command: inTurn(line.shell, [
        commandFor(target, ...make, ...files),
        commandFor(target, 'openssl', 'x509', '-in', 'app.pem', '-out', 'cert.pem'),
      ]),
      leaves: 'A private key without a password: keep it where only the program can read it.',
    },
    ...uploadCertificate(target),
    { label: 'Then use it', command: againWith(line, '--certificate', 'app.pem') },
  ]
}
