import { Why403Error } from '../core/error.ts'
import { reportOf } from '../core/report.ts'
import { Secret } from '../core/token/token.ts'
import { type LoadedSettings, usable } from '../edges/settings.ts'
import type { Io } from '../io.ts'
import { renderJson } from '../render/json.ts'
import { renderText } from '../render/text.ts'
import { type GivenToken, walk } from '../road.ts'
import type { Arguments } from './flags.ts'
import {
  environmentToken,
  expectOf,
  gatherSettings,
  openData,
  readInput,
  refuseTwoReaders,
  teller,
  timeOf,
  tokenFromFile,
} from './gather.ts'
import { answer, formatOf, textOptions } from './output.ts'

/** Says on stderr what is awaited when standard input stays silent for so long. */
const patienceMs = 1000

/** A token alone: what it is, what it holds, whether it is what it seems. */
export async function run({ words, flags }: Arguments, io: Io): Promise<number> {
  const format = formatOf(flags)
  refuseTwoReaders(flags)
  const loaded = await gatherSettings(flags, io)
  const given = await givenToken({ words, flags }, loaded, io)
  const acquireWith = given === null ? usableOr(loaded) : null
  const { index, options } = openData()
  const { facts } = await walk(
    {
      asked: 'token',
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
    },
    index,
    io,
    teller(flags, io),
  )
  const report = reportOf(facts, index, { ...options, rows: false })
  await answer(format === 'json' ? renderJson(report) : renderText(report, textOptions(flags, io)), flags, io)
  return report.verdict === 'clear' ? 0 : 1
}

/** Argument, --token-file, standard input that is not empty, WHY403_TOKEN; null: one must be acquired. */
async function givenToken(
  { words, flags }: Arguments,
  loaded: LoadedSettings,
  io: Io,
): Promise<GivenToken | null> {
  if (words.length > 0) {
    if (io.stderr.isTerminal) {
      io.stderr.write(
        'note: a token on the command line stays in the shell history; standard input does not\n',
      )
    }
    return { text: new Secret('access token', words.join(' ')), origin: 'argument' }
  }
  const file = flags.text('token-file')
  if (file !== undefined) return tokenFromFile(file, '--token-file', io)
  if (!io.stdin.isTerminal && flags.text('client-secret-file') !== '-') {
    const piped = await patiently(readInput('-', 'inspect', io), io)
    if (piped.trim() !== '') return { text: new Secret('access token', piped), origin: 'standard input' }
  }
  return environmentToken(loaded)
}

async function patiently(reading: Promise<string>, io: Io): Promise<string> {
  let silent = true
  const done = reading.finally(() => {
    silent = false
  })
  void io.sleep(patienceMs).then(() => {
    if (silent) io.stderr.write('Waiting for a token on standard input (end it with Ctrl-D)\n')
  })
  return done
}

function usableOr(loaded: LoadedSettings): ReturnType<typeof usable> {
  const { tenant, clientId, secret } = loaded.settings
  if (tenant !== null || clientId !== null || secret !== null) return usable(loaded.settings)
  throw new Why403Error('usage', 'There is no token to inspect.', [
    'Pipe one in (pbpaste | why403 inspect), name a file (--token-file FILE), or set WHY403_TOKEN.',
    'Or set TENANT_ID, CLIENT_ID and CLIENT_SECRET, and one is acquired.',
  ])
}
