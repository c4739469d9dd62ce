import { cloudByAudience } from '../clouds.ts'
import { type JsonObject, objectOf, textOf } from '../json.ts'
import type { Secret } from '../secret.ts'
import { secondsOf } from '../time.ts'
import { decodeToken } from '../token/decode.ts'
import { type Extracted, extractTokens } from '../token/extract.ts'
import { objectsInside } from './json-inside.ts'

/** What a text holds of the token that was sent. */
export type PastedToken =
  | { readonly kind: 'token'; readonly token: Secret; readonly wrapping: string | null }
  /** A payload, decoded by somebody else. */
  | { readonly kind: 'claims'; readonly claims: JsonObject }
  /** Permissions that a person lists. */
  | { readonly kind: 'words'; readonly claims: JsonObject }

/** The token of a text, or what is told of it: the surest form that is there. Null: there is none, or several. */
export function tokenIn(text: string): PastedToken | null {
  const { token } = choose(jwtsIn(text), text, null)
  return token ?? toldIn(text)
}

/** Tokens of which a text holds more than one. */
export interface Several {
  /** Whom each is for; null: its claims do not say. */
  readonly audiences: readonly (string | null)[]
  /** By what one of them is known to be the one that was sent: it stands behind `Bearer`, or Graph took no other. Otherwise none. */
  readonly used: 'sent' | 'taken' | 'none'
}

/** That Graph took a token, and refused what was asked with it. */
export interface Taken {
  /** Seconds since 1970; null: the text does not say when. */
  readonly at: number | null
}

/** As `tokenIn`; of several tokens the one that was sent, where that is known. */
export function tokensIn(
  text: string,
  taken: Taken | null,
): { readonly token: PastedToken | null; readonly several: Several | null } {
  const found = jwtsIn(text)
  const { token, by } = choose(found, text, taken)
  if (found.length < 2) return { token: token ?? toldIn(text), several: null }
  const audiences = found.slice(0, mostTold).map(({ token }) => audienceOf(token))
  return { token, several: { audiences, used: by } }
}

/** More of them nobody reads. */
const mostTold = 20

type Jwt = Extract<Extracted, { form: 'jwt' }>

function jwtsIn(text: string): Jwt[] {
  return extractTokens(text).flatMap(found => (found.form === 'jwt' ? [found] : []))
}

function toldIn(text: string): PastedToken | null {
  const claims = payloadIn(text)
  if (claims !== null) return { kind: 'claims', claims }
  const words = permissionsIn(text)
  return words === null ? null : { kind: 'words', claims: words }
}

function choose(
  found: readonly Jwt[],
  text: string,
  taken: Taken | null,
): { readonly token: PastedToken | null; readonly by: Several['used'] } {
  const one = (tokens: readonly Jwt[]): PastedToken | null => {
    const [first, ...others] = tokens
    return first === undefined || others.length > 0 || decodeToken(first.token) === null
      ? null
      : { kind: 'token', token: first.token, wrapping: null }
  }
  if (found.length < 2) return { token: one(found), by: 'none' }
  const sent = one(found.filter(({ token }) => isSent(token, text)))
  if (sent !== null) return { token: sent, by: 'sent' }
  const fitting = taken === null ? null : one(found.filter(({ token }) => fits(token, taken)))
  return { token: fitting, by: fitting === null ? 'none' : 'taken' }
}

/** Several tokens may stand in a text: the one that went out stands behind `Bearer`. */
function isSent(token: Secret, text: string): boolean {
  const at = text.indexOf(token.reveal())
  return at > 0 && /\bbearer["'\s:]{1,4}$/i.test(text.slice(Math.max(0, at - 20), at))
}

/** Clocks may differ by so much. In seconds. */
const skew = 300

/** Whether Graph would have taken it: a token that cannot be read might be the one. */
function fits(token: Secret, { at }: Taken): boolean {
  const claims = decodeToken(token)?.claims
  if (claims === undefined) return true
  const audience = textOf(claims.aud)
  if (audience !== null && cloudByAudience(audience) === null) return false
  const [from, until] = [secondsOf(claims.nbf), secondsOf(claims.exp)]
  return at === null || ((from ?? at) <= at + skew && at - skew <= (until ?? at))
}

function audienceOf(token: Secret): string | null {
  return textOf(decodeToken(token)?.claims.aud)
}

/** Claims of which a payload of Entra ID's has several. */
const marks = [
  'aud',
  'iss',
  'exp',
  'iat',
  'nbf',
  'appid',
  'azp',
  'tid',
  'oid',
  'roles',
  'scp',
  'ver',
  'idtyp',
]
const fewestMarks = 2

function payloadIn(text: string): JsonObject | null {
  for (const { value } of objectsInside(text)) {
    for (const candidate of [value, objectOf(value.payload), objectOf(value.claims), objectOf(value.body)]) {
      if (candidate !== null && isPayload(candidate)) return candidate
    }
  }
  return null
}

function isPayload(value: JsonObject): boolean {
  const holds = textOf(value.aud) !== null || Array.isArray(value.roles) || textOf(value.scp) !== null
  return holds && marks.filter(name => Object.hasOwn(value, name)).length >= fewestMarks
}

const name = '[A-Z][A-Za-z]{1,60}(?:-[A-Za-z]{1,40})?(?:\\.[A-Za-z]\\w{1,60}){1,4}'
const list = `(${name}(?:[\\s,;|"'\`]{1,5}(?:and\\s)?${name}){0,80})`

/** `token roles: Mail.Read, Mail.Send`; a line `scp: User.Read`. What a service wants or saw is said in other words. */
const told = [
  new RegExp(
    `\\b(?:token|jwt|claims?)\\b[^\\n]{0,30}?\\b(roles?|scp|scopes?)\\b["'\`]?(?: (?:are|is))?\\s?[:=]?\\s?[\\["'\`(]{0,3}${list}`,
    'i',
  ),
  new RegExp(`(?:^|\\n)[^\\S\\n]{0,8}["'\`]?(roles|scp)["'\`]?\\s?[:=]\\s?[\\["'\`(]{0,3}${list}`, 'i'),
]
const without = /\btoken\b[^\n]{0,30}\b(?:has|holds|contains|with|carries) no (roles?|scp|scopes?)\b/i

function permissionsIn(text: string): JsonObject | null {
  for (const pattern of told) {
    const [, claim, names] = pattern.exec(text) ?? []
    if (claim === undefined || names === undefined) continue
    const permissions = names.match(new RegExp(name, 'g')) ?? []
    return /^r/i.test(claim)
      ? { idtyp: 'app', roles: permissions }
      : { idtyp: 'user', scp: permissions.join(' ') }
  }
  const claim = without.exec(text)?.[1]
  return claim === undefined || !/^r/i.test(claim) ? null : { idtyp: 'app' }
}
