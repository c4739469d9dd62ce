import { objectOf, parseJson } from '../json.ts'
import { textOfPart } from './decode.ts'

/**
 * The signed tokens (compact JWS) in a text, each once, in their order. A token may be broken over lines; two
 * tokens are never joined into one, and a word that stands beside a token is none of it. Of several, those
 * that the text itself calls something else (`id_token`, `client_assertion`) are left out.
 *
 * Takes time in proportion to the text: every run of a token's characters is looked at once.
 */
export function findTokens(text: string): readonly string[] {
  const runs = runsOf(text)
  const found = new Map<string, { called: boolean }>()
  for (let at = 0; at < runs.length; ) {
    const { token, next } = tokenAt(runs, at)
    if (token !== null) {
      const called = isCalledOtherwise(text, runs[at]!.start) && (found.get(token)?.called ?? true)
      found.set(token, { called })
    }
    at = next
  }
  const all = [...found.keys()]
  const access = all.filter(token => !found.get(token)!.called)
  return access.length > 0 ? access : all
}

/** Characters of a token side by side, and what stands before and behind them up to the next such run. */
interface Run {
  readonly text: string
  readonly start: number
  readonly before: string
  readonly behind: string
}

function runsOf(text: string): Run[] {
  const spans = [...text.matchAll(/[A-Za-z0-9_.-]+/g)].map(({ 0: run, index }) => {
    const end = index + run.length
    const start = index + escapeLength(text, index)
    return { start, end, text: text.slice(start, end) }
  })
  return spans.map(({ start, end, text: run }, at) => ({
    text: run,
    start,
    before: text.slice(spans[at - 1]?.end ?? 0, start),
    behind: text.slice(end, spans[at + 1]?.start ?? text.length),
  }))
}

/** How many characters at a run's beginning belong to an escape before it: `\n`, `%20`. */
function escapeLength(text: string, start: number): number {
  if (text[start - 1] === '\\' && /[bfnrt]/.test(text[start]!)) return 1
  return text[start - 1] === '%' && /[0-9A-Fa-f]{2}/.test(text.slice(start, start + 2)) ? 2 : 0
}

/** Header and claims are JSON objects, so each begins with the base64url of `{` and a quote or a blank. */
const beginning = /^e[wy]/

const compactJws = /^e[wy][A-Za-z0-9_-]*\.e[wy][A-Za-z0-9_-]*\.[A-Za-z0-9_-]+$/

/** The token that begins with a run, and the place of the first run that is none of it. */
function tokenAt(runs: readonly Run[], at: number): { token: string | null; next: number } {
  const first = runs[at]!
  if (!beginning.test(first.text)) return { token: null, next: at + 1 }
  const pieces = [first.text]
  let dots = dotsIn(first.text)
  let signature = lastPart(first.text).length
  let whole: readonly number[] | null = null
  let next = at + 1
  for (; next < runs.length; next++) {
    const run = runs[next]!
    const last = pieces.at(-1)!
    if (run.before.trim() !== '') break
    if (dots < 2) {
      // Another token begins; but a line that was broken right before the claims begins with them.
      if (beginning.test(run.text) && run.text.includes('.') && !last.endsWith('.')) break
    } else {
      whole ??= wholeSignatures(pieces.join(''))
      if (!isLineOfSignature(run, whole.includes(signature + run.text.length))) break
      if (whole.includes(signature) && run.text.length !== last.length) break
    }
    pieces.push(run.text)
    dots += dotsIn(run.text)
    signature = run.text.includes('.') ? lastPart(run.text).length : signature + run.text.length
  }
  const joined = pieces.join('').replace(/\.{2,3}$/, '')
  return { token: compactJws.test(joined) ? joined : null, next }
}

/** Whether a run may be a line of a signature: it begins a line, and ends one unless it ends the signature. */
function isLineOfSignature({ text, before, behind }: Run, completes: boolean): boolean {
  if (text.includes('.') || !/[\r\n]/.test(before)) return false
  return completes || behind.trim() === '' || /^[^\S\r\n]*(?:[\r\n]|["'`,;)\]}])/.test(behind)
}

/** RSA keys of 2048, 3072 and 4096 bits. */
const rsaSignatures = [342, 512, 683]

/** Characters of any other signature, by its algorithm. Source: RFC 7518 §3, RFC 8037 §3.1, RFC 9864 §2.2. */
const signatureLengths = new Map<string, readonly number[]>([
  ['ES256', [86]],
  ['ES384', [128]],
  ['ES512', [176]],
  ['EdDSA', [86]],
  ['Ed25519', [86]],
  ['HS256', [43]],
  ['HS384', [64]],
  ['HS512', [86]],
])

/**
 * The lengths at which the signature of a token is whole, so that the next line is none of it; the usual RSA
 * lengths where the header tells no algorithm.
 */
function wholeSignatures(token: string): readonly number[] {
  const header = objectOf(parseJson(textOfPart(token.slice(0, token.indexOf('.'))) ?? ''))
  const alg = typeof header?.alg === 'string' ? header.alg : ''
  return signatureLengths.get(alg) ?? rsaSignatures
}

function dotsIn(text: string): number {
  return text.split('.').length - 1
}

function lastPart(text: string): string {
  return text.slice(text.lastIndexOf('.') + 1)
}

/** What a text calls a token that is no access token, right before it: as a name in JSON, a form or a log. */
const otherName =
  /\b(?:id_?token(?:_hint)?|refresh_?token|client_?assertion|assertion)(?:\\?["'])?\s{0,4}(?:[:=]|%3D)\s{0,4}(?:\\?["'])?$/i

function isCalledOtherwise(text: string, start: number): boolean {
  return start > 0 && otherName.test(text.slice(Math.max(0, start - 40), start))
}
