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

/** A question that decides a cause; its two answers complete "since …", and never name the value of a setting. */
interface Answers {
  readonly holds: string
  readonly fails: string
}

/** Questions about what was sent, and about what the tenant keeps. */
const factTests = {
  'secret-is-guid': {
    holds: 'the secret has the shape of a GUID',
    fails: 'the secret is not a GUID',
  },
  'secret-is-damaged': {
    holds: 'the secret has quotes or spaces around it',
    fails: 'the secret has neither quotes nor spaces around it',
  },
  'client-id-is-tenant': {
    holds: 'client id and tenant id are the same',
    fails: 'client id and tenant id differ',
  },
  'client-id-is-malformed': {
    holds: 'the client id is not a GUID',
    fails: 'the client id is a whole GUID',
  },
  'client-is-microsofts': {
    holds: "the client id is one of Microsoft's apps",
    fails: "the client id is none of Microsoft's apps that are known here",
  },
  'tenant-is-malformed': {
    holds: 'the tenant is neither a GUID nor a domain name',
    fails: 'the tenant has the form of one',
  },
  'tenant-is-shared': {
    holds: 'the tenant is common, organizations or consumers',
    fails: 'one tenant was named',
  },
  'tenant-is-elsewhere': {
    holds: "the tenant's discovery document names another cloud",
    fails: 'no other cloud has a discovery document of the tenant',
  },
  'scope-is-odd': {
    holds: 'the scope does not end in /.default',
    fails: 'the scope that was sent ends in /.default',
  },
  'principal-is-absent': {
    holds: 'the directory has no service principal of the app',
    fails: 'the directory has a service principal of the app',
  },
  'principal-is-disabled': {
    holds: "the directory's record of the service principal says that it is disabled",
    fails: "the directory's record of the service principal says that it is enabled",
  },
} as const satisfies Record<string, Answers>

/** Questions about a call that Graph refused: what the token holds, and what the sources say of the operation. */
const callTests = {
  'permission-is-missing': {
    holds: 'no source lists a permission of the token for the operation',
    fails: 'the token holds a permission that is listed for the operation',
  },
  'wanted-is-missing': {
    holds: 'the token holds none of the permissions that the answer names',
    fails: 'the token holds a permission that the answer names',
  },
  'roles-are-empty': {
    holds: 'the token holds no permission',
    fails: 'the token holds permissions',
  },
  'grant-is-newer': {
    holds: "the tenant's records hold a grant that the token does not",
    fails: "the tenant's records hold no grant that the token lacks",
  },
  'caller-is-app': {
    holds: 'the token is app-only',
    fails: 'the token is delegated',
  },
  'caller-is-user': {
    holds: 'the token is delegated',
    fails: 'the token is app-only',
  },
  'caller-is-microsofts': {
    holds: "the token's client is one of Microsoft's apps",
    fails: "the token's client is not one of Microsoft's apps known here",
  },
  'me-by-app': {
    holds: 'the path begins with /me, and the token is app-only',
    fails: 'the path does not begin with /me, or a user is signed in',
  },
  'token-is-expired': {
    holds: 'its exp has passed',
    fails: 'its exp has not passed',
  },
  'token-is-of-secret': {
    holds: 'the token says that the app proved itself with a secret',
    fails: 'the token says that the app proved itself without a secret',
  },
  'token-lacks-oid': {
    holds: 'the token has no oid',
    fails: 'the token has an oid',
  },
  'audience-is-retired-graph': {
    holds: 'aud is the retired Azure AD Graph',
    fails: 'aud is not the retired Azure AD Graph',
  },
  'audience-is-of-other-cloud': {
    holds: 'aud is the Graph of a different cloud from the one called',
    fails: 'aud is not the Graph of another cloud',
  },
  'audience-is-other-api': {
    holds: 'aud is an API other than Microsoft Graph',
    fails: 'aud is Microsoft Graph',
  },
  'holds-selected': {
    holds: 'the token holds a Selected permission',
    fails: 'the token holds no Selected permission',
  },
  'holds-owned-by': {
    holds: 'the token holds Application.ReadWrite.OwnedBy, and not Application.ReadWrite.All',
    fails: 'the token does not hold Application.ReadWrite.OwnedBy without Application.ReadWrite.All',
  },
  'user-is-by-name': {
    holds: 'the path names the user by sign-in name',
    fails: 'the path names no user by sign-in name',
  },
  'path-is-unknown': {
    holds: 'no source has the path',
    fails: 'the path is listed',
  },
  'path-is-beta-only': {
    holds: 'the operation is documented for beta only',
    fails: 'the operation is documented for v1.0',
  },
  'cloud-is-national': {
    holds: 'the call went to a national cloud',
    fails: 'the call went to the global cloud',
  },
} as const satisfies Record<string, Answers>

