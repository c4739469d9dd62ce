import { parseJson } from '../json.ts'
import { counted } from '../text.ts'
import { textOfPart } from './decode.ts'

const partNames = ['header', 'claims', 'signature'] as const

/**
 * Says why a text that begins like a token cannot be read as one, and where it is damaged. Never repeats
 * more of it than one character.
 *
 * @param text without blanks
 */
export function damageOf(text: string): string {
  const foreign = /[^A-Za-z0-9_.-]/u.exec(text)
  if (foreign !== null) return `a damaged token: ${foreignCharacter(foreign[0], place(text, foreign.index))}`
  const parts = text.split('.')
  if (parts.length < 3) {
    const where = partNames[parts.length - 1]!
    const after = `after ${counted(text.length, 'character')}`
    return `part of a token: it was cut in its ${where}, ${after}, and a token has three parts joined by dots`
  }
  if (parts.length > 3) {
    return `a damaged token: it has ${parts.length} parts, and an access token has three (header, claims, signature)`
  }
  const broken = parts.slice(0, 2).findIndex(part => !isObject(part))
  if (broken === 1 && isValue(parts[1]!))
    return 'a signed message (JWS) whose content is not a set of claims: intact, but not an Entra ID token'
  return broken < 0
    ? 'a damaged token: its parts cannot be read'
    : `a damaged token: ${brokenPart(parts, broken)}`
}

function foreignCharacter(character: string, where: string): string {
  const shown = /^[!-~]$/.test(character)
    ? `'${character}'`
    : `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
  if (/[+/=]/.test(character)) {
    return `${where} is ${shown}, of plain base64; a token is base64url, which has - and _ and no =`
  }
  return `${where} is ${shown}, which base64url does not have`
}

function brokenPart(parts: readonly string[], broken: number): string {
  const part = parts[broken]!
  const named = `its ${partNames[broken]} (${counted(part.length, 'character')})`
  if (part.length % 4 === 1) return `${named} cannot be of that length: a character is missing or too many`
  const text = textOfPart(part)
  if (text === null) return `${named} is not UTF-8 once it is decoded: characters were lost or changed`
  if (parseJson(text) !== undefined) return `${named} is JSON, but no object`
  const at = foreignAt(text)
  if (at === null) return `${named} ends too early, or lacks a comma or a bracket: its JSON is not whole`
  // Three bytes are four characters.
  const bytes = new TextEncoder().encode(text.slice(0, at)).length
  const near =
    parts.slice(0, broken).join('.').length + (broken > 0 ? 1 : 0) + Math.floor((bytes * 4) / 3) + 1
  return `${named} is not JSON from its character ${at + 1} on, near character ${near} of the text`
}

/** Whole JSON of another kind than an object. */
function isValue(part: string): boolean {
  return parseJson(textOfPart(part) ?? '') !== undefined
}

function isObject(part: string): boolean {
  const json = parseJson(textOfPart(part) ?? '')
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

/** Where a text stops to be made of JSON's words and marks; null when only their order is wrong, or the end is missing. */
function foreignAt(json: string): number | null {
  const word =
    /\s+|"[^"\\\u0000-\u001f]*(?:\\.[^"\\\u0000-\u001f]*)*"|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null|[{}[\],:]/iy
  for (let at = 0; at < json.length; at = word.lastIndex) {
    word.lastIndex = at
    if (word.test(json)) continue
    const isCutText = json[at] === '"' && !/[\u0000-\u001f]/.test(json.slice(at))
    return isCutText ? null : at
  }
  return null
}

/** `character 57 of its claims (character 123 of the text)`. */
function place(text: string, index: number): string {
  const before = text.slice(0, index).split('.')
  const part = partNames[before.length - 1]
  const whole = `character ${index + 1} of the text`
  return part === undefined || before.length === 1
    ? whole
    : `character ${before.at(-1)!.length + 1} of its ${part} (${whole})`
}
