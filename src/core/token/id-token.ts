import { isGuid } from '../guid.ts'
import { ownAudience } from '../knowledge/audiences.ts'
import type { Payload } from './payload.ts'

/**
 * Whether Entra ID's claims are those of an ID token: it tells an app who signed in, is for the app itself,
 * and opens nothing. An access token always names its client (`appid`, `azp`); an ID token does not, and
 * carries what a sign-in asked to have back.
 * Source: Learn, "ID token claims reference". Not certain: an own API's token could lack its client.
 */
export function isIdToken({ all, aud, appid, scp, idtyp, idrel }: Payload): boolean {
  if (appid !== null || scp !== null || idtyp !== null || idrel.length > 0) return false
  if (['nonce', 'at_hash', 'c_hash'].some(name => typeof all[name] === 'string')) return true
  return aud !== null && isGuid(aud) && ownAudience(aud) !== null && typeof all.tid === 'string'
}
