/** One word for a POSIX shell: quoted only where it must be. Source: POSIX.1-2017, Shell Command Language §2.2.2. */
export function posixWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

export function posixCommand(...words: readonly string[]): string {
  return words.map(posixWord).join(' ')
}

/**
 * One word for PowerShell, always quoted: it takes typographic single quotes for single ones too. Source:
 * Learn, "about_Quoting_Rules".
 */
export function powerShellWord(word: string): string {
  return `'${word.replace(/['\u2018-\u201b]/g, quote => quote + quote)}'`
}
