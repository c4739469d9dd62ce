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

/**
 * Finds secrets in a text: plain (any run of 24 characters counts), and whole in every encoding in which a
 * program writes text. Of a token, its payload and its signature count on their own.
 */
export function leaks(text: string, secrets: Secrets): Leak[] {
  return [...secrets].flatMap(([value, what]) =>
    [...disguises(value)].flatMap(([as, needles]) =>
      needles.some(needle => text.includes(needle)) ? [{ what, as }] : [],
    ),
  )
}

/** The encodings, each with the strings of which one gives the value away. */
function disguises(value: string): Map<string, string[]> {
  const found = new Map<string, string[]>([
    ['plain', runs(value)],
    ['base64', base64Of(value)],
    ['base64url', base64Of(value).map(text => text.replaceAll('+', '-').replaceAll('/', '_'))],
    ['percent-encoded', [encodeURIComponent(value), percentEncoded(value)]],
    ['form-encoded', [new URLSearchParams({ '': value }).toString().slice(1)]],
    [
      'JSON-escaped',
      [JSON.stringify(value).slice(1, -1), JSON.stringify(value).slice(1, -1).replaceAll('/', '\\/')],
    ],
    ['hex', [hex(value), hex(value).toUpperCase()]],
  ])
  const [, payload, signature] = /^eyJ[\w-]*\.([\w-]+)\.([\w-]+)$/.exec(value) ?? []
  if (payload !== undefined && signature !== undefined) {
    found.set('payload', runs(payload))
    found.set('signature', runs(signature))
  }
  return found
}

const runLength = 24

/** A short value whole; of a long one, enough runs that no longer part of it goes unseen. */
function runs(value: string): string[] {
  if (value.length <= runLength) return [value]
  const starts = Array.from({ length: Math.floor((value.length - runLength) / 8) + 1 }, (_, at) => at * 8)
  return [...starts.map(start => value.slice(start, start + runLength)), value.slice(-runLength)]
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

/** RFC 3986: everything but the unreserved characters, and the tilde, which older programs encode too. */
function percentEncoded(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*~]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function hex(value: string): string {
  return Buffer.from(value).toString('hex')
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
