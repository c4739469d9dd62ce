import type { HttpClient } from '../../src/io.ts'

/** A place where something secret shows. Never repeats the secret. */
export interface Leak {
  /** What leaks: `client secret`, `access token`. */
  readonly what: string
  /** In which clothes: `plain`, `base64`, `signature`. */
  readonly as: string
}

/** Values that no output may hold, each with what to call it. */
export type Secrets = ReadonlyMap<string, string>

/** So many characters in a row give a secret away. A shorter one is searched for whole. */
const runLength = 20

/** Shorter values are words: they stand in any text. */
const shortest = 8

/** What every private key and every SAML assertion begins with, in base64, is no secret. */
const sharedBeginning = /^(?:MII.{41}|PHNhbWw.{23})/

/** Of a token, the header is no secret: they all begin alike. */
const tokens = /^eyJ[\w-]*\.[\w-]+\.[\w-]+(?:\.[\w-]+\.[\w-]+)?$/

/**
 * Finds secrets in a text: any run of 20 characters, in every encoding in which a program writes text, and
 * split over lines. Of a token, its payload and its signature count on their own.
 */
export function leaks(text: string, secrets: Secrets): Leak[] {
  return scanner(secrets)(text)
}

/** The same, for one set of secrets and many texts. */
export function scanner(secrets: Secrets): (text: string) => Leak[] {
  const runs = new Map<string, Leak>()
  const whole = new Map<string, Leak>()
  for (const [value, what] of secrets) {
    for (const [as, spellings] of disguises(value)) {
      for (const spelling of spellings) {
        const leak = { what, as }
        if (spelling.length < runLength) {
          if (spelling.length >= shortest) whole.set(spelling, leak)
          continue
        }
        for (let at = 0; at + runLength <= spelling.length; at++) {
          const run = spelling.slice(at, at + runLength)
          if (!runs.has(run)) runs.set(run, leak)
        }
      }
    }
  }
  return text => {
    const found = new Map<string, Leak>()
    const note = (leak: Leak, needle: string, worn: string | null): void => {
      const as =
        leak.as !== 'plain' ? leak.as : (worn ?? (text.includes(needle) ? 'plain' : 'split over lines'))
      found.set(`${leak.what} ${as}`, { what: leak.what, as })
    }
    for (const [view, worn] of views(text)) {
      for (const [needle, leak] of whole) if (view.includes(needle)) note(leak, needle, worn)
      for (let at = 0; at + runLength <= view.length; at++) {
        const run = view.slice(at, at + runLength)
        const leak = runs.get(run)
        if (leak !== undefined) note(leak, run, worn)
      }
    }
    return [...found.values()]
  }
}

/** The encodings, each with the strings of which one run gives the value away. Blanks do not count. */
function disguises(value: string): Map<string, string[]> {
  const parts = tokens.test(value) ? value.split('.').slice(1) : null
  const secret = parts === null ? value.replace(sharedBeginning, '') : parts.join('.')
  const base64 = base64Of(secret)
  const hex = Buffer.from(secret).toString('hex')
  return new Map([
    ...(parts === null
      ? []
      : [['payload', parts.slice(0, -1)] as const, ['signature', parts.slice(-1)] as const]),
    ['plain', [squeezed(secret)]],
    ['base64', base64],
    ['base64url', base64.map(text => text.replaceAll('+', '-').replaceAll('/', '_'))],
    ['hex', [hex, hex.toUpperCase()]],
  ])
}

/** Base64 of the value standing at each of the three places that a byte can have in a longer text. */
function base64Of(value: string): string[] {
  return [0, 1, 2].map(before => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value)])
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64')
    // The first group also holds what stands before.
    return before === 0 ? whole : whole.slice(4)
  })
}

type Worn = 'JSON-escaped' | 'percent-encoded' | 'form-encoded' | 'HTML-escaped'

const undress: readonly (readonly [Worn, (text: string) => string])[] = [
  ['JSON-escaped', unescaped],
  ['percent-encoded', percentDecoded],
  ['form-encoded', text => percentDecoded(text.replaceAll('+', ' '))],
  ['HTML-escaped', htmlDecoded],
]

/** How often a text may have been encoded on its way, one encoding over the other. */
const depth = 3

/** A text as it is, and as it was before it was encoded; each without blanks, line ends and colours. */
function views(text: string): Map<string, Worn | null> {
  let layer = new Map<string, Worn | null>([[text, null]])
  const all = new Map(layer)
  for (let worn = 0; worn < depth; worn++) {
    const next = new Map<string, Worn | null>()
    for (const view of layer.keys()) {
      for (const [as, decode] of undress) {
        const decoded = decode(view)
        if (!all.has(decoded) && !next.has(decoded)) next.set(decoded, as)
      }
    }
    for (const [view, as] of next) all.set(view, as)
    layer = next
  }
  const bare = new Map<string, Worn | null>()
  for (const [view, as] of all) {
    const text = squeezed(view)
    if (!bare.has(text)) bare.set(text, as)
  }
  return bare
}

/** Without what stands in a text that was broken: by a program, a shell, mail, code or a terminal. */
function squeezed(text: string): string {
  return text.replaceAll(/["'`]\s*[+.]\s*["'`]|[\\=]?\r?\n[ \t]*(?:[>|][ \t]*)*|\s+|\u001b\[[\d;]*m/g, '')
}

function unescaped(text: string): string {
  const letters: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }
  return text.replaceAll(/\\(?:u([0-9a-fA-F]{4})|(["'\\/nrtbf]))/g, (_, code?: string, letter = '') =>
    code === undefined ? (letters[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
  )
}

function percentDecoded(text: string): string {
  return text.replaceAll(/%([0-7][0-9a-fA-F])/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}

function htmlDecoded(text: string): string {
  const names: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
  return text.replaceAll(
    /&(?:#x([0-9a-f]{1,4})|#(\d{1,5})|(amp|lt|gt|quot|apos));/gi,
    (_, hex, decimal, name) =>
      name === undefined
        ? String.fromCharCode(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16))
        : (names[name.toLowerCase()] ?? ''),
  )
}

/** A client that remembers each secret and token that passes through it, for leaks() to look for. */
export function listening(http: HttpClient): { http: HttpClient; heard: Map<string, string> } {
  const heard = new Map<string, string>()
  return {
    heard,
    http: async request => {
      const bearer = /^Bearer (.+)$/.exec(request.headers?.authorization ?? '')?.[1]
      if (bearer !== undefined) heard.set(bearer, 'bearer')
      const secret = new URLSearchParams(request.body ?? '').get('client_secret')
      if (secret !== null) heard.set(secret, 'client secret')
      const response = await http(request)
      const issued = /"access_token"\s*:\s*"([^"]+)"/.exec(response.body)?.[1]
      if (issued !== undefined) heard.set(issued, 'issued token')
      return response
    },
  }
}
