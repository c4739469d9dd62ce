import { type Flags, outputFlags } from './commands/flags.ts'
import type { Command } from './commands/index.ts'
import { loaders, streamLoaders } from './commands/load.ts'
import { type Chosen, type Information, parse } from './commands/parse.ts'
import { Why403Error } from './core/error.ts'
import { guarded } from './guarded.ts'
import type { Io, Outside } from './io.ts'
import { patient } from './patient.ts'
import { forTerminal } from './render/neutralise.ts'
import { formats } from './render/renderings.ts'
import { version } from './version.ts'

/**
 * Runs a command line and gives its exit code: 0 clear, 1 a problem or undetermined, 2 wrong usage or
 * settings, 3 an outage or unreadable input. Every expected failure is told in one message on stderr;
 * anything else is a bug of ours, and is told without a stack trace unless WHY403_DEBUG asks for it.
 */
export async function main(argv: readonly string[], outside: Outside): Promise<number> {
  const io = patient(guarded(outside, argv))
  outside.onCrash(error => complain(error, io))
  try {
    const asked = parse(argv, io)
    if ('args' in asked) return await runCommand(asked, io)
    await inform(asked, io)
    return 0
  } catch (error) {
    return complain(error, io)
  }
}

async function runCommand({ command, args }: Chosen, io: Io): Promise<number> {
  const { print, refuseFormat, refuseMermaid, refusePage, refuseQuiet } = await import('./commands/output.ts')
  refuseFormat(args.flags, formatsOf(command))
  refusePage(args.flags, io)
  refuseMermaid(args.flags)
  refuseQuiet(args.flags)
  if (outputFlags.some(name => args.flags.text(name) !== undefined)) {
    await (await import('./commands/overwriting.ts')).refuseOverwriting(command.name, args, io)
  }
  const { run } = await loaderOf(command, args.flags)()
  try {
    const answer = await run(args, io)
    return typeof answer === 'number' ? answer : await print(answer, args.flags, io)
  } finally {
    // Only commands that take settings read secrets.
    if (command.flags.includes('dotenv')) {
      await (await import('./commands/exposed.ts')).tellExposed(command.name, args, io)
    }
  }
}

function formatsOf({ prints, streams }: Command): readonly string[] {
  return prints === 'text' ? ['text'] : [...formats, ...(streams ?? [])]
}

/** What prints while it reads, where that was asked for. */
function loaderOf({ name, streams }: Command, flags: Flags) {
  const stream = streams?.find(format => format === flags.text('format'))
  return (stream === undefined ? undefined : streamLoaders[name]?.[stream]) ?? loaders[name]
}

/** Help, or the version; not of a command that is not there. */
async function inform({ about, asked, words }: Information, io: Io): Promise<void> {
  if (about === null) (await import('./commands/unknown-command.ts')).refuseUnknownCommand(words, io)
  if (asked === 'version') io.stdout.write(`${version}\n`)
  else await (await import('./commands/help.ts')).printHelp(about, io)
}

function complain(error: unknown, io: Io): number {
  if (error instanceof Why403Error) {
    const lines = [`why403: ${error.message}`, ...error.hints.map(hint => `  ${hint}`)]
    io.stderr.write(`${lines.map(forTerminal).join('\n')}\n`)
    return error.exitCode
  }
  const kind = error instanceof Error ? error.name : typeof error
  io.stderr.write(`why403: something went wrong that should not have (${forTerminal(kind)}).\n`)
  io.stderr.write(
    '  Please report it, with the command line but without secrets. WHY403_DEBUG=1 shows where.\n',
  )
  if (io.env.WHY403_DEBUG && error instanceof Error) {
    // The frames only: the message before them, of one line or more, may repeat what must not be shown.
    const frames = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line))
    io.stderr.write(`${frames.map(forTerminal).join('\n')}\n`)
  }
  return 3
}
