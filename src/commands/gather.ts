import { Why403Error } from '../core/error.ts'
import { operationsFromList } from '../core/operation/list.ts'
import type { Operation, UnreadableOperation } from '../core/operation/operation.ts'
import { type Vocabulary, vocabularyOf } from '../core/operation/vocabulary.ts'
import { operationsFromWords } from '../core/operation/words.ts'
import type { ReportOptions } from '../core/report/report.ts'
import { cannotRead, fileOf } from '../core/secret/named-file.ts'
import { Secret } from '../core/secret.ts'
import { openIndex, type PermissionIndex } from '../core/tables/permission-index.ts'
import { extractToken } from '../core/token/extract.ts'
import { readIndexHead, readIndexText } from '../edges/data.ts'
import { type LoadedSettings, loadSettings, usable } from '../edges/settings.ts'
import type { Io } from '../io.ts'
import { forTerminal } from '../render/neutralise.ts'
import type { GivenToken, OperationsRequest } from '../road.ts'
import { version } from '../version.ts'
import { type Arguments, type Flags, inputFlags } from './flags.ts'
import { commands } from './index.ts'

/** Input that is no list of operations and no token is cut off here: 1 MiB. */
const inputLimit = 1024 * 1024

/** A list that is answered as a whole; `--format jsonl` reads one of any length. In bytes. */
const listLimit = 16 * 1024 * 1024

/** What the lab asks. */
const labOperations = ['GET /users?$top=10', 'GET /auditLogs/signIns?$top=10']

/** The permission tables, and what a report says of them. */
export function openData({ known }: Pick<Io, 'known'>): {
  index: PermissionIndex
  options: Omit<ReportOptions, 'rows'>
} {
  const index = openIndex({ head: readIndexHead(), whole: readIndexText })
  return { index, options: { version, data: index.source, known } }
}

/** The operations of a command line and of --from. */
export async function gatherOperations(
  { words, flags }: Arguments,
  index: PermissionIndex,
  io: Io,
): Promise<(Operation | UnreadableOperation)[]> {
  const vocabulary = vocabularyAtHand(index)
  const given = operationsFromWords(words, vocabulary)
  const from = flags.text('from')
  if (from === undefined) return given
  const name = from === '-' ? 'standard input' : from
  const text = await readInput(from, '--from', io, listLimit)
  return [...given, ...operationsFromList(text, name, vocabulary)]
}

/** What a bare word of the command line may be. */
export function vocabularyAtHand(index: PermissionIndex): Vocabulary {
  return vocabularyOf(
    index,
    commands.map(({ name }) => name),
  )
}

/** A request about operations, from flags and settings; the lab's two operations when none are given. */
export async function gatherRequest(
  args: Arguments,
  kind: OperationsRequest['kind'],
  index: PermissionIndex,
  io: Io,
): Promise<OperationsRequest> {
  const { flags } = args
  refuseTwoReaders(flags)
  const operations = await gatherOperations(args, index, io)
  const loaded = await gatherSettings(flags, io)
  const file = flags.text('token-file')
  const given = file === undefined ? environmentToken(loaded) : await tokenFromFile(file, '--token-file', io)
  if (flags.on('offline') && (kind === 'call' || given === null)) {
    throw new Why403Error('usage', 'Without asking a server there is neither a new token nor a call.', [
      'With --offline, compare a token that you have: why403 check --offline --token-file FILE',
    ])
  }
  const at = timeOf(flags.text('at'), given)
  const directory = flags.text('directory-token-file')
  const directoryToken =
    directory === undefined ? null : await tokenFromFile(directory, '--directory-token-file', io)
  return {
    kind,
    line: args.line,
    settings: loaded.settings,
    token: given === null ? { acquireWith: usable(loaded) } : { given },
    operations:
      operations.length > 0 ? operations : operationsFromWords(labOperations, vocabularyAtHand(index)),
    anyway: flags.on('anyway'),
    records:
      flags.on('records') || directoryToken !== null
        ? { directoryToken: directoryToken === null ? null : bareToken(directoryToken) }
        : null,
    offline: flags.on('offline'),
    at,
    expect: flags.text('expect') ?? null,
    claimsOnly: flags.on('claims-only'),
  }
}

