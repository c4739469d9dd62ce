import { cloudNames } from '../clouds.ts'
import { credentialKinds } from '../credential.ts'
import type { Severity, Subject } from '../findings/finding.ts'
import type { Verdict } from '../judge/judge.ts'
import { renewalReasons } from '../refusal/renewal.ts'
import type { ReportVerdict } from '../report/report.ts'
import type { OddityKind } from '../settings-shape.ts'
import { shells } from '../shell.ts'
import { tokenKinds } from '../token/kind.ts'
import type { KeyFate, SignatureResult } from '../token/signature.ts'
import {
  anyObject,
  either,
  integer,
  listOf,
  members,
  type Of,
  oneOf,
  orNull,
  type Shape,
  text,
  truth,
} from './shape.ts'

/** A longer file is no case: 1 MiB. */
export const caseLimit = 1024 * 1024

/** Names, ids and words; addresses; sentences of servers. In characters. */
const [word, url, sentence] = [text(1024), text(16 * 1024), text(16 * 1024)]
const many = 20_000

const status = integer(100, 999)
const time = text(20, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)

const source = members({ source: text(200), commit: text(80), date: text(20) })
const data = members({ source: text(200), commit: text(80), date: text(20) }, { documentation: source })

/** The compiler holds that these are all there are. */
const oddityKinds: Readonly<Record<OddityKind, true>> = {
  placeholder: true,
  'secret-id': true,
  quoted: true,
  'id-shape': true,
  scope: true,
  'scope-twice': true,
  cloud: true,
  'not-a-certificate': true,
  'line-ends': true,
  'no-certificate': true,
  'no-key': true,
  'several-keys': true,
  encrypted: true,
  'wrong-password': true,
  damaged: true,
  'not-rsa': true,
  mismatch: true,
  'certificate-expired': true,
  'certificate-early': true,
  'no-assertion': true,
  'not-a-jwt': true,
  'assertion-expired': true,
  'assertion-algorithm': true,
  'assertion-audience': true,
  'assertion-lifetime': true,
}
const signatureStatuses: Readonly<Record<Exclude<SignatureResult['status'], 'verified'>, true>> = {
  'verified-when-written': true,
  mismatch: true,
  'not-checked': true,
  unverifiable: true,
}
const keyFates: Readonly<Record<KeyFate, true>> = {
  'not-asked': true,
  'out-of-reach': true,
  'none-fits': true,
  unusable: true,
}
const severities: Readonly<Record<Severity, true>> = { error: true, warning: true, note: true }
const reportVerdicts: Readonly<Record<ReportVerdict, true>> = {
  clear: true,
  problem: true,
  undetermined: true,
}
const verdicts: Readonly<Record<Verdict, true>> = {
  allowed: true,
  'missing-permission': true,
  'delegated-only': true,
  'wrong-host': true,
  'unknown-method': true,
  'unknown-path': true,
  undecided: true,
}

function keyOf<Name extends string>(names: Readonly<Record<Name, true>>): Shape<Name> {
  return oneOf(...(Object.keys(names) as Name[]))
}

const line = members({
  shell: oneOf(...shells),
  words: listOf(url, many),
  command: orNull(word),
  environmentToken: truth,
})

const question = members(
  {
    asked: oneOf('operations', 'token'),
    cloud: orNull(oneOf(...cloudNames)),
    emulator: orNull(text(60, /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/)),
    tenant: orNull(word),
    clientId: orNull(word),
    expect: orNull(oneOf(...tokenKinds)),
    keysGiven: truth,
    claimsOnly: truth,
    oddities: listOf(members({ kind: keyOf(oddityKinds), name: word, origin: word, shown: orNull(url) }), 20),
    line,
  },
  {
    issuer: url,
    clockOffset: integer(-1e10, 1e10),
    flow: oneOf(...tokenKinds),
    byRecords: oneOf(true),
    tenantCloud: orNull(oneOf(...cloudNames)),
  },
)

