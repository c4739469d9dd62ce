import { settingOf } from '../core/credential.ts'
import { Why403Error } from '../core/error.ts'
import { operationsFromWords } from '../core/operation/words.ts'
import { fileOf } from '../core/secret/named-file.ts'
import { Secret } from '../core/secret.ts'
import type { PermissionIndex } from '../core/tables/permission-index.ts'
import { extractToken } from '../core/token/extract.ts'
import { type Patience, usualPatience } from '../edges/retries.ts'
import { type LoadedSettings, loadSettings, usable } from '../edges/settings.ts'
import type { Io } from '../io.ts'
import { forTerminal } from '../render/neutralise.ts'
import type { GivenToken, OperationsRequest } from '../road.ts'
import { durationOf } from './durations.ts'
import type { Arguments, Flags } from './flags.ts'
import { gatherOperations, vocabularyAtHand } from './gather-operations.ts'
import { readInput, refuseTwoReaders } from './read-input.ts'

/** What the lab asks. */
const labOperations = ['GET /users?$top=10', 'GET /auditLogs/signIns?$top=10']

/**
 * A request about operations, from flags and settings; the lab's two operations when none are given. About an app
 * (`--app`) there may be none, and its token is that of whoever reads the directory.
 */
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
  const isAboutApp = flags.has('app') || flags.has('who')
  const directory = flags.text('directory-token-file')
  const directoryToken =
    directory === undefined ? null : await tokenFromFile(directory, '--directory-token-file', io)
  const named = await namedToken(flags, io)
  if (isAboutApp && named !== null && directoryToken !== null)
    throw twoTokens(
      '--directory-token-file',
      flags.text('token-command') === undefined ? '--token-file' : '--token-command',
    )
  const given = (isAboutApp ? directoryToken : null) ?? named ?? environmentToken(loaded)
  if (flags.on('offline') && (kind === 'call' || given === null)) {
    throw new Why403Error('usage', 'Without asking a server there is neither a new token nor a call.', [
      'With --offline, compare a token that you have: why403 check --offline --token-file FILE',
    ])
  }
  const at = timeOf(flags.text('at'), given)
  return {
    kind,
    line: args.line,
    settings: loaded.settings,
    token: given === null ? { acquireWith: await usable(loaded) } : { given },
    operations:
      operations.length > 0
        ? operations
        : operationsFromWords(isAboutApp ? [] : labOperations, vocabularyAtHand(index)),
    anyway: flags.on('anyway'),
    records:
      flags.on('records') || directoryToken !== null
        ? { directoryToken: directoryToken === null ? null : bareToken(directoryToken) }
        : null,
    offline: flags.on('offline'),
    at,
    expect: flags.text('expect') ?? null,
    claimsOnly: flags.on('claims-only'),
    patience: patienceOf(flags),
  }
}

/** What is put up with: `--retries`, `--timeout`. */
export function patienceOf(flags: Flags): Patience {
  const retries = flags.number('retries') ?? usualPatience.retries
  if (!Number.isInteger(retries) || retries < 0 || retries > mostRetries)
    throw new Why403Error('usage', `--retries takes a whole number from 0 to ${mostRetries}.`)
  return { retries, timeoutMs: durationOf('timeout', 100, flags) }
}

/** With waits that double, minutes. */
const mostRetries = 10

export async function gatherSettings(flags: Flags, io: Io): Promise<LoadedSettings> {
  const loaded = await loadSettings(
    {
      tenant: flags.text('tenant'),
      clientId: flags.text('client-id'),
      clientSecretFile: flags.text('client-secret-file'),
      certificate: flags.text('certificate'),
      federatedTokenFile: flags.text('federated-token-file'),
      identity: flags.text('identity'),
      credential: flags.text('credential'),
      cloud: flags.text('cloud'),
      emulator: flags.text('emulator'),
      dotenv: flags.text('dotenv'),
    },
    io,
  )
  for (const note of loaded.notes) io.stderr.write(`note: ${forTerminal(note)}\n`)
  if (flags.on('verbose')) {
    const { tenant, clientId, credential, scope, cloud, emulator } = loaded.settings
    const proof = credential === null ? null : settingOf(credential)
    for (const setting of [tenant, clientId, proof, scope, cloud, emulator]) {
      if (setting !== null) io.stderr.write(`setting: ${setting.name} from ${forTerminal(setting.origin)}\n`)
    }
  }
  return loaded
}

export function environmentToken({ token }: LoadedSettings): GivenToken | null {
  return token === null ? null : { text: token.value, origin: `WHY403_TOKEN (${token.origin})` }
}

/** What `--token-command` or `--token-file` name; null: neither is given. */
export async function namedToken(flags: Flags, io: Io): Promise<GivenToken | null> {
  const [command, file] = [flags.text('token-command'), flags.text('token-file')]
  if (command !== undefined && file !== undefined) throw twoTokens('--token-command', '--token-file')
  if (command !== undefined) {
    const { tokenFromCommand } = await import('./token-command.ts')
    return tokenFromCommand(command, io)
  }
  return file === undefined ? null : tokenFromFile(file, '--token-file', io)
}

export function twoTokens(one: string, other: string): Why403Error {
  return new Why403Error('usage', `${one} and ${other} each name a token, and one is needed.`, [
    'To compare two: why403 inspect --against FILE',
  ])
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
