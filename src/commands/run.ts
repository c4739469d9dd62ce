import { deriveFacts } from '../core/derive-facts.ts'
import { Why403Error } from '../core/error.ts'
import { findingsFor } from '../core/findings/load.ts'
import { nothingObserved } from '../core/observed.ts'
import { type Report, reportOf } from '../core/report/report.ts'
import { counted } from '../core/text.ts'
import type { Io, ProgramEnd } from '../io.ts'
import { openProxy } from '../proxy/open.ts'
import { wantedBy } from '../proxy/runtimes.ts'
import { Style } from '../render/text/style.ts'
import { renderNeeds, renderNote } from '../render/text/watched.ts'
import type { Arguments, Flags } from './flags.ts'
import { openData } from './open-data.ts'
import { isText, keepCase, print, textOptions } from './output.ts'
import { type BuiltIn, openBuiltIn } from './run/built-in.ts'
import { writeRecord } from './run/record.ts'
import { Watcher } from './run/watcher.ts'

/** Watches a program: its own output and exit code, and on stderr what it asked of Entra ID and Graph. */
export async function run(args: Arguments, io: Io): Promise<number> {
  refuseUnusable(args)
  const { words, flags } = args
  const builtIn = flags.on('built-in') ? await openBuiltIn(args, io) : null
  try {
    const style = new Style(await textOptions(flags, io, io.stderr))
    const watcher = new Watcher({ args, emulator: builtIn?.url ?? null, style, ...openData(io), io })
    if (flags.on('consent')) watcher.note(await builtIn!.consent())
    const ended = await watched(words, watcher, builtIn, flags, io)
    if (ended.kind !== 'ended') throw notRun(ended.kind)
    const code = await told(args, watcher, style, io)
    if (builtIn?.isOwn === true && code !== 0 && !flags.has('state')) watcher.note(tenantIsGone)
    return flags.on('exit-code') ? code : ended.code
  } finally {
    await builtIn?.close()
  }
}

const tenantIsGone =
  'The built-in tenant has ended with the program. --state tenant.json keeps it for the next run. One that stays, with its portal: why403 emulator --write-env; then add --dotenv .env.emulator.'

function refuseUnusable({ words, flags }: Arguments): void {
  if (words.length === 0)
    throw new Why403Error('usage', 'why403 run takes the command of a program.', [
      'Such as: why403 run python3 app.py',
    ])
  if (!isText(flags) && !flags.on('open') && flags.text('output') === undefined)
    throw new Why403Error('usage', "Standard output is the program's own: another format needs a file.", [
      'Add --output FILE.',
    ])
  for (const flag of ['emulator', 'dotenv', 'consent', 'state'] as const) {
    if (flags.has(flag) && !flags.on('built-in'))
      throw new Why403Error('usage', `--${flag} goes with --built-in.`, [
        'Without it the program asks the real Microsoft Entra ID and Graph, with its own settings.',
      ])
  }
}

/** Runs it to its end, and reads to the end of what it said. */
async function watched(
  words: readonly string[],
  watcher: Watcher,
  builtIn: BuiltIn | null,
  flags: Flags,
  io: Io,
): Promise<ProgramEnd> {
  const proxy = await openProxy({
    builtIn,
    isOpen: flags.on('open-proxy'),
    listener: watcher,
    environment: io.env,
    now: () => io.now(),
    randomBytes: count => io.randomBytes(count),
  })
  for (const name of proxy.unread)
    watcher.note(`What ${name} names cannot be read: the system's own roots stand for it.`)
  if (flags.on('open-proxy'))
    watcher.note('The proxy takes whoever on this machine reaches it (--open-proxy).')
  const lent = await io.lend(proxy.files)
  try {
    const environment = proxy.environmentIn(lent.path, builtIn?.settings ?? null)
    return await io.runProgram(words, environment, pid => lent.endWithUs(pid))
  } finally {
    lent.giveBack()
    await proxy.stop()
    await watcher.settle()
  }
}

function notRun(kind: Exclude<ProgramEnd['kind'], 'ended'>): Why403Error {
  switch (kind) {
    case 'not-found':
      return new Why403Error('usage', 'There is no program of that name.', [
        'Is it installed, and on the PATH?',
      ])
    case 'not-started':
      return new Why403Error('usage', 'The program cannot be started.', ['Is the file executable?'])
    case 'not-passed-on':
      return new Why403Error(
        'usage',
        'Its arguments hold what the command prompt of Windows would read anew.',
        ['Start the program itself, and not its batch file.'],
      )
  }
}

/** The report on what was seen: of the caller that was refused, or else the latest. Its exit code. */
async function told(
  { words, flags, line }: Arguments,
  watcher: Watcher,
  style: Style,
  io: Io,
): Promise<number> {
  const { index, options } = openData(io)
  const [first, ...others] = watcher.observed()
  const record = flags.text('record')
  if (record !== undefined) await writeRecord(record, watcher.operations(), flags.on('show-personal'), io)
  const observed = first ?? { ...nothingObserved, line }
  const facts = deriveFacts(observed, index)
  const report: Report = reportOf(facts, index, await findingsFor(facts), { ...options, rows: false })
  await keepCase({ observed, report }, flags, index, io)
  if (first === undefined) nothingCame(words[0]!, watcher, style, io)
  if (others.length > 0)
    watcher.note(
      `The report is about one token. What was done with ${counted(others.length, 'other')} was told as it came: ${others.map(({ operations }) => counted(operations.length, 'operation')).join(', ')}.`,
    )
  if (watcher.left > 0) watcher.note(`${watcher.left} more operations were told, and are not in the report.`)
  const isToStderr = isText(flags) && flags.text('output') === undefined
  if (first === undefined && isToStderr) return 1
  io.stderr.write('\n')
  const code = await print(
    { report, view: { show: 'road' }, ...(isToStderr ? { rowsWritten: true } : {}) },
    flags,
    io,
  )
  if (isToStderr) io.stderr.write(renderNeeds(report, facts.holder?.permissions ?? [], style))
  return code
}

/** A program that came by no proxy, or to neither service. */
function nothingCame(program: string, watcher: Watcher, style: Style, io: Io): void {
  const [unasked] = watcher.unaskedHosts
  const words = watcher.isRefused
    ? ['Somebody came to the proxy without its password, which some runtimes do not send: add --open-proxy.']
    : [
        watcher.hasCome
          ? 'It came to Microsoft Entra ID or Graph, and neither asked for a token nor called anything.'
          : unasked === undefined
            ? 'Nothing came to Microsoft Entra ID or Graph through the proxy. The program asked neither, or its runtime takes no proxy from the environment.'
            : `The program connected to ${unasked}, saw the certificate and asked nothing: it trusts its own ones only, or pins one.`,
        ...(watcher.hasCome ? [] : wantedBy(program)),
      ]
  for (const [at, text] of words.entries()) io.stderr.write(renderNote(text, style, at > 0))
}
