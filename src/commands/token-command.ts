import { Why403Error } from '../core/error.ts'
import { type PosixFault, posixWords } from '../core/posix-words.ts'
import { Secret } from '../core/secret.ts'
import { extractTokens } from '../core/token/extract.ts'
import type { CommandEnd, Io } from '../io.ts'
import type { GivenToken } from '../road.ts'

/** The Azure CLI takes some seconds, more where it has to ask. */
const timeoutMs = 30_000
/** In bytes. */
const longest = 1024 * 1024

/** Ours, which no other program needs. */
const without = ['CLIENT_SECRET', 'WHY403_TOKEN']

const sample = `why403 --token-command "az account get-access-token --resource-type ms-graph"`

/** `--token-command`: what a program prints, as a token or as JSON that holds one. What it complains of is not repeated. */
export async function tokenFromCommand(command: string, io: Io): Promise<GivenToken> {
  const words = posixWords(command)
  if (typeof words === 'string') throw new Why403Error('usage', `--token-command ${faults[words]}.`, [sample])
  const ended = await io.runCommand(words as readonly string[], { timeoutMs, longest, without })
  if (ended.kind !== 'ended' || ended.code !== 0) throw failed(ended)
  const text = io.known.add(new Secret('access token', ended.stdout))
  const found = extractTokens(ended.stdout)
  if (found.length === 1 && found[0]!.form !== 'not-a-token') return { text, origin: '--token-command' }
  throw new Why403Error(
    'unreadable-input',
    found.length > 1
      ? 'The command of --token-command printed several tokens.'
      : 'The command of --token-command printed no access token.',
    ['It is to print the token alone, or JSON with accessToken or access_token.', sample],
  )
}

const faults: Readonly<Record<PosixFault, string>> = {
  'open-quote': 'has a quote that is not closed',
  operator: 'is run without a shell: a pipe, a redirection or a second command needs one',
  expansion: 'is run without a shell, and nothing in it is expanded: put $ and ` into single quotes',
  empty: 'names no command',
}

function failed(ended: Exclude<CommandEnd, { kind: 'ended'; code: 0 }>): Why403Error {
  const alone = 'Run it alone to see what it says.'
  switch (ended.kind) {
    case 'not-found':
      return unreadable('was not found', ['Is the program installed, and on PATH?'])
    case 'not-started':
      return unreadable('could not be started', [alone])
    case 'not-passed-on':
      return unreadable('is a batch file, and its arguments hold signs that cmd.exe reads anew', [
        'Letters, digits and . _ : / = @ - are passed on. Another program may be started in its place: pwsh, or a script of your own.',
      ])
    case 'timed-out':
      return unreadable('gave no answer within 30 seconds', [`${alone} It may be asking for something.`])
    case 'too-long':
      return unreadable('printed more than 1 MiB', ['It is to print one token.'])
    case 'ended':
      return unreadable(
        ended.code === null ? 'was ended by a signal' : `ended with exit code ${ended.code}`,
        isSignedOut(ended.stderr) ? ['It asks for a sign-in: az login', alone] : [alone],
      )
  }
}

function unreadable(what: string, hints: readonly string[]): Why403Error {
  return new Why403Error('unreadable-input', `The command of --token-command ${what}.`, hints)
}

/** The Azure CLI says so in a sentence that names the command. */
function isSignedOut(stderr: string): boolean {
  return /\baz login\b/.test(stderr.slice(0, longest))
}
