import { requestIn } from '../operation/typed.ts'
import { withoutSecrets } from '../secret/gate.ts'
import type { TokenKind } from '../token/kind.ts'
import { transcriptOf } from './archive.ts'
import { Context } from './context.ts'
import { flowIn } from './flow.ts'
import { straighten } from './lines.ts'
import { type Presented, presentedBy, presentedIn } from './presented.ts'
import { type PastedRefusal, wasTaken } from './refusal.ts'
import { refusalsOf } from './refusals-in.ts'
import type { PastedCall } from './requests.ts'
import { type SucceededCall, succeededIn } from './succeeded.ts'
import { type PastedToken, type Several, tokensIn } from './token.ts'

/** Everything that a pasted text tells. No judgement. */
export interface Pasted {
  readonly refusals: readonly PastedRefusal[]
  /** Calls that Graph answered, and with the token that was found in the text where there is one. */
  readonly succeeded: readonly SucceededCall[]
  /** Requests to Graph, each once, in their order. */
  readonly calls: readonly PastedCall[]
  readonly token: PastedToken | null
  /** A status that is told without whose it is; null: none is. */
  readonly unowned: number | null
  /** Absent: there are no two. */
  readonly several?: Several
  /** Whom the token is for, where the text tells. */
  readonly presented: Presented | null
  /** Whose token it was, where the text tells. */
  readonly flow: TokenKind | null
  /** When it was refused, in seconds since 1970; null: the text does not say. */
  readonly refusedAt: number | null
}

/** More calls are not judged. */
const mostCalls = 20

export function readPaste(text: string): Pasted {
  const straight = straighten(transcriptOf(text) ?? text)
  const clean = withoutSecrets(straight)
  const context = new Context(clean)
  const refusals = refusalsOf(straight, clean, context)
  const refusedAt = timeIn(clean)
  const { calls } = context
  const { token, several } = tokensIn(straight, wasTaken(refusals) ? { at: refusedAt } : null)
  return {
    ...{ refusals, token, refusedAt },
    succeeded:
      refusals.length === 0 || calls.length < 2
        ? []
        : succeededIn(straight).filter(({ told }) => isWith(token, told)),
    ...(several === null ? {} : { several }),
    unowned: context.unowned,
    calls: each(calls.length > 0 ? calls : typedIn(clean)),
    presented: (token === null ? null : presentedBy(token)) ?? presentedIn(straight),
    flow: flowIn(clean),
  }
}

/** Claims and lists do not tell with which calls their token went out. */
function isWith(token: PastedToken | null, told: string): boolean {
  return token === null || (token.kind === 'token' && told.includes(token.token.reveal()))
}

/** Longer ones are no line that somebody typed. */
const longestLine = 2000

/** A line that is a request and nothing else, whose path may come without a host. */
function typedIn(text: string): PastedCall[] {
  const line = text.trim()
  if (line.length > longestLine || line.includes('\n') || !line.includes('/')) return []
  const request = requestIn(line)
  return request === null ? [] : [request]
}

function each(calls: readonly PastedCall[]): PastedCall[] {
  const byName = new Map(calls.map(call => [`${call.method} ${call.url}`, call]))
  return [...byName.values()].slice(0, mostCalls)
}

/** As Graph's bodies, HTTP's header and Entra ID's ids tell it, which is in UTC. */
const times = [
  /\bdate["']{0,2}\s?[:=]\s?["']?(20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d)/i,
  /\bdate: ((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} 20\d\d \d\d:\d\d:\d\d) GMT/i,
]

export function timeIn(text: string): number | null {
  for (const pattern of times) {
    const at = Date.parse(`${pattern.exec(text)?.[1]}Z`)
    if (!Number.isNaN(at)) return at / 1000
  }
  return null
}
