/** Runtimes that do not take a proxy as others do, and what they want set. */
export const runtimes = ['node', 'python', 'java', 'dotnet', 'go', 'powershell'] as const
export type Runtime = (typeof runtimes)[number]

/** What makes a program of each come through a proxy and trust a certificate, a sentence each. */
const wants: Readonly<Record<Runtime, string>> = {
  node: 'Node.js: fetch and https take HTTPS_PROXY from 22.21 and 24.5 on; before that a program needs an agent of its own (undici, EnvHttpProxyAgent).',
  python:
    'Python: requests and httpx take HTTPS_PROXY; aiohttp only with trust_env=True, and a session with trust_env=False none.',
  java: 'Java: JAVA_TOOL_OPTIONS with -Dhttps.proxyHost, -Dhttps.proxyPort and -Djavax.net.ssl.trustStore; it sends no password to a proxy, so add --open-proxy.',
  dotnet:
    '.NET: HttpClient takes HTTPS_PROXY and SSL_CERT_FILE on Linux; on Windows and macOS it trusts the system alone.',
  go: 'Go: net/http takes HTTPS_PROXY and SSL_CERT_FILE, unless the program makes a Transport without ProxyFromEnvironment.',
  powershell: 'PowerShell 7: as .NET; Windows PowerShell takes the system\u2019s proxy alone.',
}

const programs: ReadonlyMap<string, Runtime> = new Map([
  ['node', 'node'],
  ['npm', 'node'],
  ['npx', 'node'],
  ['yarn', 'node'],
  ['pnpm', 'node'],
  ['python', 'python'],
  ['py', 'python'],
  ['pip', 'python'],
  ['java', 'java'],
  ['mvn', 'java'],
  ['gradle', 'java'],
  ['dotnet', 'dotnet'],
  ['go', 'go'],
  ['pwsh', 'powershell'],
  ['powershell', 'powershell'],
])

/** By the name of the program that was started; all of them where that tells nothing. */
export function wantedBy(program: string): string[] {
  const name = program.split(/[\\/]/).at(-1)!.slice(0, 60).toLowerCase()
  const runtime = programs.get(/^[a-z]+/.exec(name)?.[0] ?? '')
  return runtime === undefined ? runtimes.map(one => wants[one]) : [wants[runtime]]
}
