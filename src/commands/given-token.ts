import { Why403Error } from '../core/error.ts'
import { isPlainlyFile } from '../core/secret/named-file.ts'
import { Secret } from '../core/secret.ts'
import { extractToken, extractTokens } from '../core/token/extract.ts'
import type { LoadedSettings } from '../edges/settings.ts'
import type { Io } from '../io.ts'
import type { GivenToken } from '../road.ts'
import type { Arguments } from './flags.ts'
import { environmentToken, namedToken, tokenFromFile, twoTokens } from './gather.ts'
import { readInput } from './read-input.ts'

/** Argument, --token-command or --token-file, standard input that is not empty, WHY403_TOKEN; null: one must be acquired. */
export async function givenToken(
  { words, flags }: Arguments,
  loaded: LoadedSettings,
  io: Io,
): Promise<GivenToken | null> {
  const flag = (['token-command', 'token-file'] as const).find(name => flags.text(name) !== undefined)
  if (words.length > 0 && flag !== undefined) throw twoTokens('The argument', `--${flag}`)
  if (words.length > 0) return fromArgument(words.join(' '), io)
  const named = await namedToken(flags, io)
  if (named !== null) return named
  const isTaken = flags.text('client-secret-file') === '-' || flags.text('against') === '-'
  if (!io.stdin.isTerminal && !isTaken) {
    const piped = await readInput('-', 'inspect', io)
    if (piped.trim() !== '')
      return { text: io.known.add(new Secret('access token', piped)), origin: 'standard input' }
  }
  return environmentToken(loaded)
}

/** A token; or the name of a file that holds one. What is neither is looked at as a token. */
async function fromArgument(text: string, io: Io): Promise<GivenToken> {
  if (text.length < 4096 && extractToken(text).form === 'not-a-token') {
    const status = await io.fileStatus(text).catch(() => null)
    if (status !== null) return tokenFromFile(text, 'inspect', io)
    if (isPlainlyFile(text) && /[./\\]/.test(text)) throw noSuchFile(text)
  }
  if (io.stderr.isTerminal) {
    io.stderr.write('note: a token on the command line stays in the shell history; standard input does not\n')
  }
  return { text: io.known.add(new Secret('access token', text)), origin: 'argument' }
}

function noSuchFile(name: string): Why403Error {
  return new Why403Error('unreadable-input', `There is no file ${name} here.`, [
    'why403 inspect takes a file that holds a token, or the token on standard input: pbpaste | why403 inspect',
  ])
}

/** The tokens of a text, each as if it had been given alone. */
export function tokensOf({ text, origin }: GivenToken, io: Io): GivenToken[] {
  return extractTokens(text.reveal()).flatMap(found =>
    found.form === 'jwt' ? [{ text: io.known.add(found.token), origin }] : [],
  )
}
