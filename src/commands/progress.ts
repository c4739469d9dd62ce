import { credentialTitle } from '../core/credential.ts'
import type { RenewalReason } from '../core/refusal/renewal.ts'
import { duration } from '../core/time.ts'
import type { Io } from '../io.ts'
import { forTerminal } from '../render/neutralise.ts'
import type { Milestone } from '../road.ts'
import type { Flags } from './flags.ts'

/** What is under way, for people who wait. */
export interface Progress {
  tell(milestone: Milestone): void
  /** In words of the caller's: `12,000 lines`. */
  say(words: string): void
  /** Nothing is under way any more: the line is gone, and what is printed next stands alone. */
  end(): void
}

/** Waits shorter than this are told to nobody. */
const noticeableMs = 500

/** Back to the beginning of the line, and nothing behind it. Source: ECMA-48, CR and EL. */
const erased = '\r\u001b[K'

/**
 * Progress on stderr: on a terminal, one line that comes when a wait is noticed and goes with the answer;
 * with --verbose, a line for each thing that happened, which stays. Else nothing.
 */
export function progressOf(flags: Flags, io: Io): Progress {
  if (flags.on('verbose')) return lines(io)
  return io.stderr.isTerminal ? oneLine(io) : silent
}

export const silent: Progress = { tell: () => {}, say: () => {}, end: () => {} }

function lines({ stderr }: Io): Progress {
  return {
    tell: milestone => {
      if (milestone.kind !== 'acquiring') stderr.write(`${milestoneWords(milestone)}\n`)
    },
    say: () => {},
    end: () => {},
  }
}

function oneLine({ stderr, sleep }: Io): Progress {
  let words: string | null = null
  let shown = false
  let waiting = false
  const show = (): void => {
    if (words === null) return
    shown = true
    stderr.write(`${erased}${words.slice(0, (stderr.columns ?? 80) - 1)}`)
  }
  const say = (told: string): void => {
    words = told
    if (shown) show()
    else if (!waiting) {
      waiting = true
      void sleep(noticeableMs).then(show)
    }
  }
  return {
    say,
    tell: milestone => say(`${milestoneWords(milestone)} …`),
    end: () => {
      words = null
      if (shown) stderr.write(erased)
      shown = false
    },
  }
}

function renewalWords(because: RenewalReason): string {
  switch (because) {
    case 'expired':
      return 'the one that was sent has expired'
    case 'claims-challenge':
      return 'Graph challenged the one that was sent'
  }
}

export function milestoneWords(milestone: Milestone): string {
  switch (milestone.kind) {
    case 'acquiring':
      return 'Asking Entra ID for a token'
    case 'token-acquired': {
      const lives = milestone.secondsLeft === null ? '' : `; it lives ${duration(milestone.secondsLeft)}`
      return `Access token acquired with the ${credentialTitle(milestone.credential)} (${forTerminal(milestone.origin)})${lives}`
    }
    case 'calling': {
      const { operation, nth, of } = milestone
      return `Calling ${forTerminal(operation)}${of > 1 ? ` (${nth} of ${of})` : ''}`
    }
    case 'reading-records':
      return "Reading the tenant's records"
    case 'reading-apps':
      return `Reading the apps that could (${milestone.read} of ${milestone.of})`
    case 'renewing':
      return `Asking for a new token: ${renewalWords(milestone.because)}`
    case 'waiting': {
      const { host, because, ms, nth, of } = milestone
      return `${host}: ${because}; try ${nth} of ${of} in ${duration(Math.ceil(ms / 1000))}`
    }
  }
}
