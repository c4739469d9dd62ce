import { again, type CommandLine } from '../core/command-line.ts'
import { Why403Error } from '../core/error.ts'
import type { Facts, TokenFacts } from '../core/facts.ts'
import { findingsFor } from '../core/findings/load.ts'
import { type Report, reportOf } from '../core/report/report.ts'
import { severalTokens } from '../core/report/several.ts'
import { trustedAddress } from '../edges/keys/named.ts'
import { type LoadedSettings, type UsableSettings, usable } from '../edges/settings.ts'
import type { Io } from '../io.ts'
import type { View } from '../render/rendering.ts'
import { type Arrival, type GivenToken, type InspectRequest, type TokenSource, walk } from '../road.ts'
import type { Arguments, Flags } from './flags.ts'
import { gatherSettings, patienceOf, timeOf, tokenFromFile } from './gather.ts'
import { givenToken, tokensOf } from './given-token.ts'
import { openData } from './open-data.ts'
import { type Answer, keepCase, keepToken, wantsReach } from './output.ts'
import { progressOf } from './progress.ts'
import { refuseTwoReaders } from './read-input.ts'

/** A token alone: what it is, what it holds, whether it is what it seems; or two of them side by side. */
export async function run(args: Arguments, io: Io): Promise<Answer> {
  const { flags } = args
  refuseTwoReaders(flags)
  const trust = trustOf(flags)
  const patience = patienceOf(flags)
  if (flags.text('case') !== undefined && flags.text('against') !== undefined) throw holdsOne()
  const loaded = await gatherSettings(flags, io)
  const given = await givenToken(args, loaded, io)
  const other = flags.text('against')
  const against = other === undefined ? null : await tokenFromFile(other, '--against', io)
  const first: TokenSource = given === null ? { acquireWith: await usableOr(loaded) } : { given }
  const line = withoutToken(args, given)
  const { index, options } = openData(io)
  const look = async (token: TokenSource): Promise<Arrival> => {
    const request: InspectRequest = {
      kind: 'inspect',
      line,
      settings: loaded.settings,
      token,
      offline: flags.on('offline'),
      at: timeOf(flags.text('at'), 'given' in token ? token.given : null),
      expect: flags.text('expect') ?? null,
      claimsOnly: flags.on('claims-only'),
      trust,
      patience,
    }
    const progress = progressOf(flags, io)
    return walk(request, index, io, progress.tell).finally(progress.end)
  }
  const judge = async (facts: Facts, against: TokenFacts | null): Promise<Report> =>
    reportOf(facts, index, await findingsFor(facts), {
      ...options,
      rows: false,
      reach: wantsReach(flags),
      ...(against === null ? {} : { against }),
    })
  const each = given === null ? [] : tokensOf(given, io).map(given => ({ given }))
  if (each.length > 1 && against !== null) throw comparesTwo()
  if (each.length > 1 && flags.text('case') !== undefined) throw holdsOne()
  const reports: Report[] = []
  for (const one of each.length > 1 ? each.slice(0, mostTokens) : [first]) {
    const { observed, facts, token } = await look(one)
    if (reports.length === 0) await keepToken(token, given !== null, flags, io)
    const other = against === null ? null : (await look({ given: against })).facts.token
    const report = await judge(facts, other)
    await keepCase({ observed, report }, flags, index, io)
    reports.push(report)
  }
  const report = each.length > 1 ? severalTokens(reports, each.length - reports.length) : reports[0]!
  return { report, view: viewOf(line, flags) }
}

/** More than these are counted, and not looked at. */
const mostTokens = 100

function holdsOne(): Why403Error {
  return new Why403Error('usage', 'A case holds one token, and here are several.', [
    'Write one for each: why403 inspect --token-file FILE --case FILE',
  ])
}

function comparesTwo(): Why403Error {
  return new Why403Error('usage', '--against compares one token with another, and here are several.', [
    'Put each of the two into a file of its own: why403 inspect before.txt --against after.txt',
  ])
}

/** The word may be the token itself, which no next step repeats; the name of its file is. */
function withoutToken({ line, words }: Arguments, given: GivenToken | null): CommandLine {
  if (given?.origin !== 'argument') return line
  return { ...line, words: line.words.filter(word => !words.includes(word)) }
}

/** One line, ten lines, or all of it. */
function viewOf(line: CommandLine, flags: Flags): View {
  if (flags.on('brief')) return { show: 'line' }
  return {
    show: 'token',
    whole: flags.on('claims'),
    reach: flags.on('reach'),
    rest: again(line, '--claims'),
  }
}

/** `--issuer` and `--jwks`: null when neither is given. */
function trustOf(flags: Flags): InspectRequest['trust'] {
  const [issuer, jwks] = [flags.text('issuer') ?? null, flags.text('jwks') ?? null]
  if (issuer === null && jwks === null) return null
  if (jwks !== null && flags.on('claims-only')) {
    throw new Why403Error(
      'usage',
      '--claims-only leaves the signature alone, and --jwks is there to verify it.',
      ['Give one of them.'],
    )
  }
  if (issuer !== null && trustedAddress(issuer, 'issuer') === null) throw untrustedAddress('issuer')
  if (jwks !== null && /^https?:/i.test(jwks) && trustedAddress(jwks, 'keys') === null)
    throw untrustedAddress('jwks')
  return { issuer, jwks }
}

function untrustedAddress(flag: string): Why403Error {
  return new Why403Error('usage', `--${flag} takes an https address, or one of this machine.`, [
    flag === 'issuer'
      ? 'Such as https://issuer.example or http://127.0.0.1:8080, without a query.'
      : 'Such as https://issuer.example/keys or http://127.0.0.1:8080/keys.',
  ])
}

async function usableOr(loaded: LoadedSettings): Promise<UsableSettings> {
  const { tenant, clientId, credential } = loaded.settings
  if (tenant !== null || clientId !== null || credential !== null) return usable(loaded)
  throw new Why403Error('usage', 'There is no token to inspect.', [
    'Pipe one in (pbpaste | why403 inspect), name a file (--token-file FILE), or set WHY403_TOKEN.',
    'Or set TENANT_ID, CLIENT_ID and CLIENT_SECRET, and one is acquired.',
  ])
}
