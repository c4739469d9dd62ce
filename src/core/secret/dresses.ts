import { inHtml } from '../text.ts'
import { base64Inside } from './base64.ts'
import { shortest } from './known-lengths.ts'

/** Ways in which programs write a value that they put into a text, and what stands in every text that holds one of them. */
interface Wardrobe {
  readonly signOf: (value: string) => string
  readonly dresses: (value: string) => readonly string[]
}

export const wardrobes: readonly Wardrobe[] = [
  { signOf: () => '', dresses: value => [value, value.replaceAll(' ', '+'), ...base64Inside(value)] },
  { signOf: () => '%', dresses: percents },
  { signOf: () => '\\', dresses: escapes },
  { signOf: () => '&', dresses: entities },
  { signOf: value => hexOf(beginning(value)), dresses: value => [hexOf(value)] },
  { signOf: value => hexOf(beginning(value)).toUpperCase(), dresses: value => [hexOf(value).toUpperCase()] },
]

/** Enough of a value to tell whether it may be there: whole characters, also where each takes two units. */
function beginning(value: string): string {
  return [...value.slice(0, shortest)].slice(0, shortest / 2).join('')
}

/** UTF-8 in hexadecimal. */
function hexOf(value: string): string {
  return [...new TextEncoder().encode(value)].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

function percents(value: string): string[] {
  const urlEncoded = value.replace(/[^A-Za-z0-9\-_.!~*'()]/gu, encoded)
  const strictly = urlEncoded.replace(/[!'()*~]/g, percent)
  const all = value.replace(/[^A-Za-z0-9]/gu, encoded)
  const form = strictly.replaceAll('%20', '+')
  const hex = hexOf(value)
  const bytes = hex.replace(/../g, '%$&')
  const written = [urlEncoded, strictly, all, form, bytes.toUpperCase()].flatMap(text => [
    text,
    text.replace(/%[\dA-F]{2}/g, digits => digits.toLowerCase()),
  ])
  return [...new Set([...written, ...written.map(text => text.replaceAll('%', '%25'))])]
}

function escapes(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1)
  const ofDotNet = json.replace(/[<>&'+`]/g, unicode)
  return [
    ...new Set([
      json,
      json.replaceAll('/', '\\/'),
      ofDotNet,
      JSON.stringify(json).slice(1, -1),
      JSON.stringify(ofDotNet).slice(1, -1),
      ...unicodes(value),
    ]),
  ]
}

function entities(value: string): string[] {
  const html = inHtml(value)
  const numbered = (prefix: string, base: 10 | 16): string =>
    value.replace(/[^A-Za-z0-9]/gu, character => `${prefix}${character.codePointAt(0)!.toString(base)};`)
  return [...new Set([html, html.replaceAll('&#39;', '&apos;'), numbered('&#', 10), numbered('&#x', 16)])]
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}

/** UTF-8 in percents; a lone surrogate, which has none, as the sign that URLSearchParams puts in its place. */
function encoded(character: string): string {
  const code = character.codePointAt(0)!
  if (code < 0x80) return code < 16 ? `%0${code.toString(16).toUpperCase()}` : percent(character)
  return encodeURIComponent(code >= 0xd800 && code < 0xe000 ? '\ufffd' : character)
}

function unicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** All but letters and digits in the escapes of JSON, with great digits and with small ones. */
function unicodes(text: string): string[] {
  const great = text.replace(/[^A-Za-z0-9]/g, unicode)
  return [great, great.replace(/\\u[\dA-F]{4}/g, escaped => escaped.toLowerCase())]
}
