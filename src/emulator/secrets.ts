import { createHash } from 'node:crypto'

/** A secret as Entra ID shows it, once. Make-believe, and prefixed so that nobody takes it for a real one. */
export interface ShownSecret {
  readonly id: string
  readonly value: string
}

/** The secrets of one start: each carries its mark, by which those of other starts are told apart. */
export interface StartSecrets {
  /** @param name whose it is: a client id, and what is drawn where an app is given more than its first */
  of(name: string): ShownSecret
  /** Whether the emulator made it at another start than this. */
  isEarlier(secret: string): boolean
}

const prefix = 'MAKE-BELIEVE~'

/** 43 characters, three more than Entra's own: a mark of the start, 21 that are of the app, and a check of both. */
const form = /^MAKE-BELIEVE~(([\w-]{5})[\w-]{21})([\w-]{4})$/

/** @param start what the secrets follow from: a seed, or what is random */
export function startSecrets(start: string): StartSecrets {
  const mark = digest(`${start}\0mark`).toString('base64url').slice(0, 5)
  return {
    of(clientId) {
      const own = digest(`${start}\0secret ${clientId}`)
      const text = `${mark}${own.toString('base64url').slice(0, 21)}`
      return { id: guidOf(digest(`${start}\0id ${clientId}`)), value: `${prefix}${text}${checkOf(text)}` }
    },
    isEarlier(secret) {
      const [, text = '', other, check] = form.exec(secret) ?? []
      return other !== undefined && other !== mark && check === checkOf(text)
    },
  }
}

export const isMakeBelieve = (secret: string): boolean => secret.includes(prefix)

/** A text without the values of such secrets, of this start or another. */
export function withoutMakeBelieve(text: string): string {
  return text.replace(/MAKE-BELIEVE~[\w-]{1,60}/g, '[make-believe secret, not shown]')
}

const digest = (text: string): Buffer => createHash('sha256').update(`why403 emulator\0${text}`).digest()

const checkOf = (text: string): string => digest(`check ${text}`).toString('base64url').slice(0, 4)

/** Version 8, of which RFC 9562 says no more than that its makers know what it holds. */
const guidOf = (bytes: Buffer): string =>
  bytes
    .subarray(0, 16)
    .toString('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-8$3-9$4-$5')