/** What Entra ID's answer said, without what nobody judges by. */
const entraError = members(
  { error: text(80) },
  {
    error_description: sentence,
    error_codes: listOf(integer(0, 1e9), 100),
    trace_id: word,
    correlation_id: word,
    timestamp: word,
  },
)

const calledOrNull = orNull(members({ method: orNull(text(20)), url }, { cut: oneOf(true) }))
const challenge = orNull(members({ error: orNull(word), claims: orNull(anyObject) }))
const httpStatus = orNull(integer(0, 1e9))

/** How often a text told the same. */
const repeated = { times: integer(2, many), atLeast: oneOf(true) } as const

/** A refusal as it was read in a text. */
const entraRead = members(
  {
    service: oneOf('entra'),
    status: httpStatus,
    error: orNull(word),
    codes: listOf(integer(0, 1e9), 100),
    message: sentence,
    traceId: orNull(word),
    correlationId: orNull(word),
    timestamp: orNull(word),
  },
  { ...repeated, bySentence: oneOf(true) },
)
const graphError = {
  status: httpStatus,
  code: orNull(word),
  message: sentence,
  inner: listOf(word, 50),
  requiredByService: orNull(listOf(word, many)),
  heldByService: orNull(listOf(word, many)),
  known: orNull(word),
}
const graphRead = members(
  {
    service: oneOf('graph'),
    ...graphError,
    requestId: orNull(word),
    call: calledOrNull,
    challenge,
  },
  { ...repeated, resource: members({ name: word }, { reads: oneOf(true) }) },
)
const otherRead = members(
  {
    service: oneOf('neighbour', 'library'),
    status: httpStatus,
    code: orNull(word),
    message: sentence,
    requestId: orNull(word),
    call: calledOrNull,
    who: word,
    known: orNull(word),
  },
  repeated,
)

/** What a text told besides: each refusal, the operation that it is about, and whom the token is for. */
const pasted = members(
  {
    refusals: listOf(
      either(
        ({ service }) => service === 'entra',
        entraRead,
        either(({ service }) => service === 'graph', graphRead, otherRead),
      ),
      100,
    ),
    places: listOf(orNull(integer(0, many)), 100),
    presented: orNull(members({ audience: url, told: word })),
  },
  { several: members({ audiences: listOf(orNull(url), 20), used: oneOf('sent', 'taken', 'none') }) },
)

/** How often something was asked for, and how long a refusal asks to be left alone. */
const tried = { attempts: integer(2, 100), retryAfter: integer(0, 1e9) }

const acquisitionMade = members(
  {
    authority: url,
    credential: oneOf(...credentialKinds),
    origin: word,
    sentAt: integer(0, 253_402_300_799),
    status,
    refusal: orNull(entraError),
  },
  {
    ...tried,
    presented: members({
      thumbprint: orNull(word),
      issuer: orNull(url),
      subject: orNull(word),
      audience: orNull(word),
    }),
  },
)

const acquisition = either(
  object => Object.hasOwn(object, 'told'),
  members({ told: entraRead }),
  acquisitionMade,
)

const signature = members(
  { status: keyOf(signatureStatuses), reason: sentence, kid: orNull(word), graphNonce: truth },
  { keys: keyOf(keyFates) },
)

const flaws = listOf(sentence, 100)

const token = either(
  ({ form }) => form === 'jwt',
  members(
    { form: oneOf('jwt'), origin: word, header: anyObject, claims: anyObject, flaws, signature },
    { wrapping: orNull(sentence), partial: oneOf(true) },
  ),
  members(
    { form: oneOf('jwe', 'opaque', 'not-a-token'), origin: word, kind: sentence },
    { decoded: members({ header: anyObject, claims: anyObject, flaws }) },
  ),
)

const from = { source: members({ file: word, line: integer(1, 1e9) }) }

const operation = either(
  object => Object.hasOwn(object, 'unreadable'),
  members({ text: url, unreadable: sentence }, { ...from, untold: oneOf(true) }),
  members({ method: text(20, /^[A-Z]+$/), url }, from),
)

