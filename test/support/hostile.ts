/**
 * Text that is out to do harm where it is shown: to drive a terminal, to turn the reading direction, to
 * give a build system commands, to break out of a line, a string or a prototype. Every renderer meets all
 * of it.
 */
export const hostileTexts: Readonly<Record<string, string>> = {
  'a terminal title': '\u001b]0;pwned\u0007title',
  'a cleared screen': '\u001b[2J\u001b[H\u001b[31mred',
  'a link that lies': '\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007',
  'a C1 sequence': 'a\u009b31mb\u0085c\u0090d',
  'a bell, a backspace, a delete': 'a\u0007b\bc\u007fd',
  'a nul': 'a\u0000b',
  'a carriage return': 'all is well\rpwned',
  'a line of its own': 'first\nsecond\r\nthird',
  'Unicode line ends': 'first\u2028second\u2029third',
  'a tab and a form feed': 'a\tb\fc\vd',
  'a turned direction': 'admin\u202etxt.exe\u202c\u2066x\u2069\u200e\u200f\u061c',
  'a byte order mark': '\ufeffa\ufeffb',
  'lone surrogates': 'a\ud800b\udc00c',
  'a pair in the wrong order': '\udc00\ud800',
  'a build command': '::error::pwned',
  'a build command behind a blank': '  ::set-output name=x::pwned',
  'a build command behind a line end': 'x\n::add-mask::pwned',
  'a build command among words': `${'word '.repeat(14)}::error::pwned ${'::warning::too '.repeat(12)}`,
  'a command of Azure Pipelines': '##vso[task.setvariable variable=PATH]pwned',
  'the same in other letters, behind words and a fence': 'all well ###VSO[task.complete result=Failed]x',
  'commands of Azure Pipelines among words': 'word ##vso[task.logissue type=error]pwned ##[group]x '.repeat(
    9,
  ),
  'a command of older build systems': 'x ##[add-mask]pwned',
  'a very long word': 'x'.repeat(10_000),
  'very many words': 'User.Read.All '.repeat(2000),
  'a prototype': '__proto__',
  'a way out of a string': '\\"\'`$(id){{x}}<!--</script>',
  'an emoji, an accent, and script from right to left': '👩‍👩‍👧 é שלום',
  nothing: '',
}

/** What no output may hold: but for line ends, and the escape sequences of our own colours. */
export const dangerous =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]/u

/** The escape sequences of colours. */
export const colours = /\u001b\[[\d;]*m/g

/** What a build system would take for a command: `::` where a line begins, indented or not, the others anywhere. */
export const buildCommand = /^\s*::|##(vso)?\[/im

/**
 * A copy in which every string is the text, but for members of the names in `keep`: those hold our own
 * words, such as a verdict.
 */
export function poisoned<Value>(value: Value, text: string, keep: ReadonlySet<string>): Value {
  const poison = (part: unknown, name: string): unknown => {
    if (typeof part === 'string') return keep.has(name) ? part : text
    if (Array.isArray(part)) return part.map(item => poison(item, name))
    if (typeof part !== 'object' || part === null) return part
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, poison(item, key)]))
  }
  return poison(value, '') as Value
}

/** Members of a report that hold words of our own, from a closed list; all others may be foreign. */
export const ownWords: ReadonlySet<string> = new Set([
  ...['verdict', 'mark', 'cloud', 'form', 'access', 'credential', 'status', 'matched', 'method', 'broken'],
  ...['severity', 'certainty', 'about', 'becauseOf', 'id', 'docs', 'commit', 'date', 'version', 'name'],
])
