import type { TokenCheck } from './checks.ts'
import type { TokenKind } from './kind.ts'
import type { KeyFate, SignatureResult } from './signature.ts'

/** A token's validation, and what was asked about it. */
export interface Examined {
  readonly checks: readonly TokenCheck[]
  readonly signature: SignatureResult
}

export interface Question {
  readonly asked: 'operations' | 'token'
  readonly expect: TokenKind | null
  readonly keysGiven: boolean
  readonly claimsOnly: boolean
  /** Tenant as configured; a domain name cannot be compared. */
  readonly tenant: string | null
}

/**
 * Whether the question is about the token itself. Where it is about calls, the signature decides nothing: only
 * Graph validates Graph's tokens, and its own answer says more than keys that were out of reach.
 */
export function asksAboutToken({ asked, expect, keysGiven }: Question): boolean {
  return asked === 'token' || expect !== null || keysGiven
}

/** Whether everything about a token was looked at and is in order; what nothing was configured for is left out. */
export function isProven(token: Examined): boolean {
  return token.signature.status === 'verified' && isSound(token)
}

/** Whether no check of a token failed, and its lifetime passed; its signature may be unverified. */
export function isSound({ checks }: Pick<Examined, 'checks'>): boolean {
  const hasPassed = checks.some(({ check, status }) => check === 'lifetime' && status === 'passed')
  return hasPassed && checks.every(({ status }) => status !== 'failed')
}

/** What was asked about a token and stayed undecided, as a clause; null: nothing. A failed check is decided. */
export function doubtOf(token: Examined, question: Question): string | null {
  return doubtOfSignature(token, question) ?? doubtOfChecks(token, question)
}

const doubts: Record<Exclude<KeyFate, 'unusable'>, string> = {
  'not-asked': 'its signature is not verified, since its keys were not asked for',
  'out-of-reach': 'its signature is not verified, since its keys are out of reach',
  'none-fits': 'no key that was had signed it',
}

/** The same for the signature alone. */
export function doubtOfSignature({ checks, signature }: Examined, question: Question): string | null {
  const { status, keys = 'out-of-reach', reason } = signature
  if (status !== 'not-checked' || question.claimsOnly) return null
  if (!asksAboutToken(question)) {
    return checks.some(({ check, status }) => check === 'form' && status === 'failed')
      ? 'its form is damaged'
      : null
  }
  const isWanted = question.expect !== null || question.keysGiven || keys !== 'not-asked'
  if (!isWanted) return null
  // What is wrong with a key is for its owner to mend, and no fault of the token's.
  return keys === 'unusable' ? `its signature is not verified: ${reason}` : doubts[keys]
}

/** What a gate (`--expect`) lets nobody through without. */
function doubtOfChecks({ checks, signature }: Examined, { expect, tenant }: Question): string | null {
  if (expect === null) return null
  if (signature.status === 'verified-when-written')
    return 'its signature was verified when the case was written, which nobody can see from here'
  const isOpen = (wanted: TokenCheck['check']): boolean =>
    checks.some(({ check, status }) => check === wanted && status === 'not-checked')
  if (isOpen('lifetime')) return 'it does not say when it expires'
  return tenant !== null && isOpen('tenant')
    ? 'its tenant could not be compared: a token carries an id, and a domain name is configured'
    : null
}
