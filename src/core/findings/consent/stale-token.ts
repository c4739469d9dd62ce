import { graphAppId } from '../../clouds.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { joined } from '../../text.ts'
import { duration, isoTime } from '../../time.ts'
import { defineFinding } from '../finding.ts'

/** Entra ID dates iat this many seconds back, as observed in its tokens. */
const issuedBack = 300

export const staleToken = defineFinding({
  id: 'consent/stale-token',
  title: 'The token is older than the consent',
  words: {
    meaning:
      'Roles are written into a token when it is issued and stay as they are until it expires. A permission that was granted afterwards is in the next token, not in this one.',
    causes: [
      'The token was kept: by a cache, in a variable, or by a program that has not been started again.',
      'A managed identity: its platform caches tokens for about a day.',
    ],
    certainty:
      'Certain when the grant is later than our own acquisition, or than iat plus 300 s (Entra ID dates iat that far back). Likely when it falls between.',
    proof: "the tenant's records, beside the token's iat: why403 --records",
    sources: ['Learn: Access tokens', 'Learn: appRoleAssignment resource type'],
  },
  find({ facts: { token, records, operations, acquisition }, target }) {
    const { granted } = records ?? {}
    if (token?.form !== 'jwt' || token.payload.iat === null || granted === undefined) return []
    const { iat, roles } = token.payload
    const sentAt = acquisition !== null && 'sentAt' in acquisition ? acquisition.sentAt : null
    const issuedBy = sentAt ?? iat + issuedBack
    const wanted = operations.filter(({ verdict }) => verdict === 'missing-permission')
    const accepted = (index: number): string[] =>
      operations[index]!.requirement.schemes.application.accepted.map(({ permission }) => permission)
    const late = granted.flatMap(({ permission, since, api }) => {
      const at = since === null ? Number.NaN : Date.parse(since) / 1000
      const matters = wanted.some(({ index }) => accepted(index).includes(permission))
      return api === graphAppId && at > iat && matters && !roles?.includes(permission)
        ? [{ permission, at }]
        : []
    })
    if (late.length === 0) return []
    const names = late.map(({ permission }) => permission)
    return [
      {
        severity: 'error',
        certainty: late.every(({ at }) => at > issuedBy) ? 'certain' : 'likely',
        about: 'token',
        covers: wanted
          .filter(({ index }) => accepted(index).some(name => names.includes(name)))
          .map(({ index }) => index),
        saying: { names },
        evidence: late.map(({ permission, at }) => ({
          name: permission,
          expected: `granted before ${isoTime(iat)} (iat)`,
          actual: `granted at ${isoTime(at)}, ${duration(at - iat)} later`,
          source: "token and the tenant's records",
        })),
        fix: fixesFor('granted-token', target),
      },
    ]
  },
  say({ names }: { readonly names: readonly string[] }) {
    return {
      headline: `The token is older than the consent: ${joined(names, 'and')} ${names.length === 1 ? 'was' : 'were'} granted after it was issued.`,
      why: 'Roles are written into a token when it is issued. The grant is there, and a new token will carry it.',
      wouldTell: 'a new token: Entra ID dates iat five minutes back, so the two are too close to call',
    }
  },
})