/** The error of an answer: its own object, cut down to what is read; or the beginning of what was none. */
const errorOfAnswer = either(
  object => Object.hasOwn(object, 'text'),
  members({ text: text(400) }),
  members({ error: anyObject }),
)

/** What an answer held, without any of it: how many entities, and which properties all of them lack. */
const answered = members({
  entities: integer(0, 100_000),
  collection: truth,
  bare: truth,
  properties: listOf(text(200), 1000),
  empty: listOf(text(200), 1000),
})

const call = either(
  ({ sent }) => sent === false,
  members({ operation: integer(0, many), sent: oneOf(false), reason: sentence }, { barred: oneOf(true) }),
  members(
    {
      operation: integer(0, many),
      sent: oneOf(true),
      url,
      status: httpStatus,
      reason: orNull(sentence),
      requestId: orNull(word),
      clientRequestId: orNull(word),
      durationMs: orNull(integer(0, 1e9)),
      refusal: orNull(errorOfAnswer),
      challenge,
      answered: orNull(answered),
    },
    {
      told: members({ error: members(graphError), challenge }),
      ...tried,
      renewed: members({ because: oneOf(...renewalReasons), requestId: orNull(word) }),
    },
  ),
)

const records = members(
  {
    refusals: listOf(members({ record: word, status, code: orNull(word), requestId: orNull(word) }), 20),
  },
  {
    servicePrincipal: orNull(anyObject),
    application: orNull(anyObject),
    appRoleAssignments: listOf(anyObject, many),
    resources: listOf(anyObject, many),
    directoryRoles: listOf(anyObject, many),
    inheritedAppRoleAssignments: listOf(anyObject, many),
    blueprint: members(
      { appId: word },
      {
        servicePrincipal: orNull(anyObject),
        application: orNull(anyObject),
        appRoleAssignments: listOf(anyObject, many),
      },
    ),
    unread: listOf(members({ record: word, reason: sentence }, { hidden: oneOf(true) }), 20),
  },
)

const subject: Shape<Subject> = {
  fault: (value, at) =>
    integer(0, many).fault(value, at) === null
      ? null
      : oneOf('token', 'settings', 'acquisition').fault(value, at),
  schema: { anyOf: [integer(0, many).schema, oneOf('token', 'settings', 'acquisition').schema] },
}

/** What the run said, for whoever has other data to compare with. */
const said = members({
  verdict: keyOf(reportVerdicts),
  operations: listOf(members({ verdict: orNull(keyOf(verdicts)), certain: truth }), many),
  findings: listOf(
    members({
      id: text(80, /^[a-z-]+\/[a-z-]+$/),
      about: subject,
      severity: keyOf(severities),
      certainty: oneOf('certain', 'likely'),
    }),
    5 * many,
  ),
})

const pseudonym = members({
  name: text(20, /^user-[1-9]\d{0,6}$/),
  /** What it stands for: an id of the directory, an address or sign-in name, that of a guest, or other words. */
  is: oneOf('id', 'address', 'guest', 'text'),
})

/** A case: what was observed in a run, for somebody else to judge. Generated as docs/case.schema.json. */
export const caseShape = members(
  {
    case: oneOf(1),
    tool: members({ name: oneOf('why403'), version: text(40) }),
    data,
    at: time,
    question,
    acquisition: orNull(acquisition),
    token: orNull(token),
    operations: listOf(operation, many),
    calls: listOf(call, many),
    records: orNull(records),
    people: listOf(pseudonym, many),
    said,
  },
  { pasted },
)

export type Case = Of<typeof caseShape>
export type CaseCall = Of<typeof call>
export type CaseToken = Of<typeof token>
export type CaseRecords = Of<typeof records>
export type CasePaste = Of<typeof pasted>
export type Said = Of<typeof said>
export type Pseudonym = Of<typeof pseudonym>
