import { again, type CommandLine } from '../core/command-line.ts'
import { Why403Error } from '../core/error.ts'
import { type Report, reportOf } from '../core/report.ts'
import { Secret } from '../core/secret.ts'
import { extractToken } from '../core/token/extract.ts'
import { trustedAddress } from '../edges/named-keys.ts'
import { type LoadedSettings, usable } from '../edges/settings.ts'
import type { Io } from '../io.ts'
import { renderBrief } from '../render/brief.ts'
import { renderJson } from '../render/json.ts'
import { type ReportPart, renderText } from '../render/text.ts'
import { type Arrival, type GivenToken, type Journey, walk } from '../road.ts'
import type { Arguments, Flags } from './flags.ts'
import {
  environmentToken,
  expectOf,
  gatherSettings,
  openData,
  readInput,
  refuseTwoReaders,
  timeOf,
  tokenFromFile,
} from './gather.ts'
import { answer, formatOf, keepToken, textOptions } from './output.ts'
import { patiently } from './patience.ts'
import { progressOf } from './progress.ts'

/** A token alone: what it is, what it holds, whether it is what it seems; or two of them side by side. */
export async function run(args: Arguments, io: Io): Promise<number> {
  const { flags } = args
  const format = formatOf(flags, flags.on('brief') ? ['text'] : ['text', 'json'])
  refuseTwoReaders(flags)
  const trust = trustOf(flags)
  const loaded = await gatherSettings(flags, io)
  const given = await givenToken(args, loaded, io)
  const other = flags.text('against')
  const against = other === undefined ? null : await tokenFromFile(other, '--against', io)
  const acquireWith = given === null ? usableOr(loaded) : null
  const line = withoutToken(args)
  const { index, options } = openData(io)
  const look = async (given: GivenToken | null): Promise<Arrival> => {
    const journey: Journey = {
      asked: 'token',
      line,
      settings: loaded.settings,
      given,
      acquireWith,
      operations: [],
      send: false,
      anyway: false,
      records: false,
      directoryToken: null,
      offline: flags.on('offline'),
      at: timeOf(flags.text('at'), given),
      expect: expectOf(flags),
      claimsOnly: flags.on('claims-only'),
      ...(trust === null ? {} : { trust }),
    }
    const progress = progressOf(flags, io)
    return walk(journey, index, io, progress.tell).finally(progress.end)
  }
  const { facts, token } = await look(given)
  await keepToken(token, given !== null, flags, io)
  const compared = against === null ? null : (await look(against)).facts.token
  const report = reportOf(facts, index, {
    ...options,
    rows: false,
    reach: flags.on('reach'),
    ...(compared === null ? {} : { against: compared }),
  })
  await answer(format === 'json' ? renderJson(report) : textOf(report, line, flags, io), flags, io)
  return report.verdict === 'clear' ? 0 : 1
}

/** The token itself may be among the words. */
function withoutToken({ line, words }: Arguments): CommandLine {
  return { ...line, words: line.words.filter(word => !words.includes(word)) }
}

/** One line, ten lines, or all of it. */
function textOf(report: Report, line: CommandLine, flags: Flags, io: Io): string {
  if (flags.on('brief')) return renderBrief(report)
  const options = { ...textOptions(flags, io), rest: again(line, '--claims') }
  return flags.on('claims') || flags.on('verbose')
    ? renderText(report, options, all)
    : renderText(report, options, flags.on('reach') ? [...few, 'reach', 'next'] : [...few, 'next'])
}

const few: readonly ReportPart[] = ['verdict', 'summary', 'comparison']
const all: readonly ReportPart[] = [
  ...(['verdict', 'token', 'comparison', 'claims', 'checks', 'reach', 'findings'] as const),
]

/** `--issuer` and `--jwks`: null when neither is given. */
function trustOf(flags: Flags): Required<Journey>['trust'] | null {
  const [issuer, jwks] = [flags.text('issuer') ?? null, flags.text('jwks') ?? null]
  if (issuer === null && jwks === null) return null
  if (issuer !== null && trustedAddress(issuer) === null) throw untrustedAddress('issuer')
  if (jwks !== null && /^https?:/i.test(jwks) && trustedAddress(jwks) === null) throw untrustedAddress('jwks')
  return { issuer, jwks }
}

function untrustedAddress(flag: string): Why403Error {
  return new Why403Error('usage', `--${flag} takes an https address, or one of this machine.`, [
    'Such as https://issuer.example or http://127.0.0.1:8080, without a query.',
  ])
}

/** Argument, --token-file, standard input that is not empty, WHY403_TOKEN; null: one must be acquired. */
async function givenToken(
  { words, flags }: Arguments,
  loaded: LoadedSettings,
  io: Io,
): Promise<GivenToken | null> {
  if (words.length > 0) return fromArgument(words.join(' '), io)
  const file = flags.text('token-file')
  if (file !== undefined) return tokenFromFile(file, '--token-file', io)
  const isTaken = flags.text('client-secret-file') === '-' || flags.text('against') === '-'
  if (!io.stdin.isTerminal && !isTaken) {
    const piped = await patiently(readInput('-', 'inspect', io), 'a token', io)
    if (piped.trim() !== '')
      return { text: io.known.add(new Secret('access token', piped)), origin: 'standard input' }
  }
  return environmentToken(loaded)
}

/** A token; or the name of a file that holds one. What is neither is looked at as a token. */
async function fromArgument(text: string, io: Io): Promise<GivenToken> {
  if (text.length < 4096 && extractToken(text).form === 'not-a-token') {
    const file = await tokenFromFile(text, 'inspect', io).catch(() => null)
    if (file !== null) return file
  }
  if (io.stderr.isTerminal) {
    io.stderr.write('note: a token on the command line stays in the shell history; standard input does not\n')
  }
  return { text: io.known.add(new Secret('access token', text)), origin: 'argument' }
}

function usableOr(loaded: LoadedSettings): ReturnType<typeof usable> {
  const { tenant, clientId, secret } = loaded.settings
  if (tenant !== null || clientId !== null || secret !== null) return usable(loaded)
  throw new Why403Error('usage', 'There is no token to inspect.', [
    'Pipe one in (pbpaste | why403 inspect), name a file (--token-file FILE), or set WHY403_TOKEN.',
    'Or set TENANT_ID, CLIENT_ID and CLIENT_SECRET, and one is acquired.',
  ])
}
