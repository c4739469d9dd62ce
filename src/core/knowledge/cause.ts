import { oneOf } from './table.ts'

/**
 * What may stand behind a refusal. A cause that facts can prove or refute names the test: one that is refuted
 * leaves the list, and is named as ruled out.
 */
export type Cause = string | TestedCause

export interface TestedCause {
  /** One sentence. */
  readonly says: string
  readonly test: CauseTest
  /** What it means when the test holds, and when it does not. */
  readonly decides: 'both' | 'proves' | 'refutes'
}

/**
 * Questions about what was sent and what came back, each with the fact that answers it in words: `holds` and
 * `fails` complete "since …". They never name the value of a setting.
 */
export const causeTests = {
  'secret-is-guid': {
    holds: 'the secret has the shape of a GUID',
    fails: 'the secret is not a GUID',
  },
  'secret-is-damaged': {
    holds: 'a quote or a blank stands around the secret',
    fails: 'the secret has neither a quote nor a blank around it',
  },
  'client-id-is-tenant': {
    holds: 'client id and tenant id are the same',
    fails: 'client id and tenant id differ',
  },
  'client-id-is-malformed': {
    holds: 'the client id is not a GUID',
    fails: 'the client id is a whole GUID',
  },
  'tenant-is-malformed': {
    holds: 'the tenant is neither a GUID nor a domain name',
    fails: 'the tenant has the form of one',
  },
  'scope-is-odd': {
    holds: 'the scope does not end in /.default',
    fails: 'the scope that was sent ends in /.default',
  },
} as const satisfies Record<string, { readonly holds: string; readonly fails: string }>

export type CauseTest = keyof typeof causeTests

const decisions = new Map<string, TestedCause['decides']>([
  ['decides', 'both'],
  ['proves', 'proves'],
  ['refutes', 'refutes'],
])

/** A cause as a table has it: `cause (secret-is-guid decides): …`. */
export function causeOf({ note, value }: { readonly note: string | null; readonly value: string }): Cause {
  if (note === null) return value
  const [test = '', verb = ''] = note.split(' ')
  const decides = decisions.get(verb)
  if (decides === undefined) throw new Error(`a test neither decides, proves nor refutes: ${note}`)
  return { says: value, test: oneOf(test, Object.keys(causeTests) as CauseTest[]), decides }
}

/** A cause beside what is known. */
export interface WeighedCause {
  readonly says: string
  readonly standing: 'proven' | 'possible' | 'ruled-out'
  /** The fact that decided it, as a clause; null where none did. */
  readonly since: string | null
}

/**
 * Causes by what is known: proven ones first, then the possible, then those that are ruled out, each group in its
 * order.
 *
 * @param answer whether a test holds; null where nothing tells
 */
export function weigh(causes: readonly Cause[], answer: (test: CauseTest) => boolean | null): WeighedCause[] {
  const weighed = causes.map(cause => weighedCause(cause, answer))
  return (['proven', 'possible', 'ruled-out'] as const).flatMap(standing =>
    weighed.filter(cause => cause.standing === standing),
  )
}

function weighedCause(cause: Cause, answer: (test: CauseTest) => boolean | null): WeighedCause {
  if (typeof cause === 'string') return { says: cause, standing: 'possible', since: null }
  const { says, test, decides } = cause
  const holds = answer(test)
  if (holds === true && decides !== 'refutes')
    return { says, standing: 'proven', since: causeTests[test].holds }
  if (holds === false && decides !== 'proves')
    return { says, standing: 'ruled-out', since: causeTests[test].fails }
  return { says, standing: 'possible', since: null }
}

/** The sentence of a cause, where nothing is known that could weigh it. */
export function causeWords(cause: Cause): string {
  return typeof cause === 'string' ? cause : cause.says
}
