import { secretsIssued, secretsSent } from './core/secret/exchanged.ts'
import { secretsIn, withoutSecrets } from './core/secret/gate.ts'
import { KnownSecrets } from './core/secret/known.ts'
import { Secret } from './core/secret.ts'
import type { Io, Output, Outside } from './io.ts'

/** Variables that hold a secret, whether this command reads them or not. */
const secretVariables: ReadonlyMap<string, string> = new Map([
  ['CLIENT_SECRET', 'client secret'],
  ['AZURE_CLIENT_SECRET', 'client secret'],
  ['AZURE_CLIENT_CERTIFICATE_PASSWORD', 'password'],
  ['AZURE_PASSWORD', 'password'],
  ['ACTIONS_ID_TOKEN_REQUEST_TOKEN', 'request token'],
  ['IDENTITY_HEADER', 'identity header'],
  ['WHY403_TOKEN', 'access token'],
])

/**
 * What is outside, behind the gate: nothing that is written to a stream or a file holds a secret that this
 * run knows, and no complaint or note holds what looks like one. What passes through here is remembered by
 * itself: variables, credentials among the words of the command line, and those of every exchange.
 */
export function guarded(outside: Outside, argv: readonly string[]): Io {
  const known = new KnownSecrets()
  for (const [name, what] of secretVariables) {
    const value = outside.env[name]
    if (value) known.add(new Secret(what, value))
  }
  for (const word of [...argv, ...headersIn(argv)]) for (const secret of secretsIn(word)) known.add(secret)
  const clean = (text: string): string => known.takeOutOf(text)
  return {
    ...outside,
    known,
    stdout: behind(outside.stdout, clean),
    stderr: behind(outside.stderr, text => withoutSecrets(text, known)),
    http: async request => {
      for (const secret of secretsSent(request.headers?.authorization, request.body)) known.add(secret)
      const response = await outside.http(request)
      for (const secret of secretsIssued(response.body)) known.add(secret)
      return response
    },
    writeFile: (path, text, mode) =>
      outside.writeFile(path, typeof text === 'string' ? clean(text) : pieces(text, clean), mode),
    writeSecret: (path, secret) => outside.writeFile(path, `${secret.reveal()}\n`, 0o600),
  }
}

/** Headers of a command that was pasted without quotes: their value is a word of its own. */
function headersIn(argv: readonly string[]): string[] {
  return argv.flatMap((word, at) => (word.endsWith(':') ? [`${word} ${argv[at + 1] ?? ''}`] : []))
}

function behind(output: Output, clean: (text: string) => string): Output {
  return {
    write: text => output.write(clean(text)),
    taken: () => output.taken(),
    get isTerminal() {
      return output.isTerminal
    },
    get columns() {
      return output.columns
    },
    get colourDepth() {
      return output.colourDepth
    },
  }
}

/** Each piece ends with its line, so that nothing stands across two. */
async function* pieces(text: AsyncIterable<string>, clean: (text: string) => string): AsyncGenerator<string> {
  for await (const piece of text) yield clean(piece)
}
