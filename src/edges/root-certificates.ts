import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'

/** Where systems keep what they trust, in one file: Debian, Fedora, openSUSE, older Red Hat, Alpine and macOS. */
const bundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/cert.pem',
]

/** No bundle comes near it. In bytes. */
const largest = 16 * 1024 * 1024

/** What a program trusts that nobody told otherwise, in PEM: the system's own, else Node's. */
export function systemRoots(): string {
  const found = bundles.map(rootsAt).find(roots => roots !== null)
  return found ?? rootCertificates.join('\n')
}

/** The certificates in a file, or in all files of a folder, in PEM; null: there are none that can be read. */
export function rootsAt(path: string): string | null {
  try {
    const files = statSync(path).isDirectory() ? readdirSync(path).map(name => join(path, name)) : [path]
    const texts = files.filter(isFile).map(file => readFileSync(file, 'latin1'))
    const roots = texts.filter(text => text.includes('-----BEGIN '))
    return roots.length === 0 ? null : roots.join('\n')
  } catch {
    return null
  }
}

function isFile(path: string): boolean {
  const status = statSync(path, { throwIfNoEntry: false })
  return status?.isFile() === true && status.size <= largest
}
