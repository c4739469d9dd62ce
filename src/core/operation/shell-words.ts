/**
 * The words of a command line as a shell would see them: quotes of both kinds, backslashes, and lines
 * continued by `\`, `` ` `` or `^` at their end. Variables stay as they are; nothing is run. Where quotes are
 * never closed, the rest is one word.
 */
export function shellWords(line: string): string[] {
  const words: string[] = []
  let word: string | null = null
  let quote: string | null = null
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!
    const next = line[at + 1]
    if (quote !== null) {
      if (character === quote) quote = null
      else if (character === '\\' && quote === '"' && (next === '"' || next === '\\')) {
        word += next
        at++
      } else word += character
    } else if (character === "'" || character === '"') {
      quote = character
      word ??= ''
    } else if (isContinuation(character) && (next === '\n' || next === '\r' || next === undefined)) {
      if (next === '\r' && line[at + 2] === '\n') at++
      at++
    } else if (character === '\\' && next !== undefined && /["'\\ ?&$()]/.test(next)) {
      word = (word ?? '') + next
      at++
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word)
      word = null
    } else word = (word ?? '') + character
  }
  return word === null ? words : [...words, word]
}

function isContinuation(character: string): boolean {
  return character === '\\' || character === '`' || character === '^'
}
