import { textOf } from '../json.ts'
import { withoutEnd } from '../text.ts'
import { decodeToken } from '../token/decode.ts'
import type { PastedToken } from './token.ts'

/** What a text shows of the token that was sent. */
export interface Presented {
  readonly audience: string
  /** Where that is told, a noun. */
  readonly told: string
}

const value = `["'\`\\s:=(\\[]{1,6}(https?:\\/\\/[^\\s"'\`,;)\\]]{3,200}|[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}(?:\\/[^\\s"'\`]{1,200})?|api:\\/\\/[^\\s"'\`,;)\\]]{3,200})`

/** Places that name an audience, what is surest first. */
const places: readonly (readonly [told: string, pattern: RegExp])[] = [
  ['the error', new RegExp(`\\binvalid audience uri${value}`, 'i')],
  ['the error', new RegExp(`\\binvalid audience\\b.{0,300}?\\bfound${value}`, 'i')],
  ['the error', new RegExp(`\\baudience validation failed.{0,20}?\\baudiences?${value}`, 'i')],
  ['the claims', new RegExp(`\\baud\\b${value}`, 'i')],
  ['the scope that was asked for', new RegExp(`\\b(?:scopes?|resource)\\b${value}`, 'i')],
]

/** Whom a token is for, by itself. Null: its claims do not say. */
export function presentedBy(token: PastedToken): Presented | null {
  const claims = token.kind === 'token' ? decodeToken(token.token)?.claims : token.claims
  const audience = textOf(claims?.aud)
  return audience === null ? null : { audience, told: token.kind === 'token' ? 'the token' : 'the claims' }
}

/** Whom the token of a text is for, where no token says it itself: by what the text says of it. Null: nothing tells. */
export function presentedIn(text: string): Presented | null {
  for (const [told, pattern] of places) {
    const audience = pattern.exec(text)?.[1]
    if (audience !== undefined) return { audience: withoutDefault(audience), told }
  }
  // The Azure CLI asks for Resource Manager where it is told nothing else.
  const command = /\baz account get-access-token\b([^\n]{0,300})/i.exec(text)?.[1]
  if (command === undefined) return null
  if (/--resource-type[ =]ms-graph/i.test(command))
    return { audience: 'https://graph.microsoft.com', told: cli }
  return /--(?:resource|scope)/i.test(command)
    ? null
    : { audience: 'https://management.azure.com', told: cli }
}

const cli = 'az account get-access-token'

/** The audience of a scope, or one at the end of a sentence. */
function withoutDefault(scope: string): string {
  const uri = withoutEnd(scope, '.')
  return uri.endsWith('/.default') ? withoutEnd(uri.slice(0, -'.default'.length), '/') : uri
}
