import { rootsAt, systemRoots } from '../edges/root-certificates.ts'

/** What a program is handed so that it trusts one authority more, and nobody less. */
export interface Trust {
  /** Files to write, by their names. */
  readonly files: ReadonlyMap<string, string>
  /** The file that each variable is to name. */
  readonly variables: ReadonlyMap<string, string>
  /** All that the program trusted before, in PEM. */
  readonly roots: () => string
  /** Variables whose file cannot be read: the system's roots stand for it. */
  readonly unread: readonly string[]
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Variables that replace a program's roots, and those that each falls back to. Sources: OpenSSL, SSL_CTX_load_verify_locations;
 * Requests, "SSL Cert Verification"; curl's manual, "Environment".
 */
const replacing = [
  ['SSL_CERT_FILE'],
  ['REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'],
  ['CURL_CA_BUNDLE', 'SSL_CERT_FILE'],
] as const

/** Adds to Node's own roots. Source: Node.js, "Command-line API". */
const adding = 'NODE_EXTRA_CA_CERTS'

/** @param certificate the authority's, in PEM */
export function trustOf(environment: Environment, certificate: string): Trust {
  const unread = new Set<string>()
  let system: string | null = null
  const usual = (): string => (system ??= systemRoots())
  const named = (names: readonly string[]): string | null => {
    for (const name of names) {
      const path = environment[name]
      if (!path) continue
      const roots = rootsAt(path)
      if (roots !== null) return roots
      unread.add(name)
    }
    return null
  }
  const files = new Map<string, string>()
  const variables = new Map<string, string>()
  const before = new Set<string>()
  const hand = (variable: string, roots: string): void => {
    const text = `${certificate}${roots}`
    const same = [...files].find(([, written]) => written === text)?.[0]
    const file = same ?? (files.size === 0 ? 'roots.pem' : `roots-${files.size + 1}.pem`)
    files.set(file, text)
    variables.set(variable, file)
    before.add(roots)
  }
  for (const names of replacing) hand(names[0], named(names) ?? usual())
  hand(adding, named([adding]) ?? '')
  return { files, variables, roots: () => [usual(), ...before].join('\n'), unread: [...unread] }
}
