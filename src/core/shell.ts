/** The shells that commands are written for: any POSIX shell, and PowerShell as it is on Windows. */
export const shells = ['posix', 'powershell'] as const
export type Shell = (typeof shells)[number]

/** How a shell writes what is the same in all of them. */
interface Dialect {
  word(word: string): string
  program(name: string): string
  inTurn(commands: readonly string[]): string
  withVariable(name: string, value: string | null, command: string): string
  variable(name: string): string
}

const dialects: Readonly<Record<Shell, Dialect>> = {
  posix: {
    word: posixWord,
    program: name => name,
    inTurn: commands => commands.join(' && '),
    withVariable: (name, value, command) =>
      value === null ? `env -u ${name} ${command}` : `${name}=${posixWord(value)} ${command}`,
    variable: name => `$${name}`,
  },
  powershell: {
    word: powerShellWord,
    // Windows PowerShell has an alias curl that is another program.
    program: name => (name === 'curl' ? 'curl.exe' : name),
    // Windows PowerShell 5.1 knows no `&&`.
    inTurn: commands => commands.join('; '),
    withVariable: (name, value, command) =>
      `$env:${name} = ${value === null ? '$null' : powerShellLiteral(value)}; ${command}`,
    variable: name => `$env:${name}`,
  },
}

/** One word for a shell: quoted only where it must be, and by double quotes where nothing in it would be expanded. */
export function shellWord(shell: Shell, word: string): string {
  return dialects[shell].word(word)
}

export function shellCommand(shell: Shell, ...words: readonly string[]): string {
  const [program = '', ...rest] = words
  return [dialects[shell].program(program), ...rest].map(word => shellWord(shell, word)).join(' ')
}

/** Commands of which each waits for the one before. */
export function inTurn(shell: Shell, commands: readonly string[]): string {
  return dialects[shell].inTurn(commands)
}

/** A command with a variable of the environment set for it; to null: taken away. */
export function withVariable(shell: Shell, name: string, value: string | null, command: string): string {
  return dialects[shell].withVariable(name, value, command)
}

/** A variable of the shell as part of a word, which lets nothing else through. */
export function variable(shell: Shell, name: string): string {
  return dialects[shell].variable(name)
}

/** Source: POSIX.1-2017, Shell Command Language §2.2. */
function posixWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word
  if (/^[\w@%+=:,./ '?&;()[\]{}<>|*#~^-]+$/.test(word) && /[ ']/.test(word)) return `"${word}"`
  return `'${word.replaceAll("'", `'\\''`)}'`
}

/**
 * A word of a native program's command line. A double quote inside needs a backslash, since Windows
 * PowerShell, and every PowerShell for a batch file such as az.cmd, hands it on as it is. Sources: Learn,
 * "about_Quoting_Rules", "about_Parsing" ($PSNativeCommandArgumentPassing). Not verified: PowerShell 7.3 and
 * later on other systems, which would keep that backslash.
 */
function powerShellWord(word: string): string {
  if (/^[\w=:./+-]+$/.test(word) && !/^-.*[.:]/.test(word)) return word
  return powerShellLiteral(word.replace(/(?<!\\)(\\*)"/g, '$1$1\\"'))
}

/** A string of PowerShell's own: it takes typographic single quotes for single ones too. */
export function powerShellLiteral(text: string): string {
  return `'${text.replace(/['\u2018-\u201b]/g, quote => quote + quote)}'`
}
