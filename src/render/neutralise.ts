/**
 * Foreign text, made harmless. What a token, a server or a file says may hold escape sequences that drive
 * a terminal, marks that turn the reading direction, or a line that a build system takes for a command.
 */

/** C0 and C1 controls, DEL, bidirectional controls, line and paragraph separators, byte order mark, lone surrogates. */
const dangerous =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/**
 * How commands of Azure Pipelines (`##vso[`, `##[`) and older ones of GitHub Actions (`##[`) begin. Their agents
 * look for it anywhere in a line, in JSON too; for `::` only where a line begins.
 * Source: microsoft/azure-pipelines-agent, Command.TryParse; actions/runner, ActionCommand.TryParse.
 */
const inlineCommand = /##(?=(?:vso)?\[)/gi

/** For a terminal, on one line: dangerous characters show as `\u{9b}`, and no build system finds a command. */
export function forTerminal(text: string): string {
  return text
    .replace(dangerous, character => `\\u{${character.charCodeAt(0).toString(16)}}`)
    .replace(/^(\s*):(?=:)/, '$1:\\')
    .replace(inlineCommand, '#\\#')
}

/** For a terminal that shows nothing but ASCII: all else as `\u{e9}`. */
export function inAscii(text: string): string {
  return text.replace(/[^\u0000-\u007f]/gu, character => `\\u{${character.codePointAt(0)!.toString(16)}}`)
}

/**
 * JSON whose text holds no dangerous character either, and no command: JSON.stringify leaves C1 and bidi ones as
 * they are. Whoever parses it reads what the value holds.
 */
export function forJson(value: unknown, indent = 2): string {
  const json = JSON.stringify(value, null, indent).replace(inlineCommand, '#\\u0023')
  if (!/[^\n -~]/.test(json)) return json
  return json.replace(dangerous, character =>
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
