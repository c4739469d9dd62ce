/**
 * The words of a command as a POSIX shell would see them, where nothing is expanded: POSIX.1-2017, Shell Command Language
 * §2.2. What only a shell could do is a fault: a pipe, a redirection, a variable, a command inside a command.
 */
export function posixWords(line: string): readonly string[] | PosixFault {
  const words: string[] = []
  let word: string | null = null
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!
    if (character === "'") {
      const end = line.indexOf("'", at + 1)
      if (end < 0) return 'open-quote'
      word = (word ?? '') + line.slice(at + 1, end)
      at = end
    } else if (character === '"') {
      word ??= ''
      for (at++; line[at] !== '"'; at++) {
        const inside = line[at]
        if (inside === undefined) return 'open-quote'
        if (inside === '$' || inside === '`') return 'expansion'
        const isEscape = inside === '\\' && /["\\$`]/.test(line[at + 1] ?? '')
        word += isEscape ? line[++at] : inside
      }
    } else if (character === '\\') {
      const next = line[++at]
      if (next === undefined) return 'open-quote'
      word = (word ?? '') + next
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word)
      word = null
    } else if (/[|&;<>()]/.test(character)) return 'operator'
    else if (/[$`]/.test(character)) return 'expansion'
    else word = (word ?? '') + character
  }
  const all = word === null ? words : [...words, word]
  return all.length === 0 ? 'empty' : all
}

export type PosixFault = 'open-quote' | 'operator' | 'expansion' | 'empty'
