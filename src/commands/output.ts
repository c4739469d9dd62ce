import { Why403Error } from '../core/error.ts'
import type { Report } from '../core/report/report.ts'
import type { Secret } from '../core/secret.ts'
import type { PermissionIndex } from '../core/tables/permission-index.ts'
import { joined } from '../core/text.ts'
import type { Io, Output } from '../io.ts'
import { forJson, forTerminal } from '../render/neutralise.ts'
import type { View } from '../render/rendering.ts'
import { type Format, formats, renderings, type StreamFormat } from '../render/renderings.ts'
import { noColours } from '../render/text/colours.ts'
import type { TextOptions } from '../render/text/style.ts'
import type { ObservedRun } from './case-of-run.ts'
import type { FlagName, Flags } from './flags.ts'

/** What a command found out: main prints it in the format that was asked for. */
export interface Answer {
  readonly report: Report
  readonly view: View
  /** The rows were written where the answer goes: the report goes where people see it. */
  readonly rowsWritten?: boolean
}

/** Flags that choose a form of their own, beside which --format says nothing. */
const ownForms = ['brief'] as const satisfies readonly FlagName[]

/**
 * Refuses a format that a command does not print in, before it does anything.
 *
 * @param supported what it prints in: `text` only, where it prints no report
 */
export function refuseFormat(flags: Flags, supported: readonly string[]): void {
  const asked = askedFormat(flags)
  const form = ownForms.find(name => flags.on(name))
  const allowed = form === undefined ? supported : ['text']
  if (allowed.includes(asked)) return
  const subject = form === undefined ? 'This command' : `--${form}`
  throw new Why403Error('usage', `${subject} prints ${joined(allowed, 'and')} only.`, [
    `Give --format ${allowed[0]}, or leave it out.`,
  ])
}

/** Refuses to write a page where nobody can read it, before anything is done. */
export function refusePage(flags: Flags, io: Io): void {
  const isPage = askedFormat(flags) === 'html'
  if (flags.on('open') && !isPage)
    throw new Why403Error('usage', 'A browser shows a page: --open goes with --format html.', [
      'Leave --format out.',
    ])
  if (!isPage || flags.on('open') || flags.text('output') !== undefined || !io.stdout.isTerminal) return
  throw new Why403Error('usage', 'A page is not for the terminal.', [
    'Write it to a file: --output report.html',
    'Or see it at once: --open',
  ])
}

/** Refuses to be silent where something is to be shown. */
export function refuseQuiet(flags: Flags): void {
  const shown = shows.find(name => flags.has(name))
  if (!flags.on('quiet') || shown === undefined) return
  throw new Why403Error('usage', `--quiet prints nothing, and --${shown} asks for something.`, [
    'Give one of the two.',
  ])
}

const shows = [
  'format',
  'output',
  'open',
  'mermaid',
  'verbose',
  'every',
  'max-rounds',
  'until-allowed',
] as const

/** Refuses what has no place in the format that was asked for. */
export function refuseMermaid(flags: Flags): void {
  if (!flags.on('mermaid') || askedFormat(flags) === 'markdown') return
  throw new Why403Error('usage', '--mermaid draws in Markdown, and another format was asked for.', [
    'Add --format markdown.',
  ])
}

/** Whether the areas that a token opens are counted: somebody asked, or they are drawn. */
export function wantsReach(flags: Flags): boolean {
  return flags.on('reach') || askedFormat(flags) === 'html'
}

/** Prints a report, and gives the exit code that follows from it. */
export async function print({ report, view, rowsWritten }: Answer, flags: Flags, io: Io): Promise<number> {
  const exitCode = report.verdict === 'clear' ? 0 : 1
  if (flags.on('quiet')) return exitCode
  const asked = askedFormat(flags)
  const format = formats.find(name => name === asked) ?? 'text'
  const { render } = await renderings[format]()
  if (rowsWritten === true) {
    io.stderr.write(await render(report, view, { ...(await textOptions(flags, io, io.stderr)), rows: 0 }))
  } else {
    const text = await render(report, view, await textOptions(flags, io))
    await (flags.on('open') ? show(text, flags, io) : answer(text, flags, io))
  }
  return exitCode
}

/**
 * Prints one of many rounds: text, or with --format json a report on a line of its own. The file of --output holds the latest
 * report. False: nobody reads on.
 */
export async function printRound(report: Report, flags: Flags, io: Io): Promise<boolean> {
  const isJson = askedFormat(flags) === 'json'
  const file = flags.text('output')
  const options = await textOptions(flags, io)
  if (file !== undefined && report.round?.failed === undefined) {
    const { render } = await (isJson ? renderings.json() : renderings.text())
    await save(file, await render(report, { show: 'road' }, options), io)
  }
  if (isJson && file === undefined) io.stdout.write(`${forJson(report, 0)}\n`)
  if (!isJson) io.stdout.write((await import('../render/text/rounds.ts')).renderRound(report, options))
  return io.stdout.taken()
}

/** Whether the entities that Graph answered are to be kept: they are shown, or somebody asked for them. */
export function wantsRows(flags: Flags, io: Io): boolean {
  return flags.text('rows') !== undefined || (askedFormat(flags) === 'text' && peekOf(flags, io.stdout) > 0)
}

export function isText(flags: Flags): boolean {
  return askedFormat(flags) === 'text'
}

function askedFormat(flags: Flags): Format | StreamFormat {
  return flags.text('format') ?? (flags.on('open') ? 'html' : 'text')
}