export async function gatherSettings(flags: Flags, io: Io): Promise<LoadedSettings> {
  const loaded = await loadSettings(
    {
      tenant: flags.text('tenant'),
      clientId: flags.text('client-id'),
      clientSecretFile: flags.text('client-secret-file'),
      cloud: flags.text('cloud'),
      emulator: flags.text('emulator'),
      dotenv: flags.text('dotenv'),
    },
    io,
  )
  for (const note of loaded.notes) io.stderr.write(`note: ${forTerminal(note)}\n`)
  if (flags.on('verbose')) {
    const { tenant, clientId, secret, scope, cloud, emulator } = loaded.settings
    for (const setting of [tenant, clientId, secret, scope, cloud, emulator]) {
      if (setting !== null) io.stderr.write(`setting: ${setting.name} from ${forTerminal(setting.origin)}\n`)
    }
  }
  return loaded
}

export function environmentToken({ token }: LoadedSettings): GivenToken | null {
  return token === null ? null : { text: token.value, origin: `WHY403_TOKEN (${token.origin})` }
}

export async function tokenFromFile(file: string, flag: string, io: Io): Promise<GivenToken> {
  const text = await readInput(file, flag, io)
  const given = io.known.add(new Secret('access token', text))
  return { text: given, origin: file === '-' ? 'standard input' : fileOf(flag, file) }
}

function bareToken({ text, origin }: GivenToken): Secret {
  const extracted = extractToken(text.reveal())
  if (extracted.form === 'jwt') return extracted.token
  throw new Why403Error(
    'unreadable-input',
    `${origin} holds no access token for the directory: it is ${extracted.kind}.`,
    ['From the Azure CLI: az account get-access-token --resource-type ms-graph > FILE'],
  )
}

/** A file, of at most so many bytes, or standard input, of at most a token's length. */
export async function readInput(file: string, flag: string, io: Io, limit = inputLimit): Promise<string> {
  if (file === '-') {
    const text = await io.stdin.read(inputLimit)
    if (text !== null) return text
    throw new Why403Error('unreadable-input', 'Standard input holds more than 1 MiB.', [
      'No token is that long. A list of operations that is can be given as a file: --from FILE',
    ])
  }
  try {
    return await io.readFile(file, limit)
  } catch (cause) {
    throw cannotRead(flag, file, takesFile(flag), cause)
  }
}

function takesFile(flag: string): string {
  return `${flag} takes a file, or - for standard input.`
}

/** Standard input can be read once. */
export function refuseTwoReaders(flags: Flags): void {
  const readers = inputFlags.filter(name => flags.text(name) === '-')
  if (readers.length < 2) return
  throw new Why403Error(
    'usage',
    `${readers.map(name => `--${name} -`).join(' and ')} cannot both read standard input.`,
    ['Give one of them a file.'],
  )
}

/** `--at`, as seconds since 1970; only a token that was handed in can be judged as of another time. */
export function timeOf(at: string | undefined, given: GivenToken | null): number | null {
  if (at === undefined) return null
  const time = /^\d{9,11}$/.test(at) ? Number(at) : Date.parse(at) / 1000
  if (Number.isNaN(time)) {
    throw new Why403Error('usage', '--at takes a time, and this is not one.', [
      'Such as 2026-11-22T20:00:00Z, or seconds since 1970.',
    ])
  }
  if (given === null) {
    throw new Why403Error('usage', '--at judges a token that was handed in, and there is none.', [
      'Give it with --token-file.',
    ])
  }
  return Math.floor(time)
}
