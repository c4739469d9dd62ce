import { Why403Error } from '../error.ts'
import { looksSecret } from './looks-secret.ts'

/**
 * The file that a flag names, for a message. Its name is shown only where it is plainly one: a value that
 * stands in the wrong place may be the secret itself.
 */
export function fileOf(flag: string, value: string): string {
  if (value === '-') return 'Standard input'
  return isPlainlyFile(value) ? value : `The file of ${flag}`
}

/** A path or a name with its ending, of short words: no part of it as mixed as secrets are. */
export function isPlainlyFile(value: string): boolean {
  if (value.length > 200 || looksSecret(value)) return false
  const parts = value.split(/[/\\]/)
  if (!parts.every(part => /^(?:[A-Za-z]:|~|[\w. -]{0,40})$/.test(part) && !isMixed(part))) return false
  return (
    /^(?:\.{0,2}|~|[A-Za-z]:)[/\\]/.test(value) ||
    /\.[A-Za-z]{1,10}$/.test(value) ||
    /^[a-z]{1,12}$/.test(value)
  )
}

/** Letters of both sizes and digits in one word. */
function isMixed(text: string): boolean {
  return text.split(/[. _-]/).some(word => /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word))
}

const kinds: ReadonlyMap<string, string> = new Map([
  ['--client-secret-file', 'secret'],
  ['--certificate', 'certificate'],
  ['AZURE_CLIENT_CERTIFICATE_PATH', 'certificate'],
  ['--token-file', 'token'],
  ['--directory-token-file', 'token'],
  ['--against', 'token'],
])

/** What such a file holds, where that is neither a token nor a secret. */
const contents: ReadonlyMap<string, string> = new Map([
  ['--from', 'a list that is read at once'],
  ['--jwks', 'a key set'],
])

/** What is wrong with a file, by the system's code, without its subject. */
function faultOf(flag: string, cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null
  if (code === 'EISDIR') return 'is a folder'
  if (code === 'EFBIG') return `is too long for ${contents.get(flag) ?? `a ${kinds.get(flag) ?? 'token'}`}`
  return 'cannot be read'
}

/**
 * The complaint about a file that cannot be read. Where its name looks like a secret, the mistake is likely
 * `--token-file "$TOKEN"`, and the shell has kept it.
 *
 * @param takes what the flag takes, as a hint
 */
export function cannotRead(flag: string, value: string, takes: string, cause?: unknown): Why403Error {
  if (looksSecret(value)) {
    return new Why403Error(
      'unreadable-input',
      `${flag} takes a file, and this looks like the ${kinds.get(flag) ?? 'secret'} itself.`,
      ["Replace it: it is in your shell's history now.", takes],
      { cause },
    )
  }
  const sentence = `${fileOf(flag, value)} ${faultOf(flag, cause)}.`
  return new Why403Error('unreadable-input', sentence, [takes], { cause })
}
