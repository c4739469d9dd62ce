import { cloudByGraphHost, retiredGraphAppId } from '../../clouds.ts'
import type { Facts, OperationFacts, ReadableToken } from '../../facts.ts'
import { appName } from '../../knowledge/apps.ts'
import type { CallTest } from '../../knowledge/cause.ts'

/** What the token and the sources tell of a cause of Graph's refusal; null: nothing. */
export function answerByCall(test: CallTest, operation: OperationFacts, facts: Facts): boolean | null {
  const token = facts.token?.form === 'jwt' ? facts.token : null
  return answers[test]({ operation, facts, token })
}

interface Seen {
  readonly operation: OperationFacts
  readonly facts: Facts
  /** Null: none that can be read. */
  readonly token: ReadableToken | null
}

type Answer = (seen: Seen) => boolean | null

/** Of a test that the token alone decides, or the token first. */
function ofToken(read: (token: ReadableToken, seen: Seen) => boolean | null): Answer {
  return seen => (seen.token === null ? null : read(seen.token, seen))
}

const ofApp = (read: (token: ReadableToken, seen: Seen) => boolean | null): Answer =>
  ofToken((token, seen) => (token.access.access === 'app-only' ? read(token, seen) : null))

const answers: Readonly<Record<CallTest, Answer>> = {
  'permission-is-missing': ({ operation: { predicted, certain, doubts } }) => {
    if (predicted === 'allowed') return doubts.length === 0 ? false : null
    return predicted === 'missing-permission' && certain ? true : null
  },
  'wanted-is-missing': ofToken((token, { operation: { call } }) => {
    const wanted = call?.sent === true ? (call.refusal?.requiredByService ?? []) : []
    const held = heldBy(token)
    return wanted.length === 0 ? null : !wanted.some(name => held.includes(name))
  }),
  'roles-are-empty': ofToken(token => heldBy(token).length === 0),
  'grant-is-newer': ofApp((_, { operation: { broken }, facts: { records } }) => {
    if (broken === 'consented-later') return true
    return records?.granted === undefined ? null : false
  }),
  'caller-is-app': ofToken(({ access: { access } }) => (access === 'unknown' ? null : access === 'app-only')),
  'caller-is-user': ofToken(({ access: { access } }) =>
    access === 'unknown' ? null : access === 'delegated',
  ),
  'caller-is-microsofts': ofToken(({ payload: { appid } }) =>
    appid === null ? null : appName(appid) !== null,
  ),
  'me-by-app': ({ operation: { operation, requirement }, token }) => {
    if (!requirement.signedInUser) return 'unreadable' in operation ? null : false
    if (token === null || token.access.access === 'unknown') return null
    return token.access.access === 'app-only'
  },
  'token-is-expired': ofToken(({ lifetime }) => (lifetime === 'unknown' ? null : lifetime === 'expired')),
  'token-is-of-secret': ofToken(({ payload: { credential } }) => {
    if (credential === 'secret') return true
    return credential === 'assertion' ? false : null
  }),
  'token-lacks-oid': ofApp(({ partial, payload: { oid } }) => (partial ? null : oid === null)),
  'audience-is-retired-graph': ofAudience(
    aud => aud === retiredGraphAppId || /^https:\/\/graph\.windows\.net\/?$/i.test(aud),
  ),
  'audience-is-of-other-cloud': ofToken(({ graph }, { operation }) => {
    const cloud = calledCloud(operation)
    return graph === null || graph === 'any' || cloud === null ? null : graph.name !== cloud.name
  }),
  'audience-is-other-api': ofToken(({ graph, payload: { aud } }) => (aud === null ? null : graph === null)),
  'holds-selected': ofToken(token => heldBy(token).some(name => name.endsWith('.Selected'))),
  'holds-owned-by': ofToken(token => {
    const held = heldBy(token)
    return held.includes('Application.ReadWrite.OwnedBy') && !held.includes('Application.ReadWrite.All')
  }),
  'user-is-by-name': ({ operation: { operation } }) =>
    'unreadable' in operation ? null : /^\/users\/[^/]*(?:@|%40)/i.test(operation.path),
  'path-is-unknown': ({ operation: { requirement } }) =>
    requirement.status !== 'known' && requirement.status !== 'unknown-method',
  // The tables do not tell versions apart: what is not documented is open.
  'path-is-beta-only': ({ operation: { requirement } }) =>
    requirement.versions.length === 0 ? null : !requirement.versions.includes('v1.0'),
  'cloud-is-national': ({ operation }) => {
    const cloud = calledCloud(operation)
    return cloud === null ? null : cloud.name !== 'global'
  },
}

function ofAudience(is: (aud: string) => boolean): Answer {
  return ofToken(({ payload: { aud } }) => (aud === null ? null : is(aud)))
}

function heldBy({ access: { access }, payload: { roles, scp } }: ReadableToken): readonly string[] {
  return (access === 'delegated' ? scp : roles) ?? []
}

/** Whose Graph was called; null for another host, such as the emulator's. */
function calledCloud({ call }: OperationFacts): ReturnType<typeof cloudByGraphHost> {
  const host = call?.sent === true ? /^https:\/\/([^/?#]+)/i.exec(call.url)?.[1] : undefined
  return host === undefined ? null : cloudByGraphHost(host)
}
