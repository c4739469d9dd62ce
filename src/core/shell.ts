/** The shells that commands are written for: any POSIX shell, and PowerShell as it is on Windows. */
export const shells = ['posix', 'powershell'] as const
export type Shell = (typeof shells)[number]

/** One word for a shell: quoted only where it must be, and by double quotes where nothing in it would be expanded. */
export function shellWord(shell: Shell, word: string): string {
  return shell === 'posix' ? posixWord(word) : powerShellWord(word)
}

export function shellCommand(shell: Shell, ...words: readonly string[]): string {
  const [program = '', ...rest] = words
  return [shell === 'powershell' ? (powerShellPrograms.get(program) ?? program) : program, ...rest]
    .map(word => shellWord(shell, word))
    .join(' ')
}

/** Windows PowerShell has an alias curl that is another program. */
const powerShellPrograms: ReadonlyMap<string, string> = new Map([['curl', 'curl.exe']])

/** Commands of which each waits for the one before. Windows PowerShell 5.1 knows no `&&`. */
export function inTurn(shell: Shell, commands: readonly string[]): string {
  return commands.join(shell === 'posix' ? ' && ' : '; ')
}

/** A command with a variable of the environment set for it; to null: taken away. */
export function withVariable(shell: Shell, name: string, value: string | null, command: string): string {
  if (shell === 'posix')
    return value === null ? `env -u ${name} ${command}` : `${name}=${posixWord(value)} ${command}`
  return `$env:${name} = ${value === null ? '$null' : powerShellLiteral(value)}; ${command}`
}

/** A variable of the shell as part of a word, which lets nothing else through. */
export function variable(shell: Shell, name: string): string {
  return shell === 'posix' ? `$${name}` : `$env:${name}`
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