/** Questions about the text of the refusal. */
const textTests = {
  'text-names-user': {
    holds: 'the text names a user',
    fails: 'the text names no user',
  },
  'text-name-taken': {
    holds: 'the text says that the name is already present',
    fails: 'the text does not say that the name is already present',
  },
  'text-unmanaged': {
    holds: 'the text speaks of an unmanaged organisation',
    fails: 'the text does not speak of an unmanaged organisation',
  },
  'text-speaks-of-assertion': {
    holds: 'the text speaks of the assertion',
    fails: 'the text speaks of the scope',
  },
  'text-speaks-of-scope': {
    holds: 'the text speaks of the scope',
    fails: 'the text speaks of the assertion',
  },
  'reason-is-missing-key': {
    holds: 'the reason in the text is that the key was not found',
    fails: 'the reason in the text is not that the key was not found',
  },
  'reason-is-another': {
    holds: 'the reason in the text is not that the key was not found',
    fails: 'the reason in the text is that the key was not found',
  },
  'assertion-is-early': {
    holds: 'the current time in the text is before the time that the assertion is valid from',
    fails: 'the current time in the text is not before the time that the assertion is valid from',
  },
  'assertion-is-just-late': {
    holds: 'it arrived less than five minutes after its end',
    fails: 'it did not arrive shortly after its end',
  },
  'assertion-is-old': {
    holds: 'it arrived later after its end than it had been valid for',
    fails: 'it did not arrive later after its end than it had been valid for',
  },
  'audience-is-not-exchange': {
    holds: 'the audience in the text is not that of token exchange in any cloud',
    fails: 'the audience in the text is that of token exchange',
  },
  'subject-has-ids': {
    holds: 'the subject in the text has such ids',
    fails: 'the subject in the text has no such ids',
  },
  'tenant-is-path-word': {
    holds: 'the tenant in the text is a word of an address',
    fails: 'the tenant in the text is not a word of an address',
  },
  'resource-lacks-slash': {
    holds: 'the name in the text ends in .default, with no slash before it',
    fails: 'the name in the text has no .default run on to it',
  },
  'resource-is-scope': {
    holds: 'the name in the text ends in /.default',
    fails: 'the name in the text does not end in /.default',
  },
  'resource-is-http': {
    holds: 'the name in the text begins with http://',
    fails: 'the name in the text does not begin with http://',
  },
  'resource-is-of-other-cloud': {
    holds: "the name in the text is the Graph of another cloud than the authority's",
    fails: "the name in the text is not another cloud's",
  },
  'resource-is-graph': {
    holds: 'the text names Microsoft Graph as the API',
    fails: 'the text names an API other than Microsoft Graph',
  },
} as const satisfies Record<string, Answers>

export const causeTests = { ...factTests, ...callTests, ...textTests }

export type FactTest = keyof typeof factTests
export type CallTest = keyof typeof callTests
export type TextTest = keyof typeof textTests
export type CauseTest = FactTest | CallTest | TextTest

export function isFactTest(test: CauseTest): test is FactTest {
  return Object.hasOwn(factTests, test)
}

export function isCallTest(test: CauseTest): test is CallTest {
  return Object.hasOwn(callTests, test)
}

export function isTextTest(test: CauseTest): test is TextTest {
  return Object.hasOwn(textTests, test)
}

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
