import type { CommandLine } from '../command-line.ts'

/**
 * A command line in which files are named without their folders: folders say whose machine it was, and who opens a case
 * is led to no file of theirs but in the folder where they are. A program that was run is left out whole: a next step is
 * pasted, and would start it.
 *
 * @param fileFlags flags whose value names a file
 */
export function withoutFolders(line: CommandLine, fileFlags: readonly string[]): CommandLine {
  const words = withoutProgram(line).map((word, at) => {
    const [flag, value] = /^--([a-z-]+)=(.*)$/s.exec(word)?.slice(1) ?? []
    if (flag !== undefined && value !== undefined)
      return fileFlags.includes(flag) ? `--${flag}=${lastName(value)}` : word
    const isValue = fileFlags.some(name => line.words[at - 1] === `--${name}`)
    return isValue || (line.command === 'inspect' && !word.startsWith('-')) ? lastName(word) : word
  })
  return { ...line, words }
}

/** Wherever it stands: what a case says of its own command is foreign text as well. */
function withoutProgram({ words }: CommandLine): readonly string[] {
  const run = words.indexOf('run')
  if (run < 0) return words
  const where = words.includes('--built-in') ? ['--built-in'] : []
  return [...words.slice(0, run + 1), ...where, '--', '<program>']
}

/** The last name of a path, also of one behind what it holds: `WHY403_TOKEN (/home/ada/.env)`. */
export function lastName(path: string): string {
  const start = (/^[^/\\(]{0,100}\(/.exec(path)?.[0] ?? '').length
  const slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))
  return slash < start ? path : path.slice(0, start) + path.slice(slash + 1)
}
