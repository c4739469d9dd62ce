import type { ReadableToken } from '../../facts.ts'
import { fixesFor } from '../../fixes/registry.ts'
import type { FixTarget } from '../../fixes/target.ts'
import type { Access } from '../../token/access.ts'
import { cloudOfUnknownIssuer, cloudsOfIssuer, isNamedIssuer } from '../../token/checks.ts'
import { otherIssuer } from '../../token/issuers.ts'
import type { Payload } from '../../token/payload.ts'
import { type Decision, defineFinding, type Said } from '../finding.ts'

export const wrongIssuer = defineFinding({
  id: 'token/wrong-issuer',
  title: 'The token was not issued by Entra ID',
  words: {
    meaning:
      'Entra ID writes the tenant into iss in a form that depends on the token version and the cloud. Graph accepts only tokens from Entra ID.',
    causes: [
      'The token comes from another identity provider, or from Entra External ID or B2C.',
      'iss and tid name different tenants: the token was put together by hand.',
    ],
    certainty: 'Certain: iss is compared, as a whole, with the forms of every cloud that is open today.',
    sources: ['Learn: Access tokens, Validate the issuer', 'Learn: National clouds'],
  },
  find({ facts: { token, keysGiven, issuer }, target }) {
    if (token?.form !== 'jwt') return []
    if (issuer !== null) return ofNamedIssuer(token.payload, issuer, target)
    if (cloudsOfIssuer(token.payload).length > 0 || cloudOfUnknownIssuer(token.payload) !== null) return []
    const { iss, tid, ver } = token.payload
    const form =
      ver === '2.0' ? 'https://login.microsoftonline.com/{tid}/v2.0' : 'https://sts.windows.net/{tid}/'
    const saying = whoseOf(token)
    return [
      {
        severity: 'error',
        certainty: saying.kind === 'no-tenant' ? 'likely' : 'certain',
        about: 'token',
        saying,
        evidence: [
          { name: 'iss', expected: `${form}, or its like in another cloud`, actual: iss, source: 'token' },
          { name: 'tid', expected: 'the tenant in iss', actual: tid, source: 'token' },
        ],
        fix: keysGiven
          ? fixesFor('name-issuer', target)
          : fixesFor('new-token', target, { purpose: 'Acquire a token from Entra ID' }),
      },
    ]
  },
  say(saying: Saying) {
    switch (saying.kind) {
      case 'other':
        return {
          headline: `${sorts[saying.access]} of ${saying.issuer}, not of Entra ID for Graph.`,
          why: saying.next,
        }
      case 'contradiction':
        return { headline: 'iss and tid contradict each other: each names another tenant.', why: expected }
      case 'no-tenant':
        return {
          headline: 'The token names no tenant (tid), although its iss has the form of Entra ID.',
          why: 'Entra ID writes tid into every token: claims were left out here, or another issuer wrote it.',
          wouldTell: 'the whole token',
        }
      case 'unknown':
        return {
          headline: 'The token was not issued by Entra ID, as far as its iss claim tells.',
          why: expected,
        }
      case 'not-the-named':
        return notTheNamed
    }
  },
})

/** Who issued it instead, as far as the claims tell. */
type Saying =
  | {
      readonly kind: 'other'
      readonly issuer: string
      readonly next: string
      readonly access: Access['access']
    }
  | { readonly kind: 'contradiction' | 'no-tenant' | 'unknown' | 'not-the-named' }

const expected = 'iss must be the token service of a known cloud and name the tenant in tid.'

const notTheNamed: Said = {
  headline: 'The token is not from the issuer that was named.',
  why: 'Its iss claim names another issuer, or none: even if the signature fits, it is not the token that was expected.',
}

const sorts: Record<Access['access'], string> = {
  unknown: 'A token',
  'app-only': 'An app-only token',
  delegated: 'A delegated token',
}

function whoseOf({ payload, access: { access } }: ReadableToken): Saying {
  const named = otherIssuer(payload.iss)
  if (named !== null) return { kind: 'other', issuer: named.name, next: named.next, access }
  if (!hasFormOfEntra(payload)) return { kind: 'unknown' }
  return { kind: payload.tid === null ? 'no-tenant' : 'contradiction' }
}

/** iss has Entra ID's form for the tenant that it names itself. */
function hasFormOfEntra(payload: Payload): boolean {
  const named = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(payload.iss ?? '')?.[0] ?? null
  return cloudsOfIssuer({ ...payload, tid: named }).length > 0
}

/** An issuer that the user named is the only one whose tokens are wanted. */
function ofNamedIssuer({ iss }: Payload, issuer: string, target: FixTarget): Decision<Saying>[] {
  if (isNamedIssuer(iss, issuer)) return []
  return [
    {
      severity: 'error',
      certainty: 'certain',
      about: 'token',
      saying: { kind: 'not-the-named' },
      evidence: [{ name: 'iss', expected: issuer, actual: iss, source: 'token' }],
      fix: fixesFor('any-issuer', target),
    },
  ]
}
