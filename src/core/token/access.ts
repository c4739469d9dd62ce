import type { Payload } from './payload.ts'

/** Whether a token speaks for an application alone, or for an application with a signed-in user. */
export interface Access {
  readonly access: 'app-only' | 'delegated' | 'unknown'
  /** What it was told from, strongest first; each names its claim. */
  readonly evidence: readonly string[]
}

/**
 * Odd members of xms_idrel, by who they mean. Source: Learn, "Token claims for agents" (the claim is
 * documented there for every access token).
 */
const applicationRelations = [7, 13, 33]
const userRelations = [1, 3, 5, 11, 27, 29, 31]

/**
 * Tells app-only from delegated, by evidence in order: idtyp, xms_idrel, scp, roles without scp, oid equal
 * to sub without a user's claims. The first that speaks decides; a later one that contradicts it makes the
 * answer unknown, except that a delegated token may carry roles (the user's app roles) and both kinds carry
 * wids. A token without roles and scp is not unknown: idtyp still tells.
 */
export function accessOf(payload: Payload): Access {
  if (payload.habits === 'other') return accessByOthers(payload)
  const signs = [
    byIdentityType(payload),
    byRelation(payload),
    byScopes(payload),
    byRoles(payload),
    bySubject(payload),
    byAudience(payload),
  ].filter(sign => sign !== null)
  const first = signs[0]
  if (first === undefined) {
    return { access: 'unknown', evidence: ['none of idtyp, xms_idrel, scp, roles tells, and oid is not sub'] }
  }
  const contradiction = signs.find(sign => sign.access !== first.access)
  if (contradiction !== undefined) {
    return { access: 'unknown', evidence: [first.because, `but ${contradiction.because}`] }
  }
  return { access: first.access, evidence: signs.map(sign => sign.because) }
}

/**
 * Of another issuer: a client that acts for itself is its own subject; a scope tells nothing then, since such
 * clients are given scopes too. Source: RFC 9068 §2.2.
 */
function accessByOthers(payload: Payload): Access {
  const { sub, appid } = payload
  if (sub !== null && sub === appid) {
    return { access: 'app-only', evidence: ['sub is the client: it acts for itself'] }
  }
  const sign = byIdentityType(payload) ?? (sub === null || appid === null ? null : byScopes(payload))
  return sign === null
    ? { access: 'unknown', evidence: ['sub is not the client, and nothing tells who it is'] }
    : { access: sign.access, evidence: [sign.because] }
}

interface Sign {
  readonly access: 'app-only' | 'delegated'
  readonly because: string
}

function byIdentityType({ idtyp }: Payload): Sign | null {
  if (idtyp === 'app') return { access: 'app-only', because: 'idtyp is app' }
  if (idtyp === 'user') return { access: 'delegated', because: 'idtyp is user' }
  return null
}

function byRelation({ idrel }: Payload): Sign | null {
  const application = idrel.find(relation => applicationRelations.includes(relation))
  const user = idrel.find(relation => userRelations.includes(relation))
  if (application !== undefined && user === undefined) {
    return { access: 'app-only', because: `xms_idrel holds ${application}, an application` }
  }
  if (user !== undefined && application === undefined) {
    return { access: 'delegated', because: `xms_idrel holds ${user}, a user` }
  }
  return null
}

function byScopes({ scp }: Payload): Sign | null {
  if (scp === null || scp.length === 0) return null
  return {
    access: 'delegated',
    because: `scp holds ${scp.length === 1 ? 'a scope' : `${scp.length} scopes`}`,
  }
}

function byRoles({ roles, scp, idtyp }: Payload): Sign | null {
  if (roles === null || roles.length === 0 || (scp !== null && scp.length > 0) || idtyp === 'user')
    return null
  return { access: 'app-only', because: 'roles are present and scp is not' }
}

/** Its connector is called by bots alone, and they ask for themselves. Source: Learn, "Authentication with the Bot Connector API". */
function byAudience({ aud, scp, userClaims }: Payload): Sign | null {
  if (!/^https:\/\/api\.botframework\.(?:com|us)\/?$/i.test(aud ?? '')) return null
  if ((scp ?? []).length > 0 || userClaims.length > 0) return null
  return { access: 'app-only', because: 'aud is the Bot Framework, which bots alone ask for, for themselves' }
}

function bySubject({ oid, sub, userClaims }: Payload): Sign | null {
  if (oid === null || oid !== sub || userClaims.length > 0) return null
  return { access: 'app-only', because: 'oid equals sub, and no claim of a user is present' }
}
