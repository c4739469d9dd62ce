import yargs from 'yargs'
import type { Io } from '../io.ts'
import { type FlagName, flags } from './flags.ts'
import { commandWords, flagWords } from './help-words.ts'
import { type Command, commands, road } from './index.ts'
import { parserConfiguration } from './parse.ts'

/**
 * The help page of a command, or of why403 as a whole. All of yargs is loaded for this alone; what it is given is
 * never what was typed.
 */
export async function printHelp(about: Command | null, { stdout }: Pick<Io, 'stdout'>): Promise<void> {
  const parser = yargs()
    .scriptName('why403')
    .usage('why403: why did Microsoft Graph say no?\n\nUsage: $0 [COMMAND] [operations..]')
    .parserConfiguration(parserConfiguration)
    .detectLocale(false)
    .exitProcess(false)
    .help('help')
    .alias('help', 'h')
    .alias('quiet', 'q')
    .version('')
    .wrap(Math.min(stdout.columns ?? 80, 100))
    .epilogue(
      'Exit codes: 0 clear, 1 a problem or undetermined, 2 wrong usage or settings, 3 an outage.\nNo tenant at hand? why403 demo',
    )
  for (const [name, { type, choices }] of Object.entries(flags)) {
    const { describe, group } = flagWords[name as FlagName]
    const listed = choices === undefined ? describe : `${describe} (${choices.join(' | ')})`
    parser.option(name, { type, describe: listed, group: `${group}:` })
  }
  parser.group(['help', 'version'], 'Help:')
  for (const command of commands) {
    const { name, words } = command
    const { describe, examples } = commandWords[name]
    const pattern = words === null ? '' : ` [${words.name}${words.many ? '..' : ''}]`
    parser.command(command === road ? [`$0${pattern}`, name] : `${name}${pattern}`, describe, builder => {
      for (const flag of Object.keys(flags)) if (!command.flags.includes(flag as FlagName)) builder.hide(flag)
      for (const [example, says] of examples) builder.example(example, says)
      if (words !== null) builder.positional(words.name, { type: 'string' })
    })
  }
  await parser.parseAsync([...(about === null ? [] : [about.name]), '--help'], {}, (_error, _parsed, page) =>
    stdout.write(`${page}\n`),
  )
}