/** How text should look: by the terminal, NO_COLOR, FORCE_COLOR and the locale. */
export async function textOptions(flags: Flags, io: Io, stream: Output = io.stdout): Promise<TextOptions> {
  const depth = flags.on('no-color') || flags.text('output') !== undefined ? 0 : colourDepth(io, stream)
  return {
    colours: depth === 0 ? noColours : (await import('../render/text/chalk.ts')).coloured(depth),
    width: stream.columns ?? 80,
    unicode: /utf-?8/i.test(io.env.LC_ALL || io.env.LC_CTYPE || io.env.LANG || ''),
    utcOffset: at => io.utcOffset(at),
    verbose: flags.on('verbose'),
    // What goes to a pipe or a file ends in logs and tickets, and so does what is written for them.
    personal:
      flags.on('show-personal') || (isReadAt(stream, flags) && !forOthers.includes(askedFormat(flags))),
    mermaid: flags.on('mermaid'),
    rest: null,
    rows: flags.text('rows') !== undefined ? Number.POSITIVE_INFINITY : peekOf(flags, stream),
  }
}

/** Formats for what is sent to somebody. */
const forOthers: readonly string[] = ['markdown', 'html']

/** A few entities stand under the answer where somebody reads; in a pipe they would end in a log. */
function peekOf(flags: Flags, stream: Output): number {
  return isReadAt(stream, flags) ? 3 : 0
}

/** Whether somebody reads the answer as it comes. */
function isReadAt(stream: Output, flags: Flags): boolean {
  return stream.isTerminal && flags.text('output') === undefined
}

/** Sources: no-color.org, force-color.org; a NO_COLOR that is set wins. */
function colourDepth({ env }: Io, stream: Output): 0 | 1 | 2 | 3 {
  if (env.NO_COLOR) return 0
  switch (env.FORCE_COLOR) {
    case undefined:
      return stream.colourDepth
    case '0':
    case 'false':
      return 0
    case '2':
      return 2
    case '3':
      return 3
    default:
      return 1
  }
}

/** Puts the answer on stdout, or into the file that --output names. */
export async function answer(text: string, flags: Flags, io: Io): Promise<void> {
  const file = flags.text('output')
  if (file === undefined) io.stdout.write(text)
  else await save(file, text, io)
}

/** Shows a page in the browser, out of the file that --output names or of one for the time being. */
async function show(text: string, flags: Flags, io: Io): Promise<void> {
  const file = flags.text('output') ?? (await io.temporaryFile('why403.html'))
  await save(file, text, io)
  if (await io.browse(file)) return
  const { isPlainlyFile } = await import('../core/secret/named-file.ts')
  const where = isPlainlyFile(file) ? forTerminal(file) : 'the file of --output'
  io.stderr.write(`note: no browser could be started; the page is in ${where}\n`)
}

/** Writes what --output asks for. */
export async function save(file: string, text: string | AsyncIterable<string>, io: Io): Promise<void> {
  await written('--output', io.writeFile(file, text, 0o644))
}

/** `--save-token`: keeps a token that was acquired; of one that was handed in there is a copy already. */
export async function keepToken(
  token: Secret | null,
  handedIn: boolean,
  flags: Flags,
  io: Io,
): Promise<void> {
  const file = flags.text('save-token')
  if (file === undefined || token === null) return
  if (handedIn)
    io.stderr.write('note: --save-token keeps a token that is acquired, and this one was handed in\n')
  else await written('--save-token', io.writeSecret(file, token))
}

/** `--case`: keeps what was observed, for somebody else to judge. */
export async function keepCase(
  run: ObservedRun,
  flags: Flags,
  index: PermissionIndex,
  io: Io,
): Promise<void> {
  const file = flags.text('case')
  if (file === undefined) return
  const { caseOfRun } = await import('./case-of-run.ts')
  await written('--case', io.writeFile(file, caseOfRun(run, index, io), 0o600))
}

/** The file is named by its flag only: what stands behind it may be anything. */
export async function written(
  flag: '--output' | '--save-token' | '--case' | '--record',
  writing: Promise<void>,
): Promise<void> {
  try {
    await writing
  } catch (cause) {
    // What is written as it comes may fail where it comes from.
    if (cause instanceof Why403Error) throw cause
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    const [why, next] = unwritable.get(code) ?? [`cannot be written (${code})`, 'Give another file.']
    throw new Why403Error('unwritable-output', `The file of ${flag} ${why}.`, [next], { cause })
  }
}

/** Why a file cannot be written, and what helps, by Node's error code. */
const unwritable: ReadonlyMap<string, readonly [why: string, next: string]> = new Map([
  ['ENOENT', ['is in a folder that is not there', 'Make the folder first.']],
  ['ENOTDIR', ['is in what is not a folder', 'Give another file.']],
  ['EISDIR', ['is a folder', 'Name a file in it.']],
  ['EACCES', ['may not be written', 'Are the file and its folder yours to write to?']],
  ['EPERM', ['may not be written', 'Are the file and its folder yours to write to?']],
  ['EROFS', ['is on a disk that may only be read', 'Give another file.']],
  ['ENAMETOOLONG', ['has a name that is too long', 'Give a shorter one.']],
  ['ELOOP', ['is a link that leads to itself', 'Give another file.']],
  ['ENOSPC', ['does not fit: the disk is full', 'Make room, or give a file on another disk.']],
  ['EDQUOT', ['does not fit: your quota is used up', 'Make room, or give a file on another disk.']],
  ['EBADF', ['is a descriptor that is not open for writing', 'In a shell: --output /dev/fd/3 3> FILE']],
  ['ENXIO', ['is a device or socket that nobody serves', 'Give another file.']],
])
