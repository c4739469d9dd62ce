import type { Group } from '../finding.ts'
import { claimsChallenge } from './claims-challenge.ts'
import { clockBehind } from './clock-behind.ts'
import { clockOff } from './clock-off.ts'
import { expired } from './expired.ts'
import { keyBound } from './key-bound.ts'
import { malformed } from './malformed.ts'
import { notYetValid } from './not-yet-valid.ts'
import { refusedAlgorithm } from './refused-algorithm.ts'
import { signatureMismatch } from './signature-mismatch.ts'
import { signedByEarlierStart } from './signed-by-earlier-start.ts'
import { unexpectedAccess } from './unexpected-access.ts'
import { unverifiedSignature } from './unverified-signature.ts'
import { wrongAudience } from './wrong-audience.ts'
import { wrongIssuer } from './wrong-issuer.ts'
import { wrongTenant } from './wrong-tenant.ts'

export const token: Group<'token'> = {
  'token/wrong-audience': wrongAudience,
  'token/wrong-issuer': wrongIssuer,
  'token/wrong-tenant': wrongTenant,
  'token/refused-algorithm': refusedAlgorithm,
  'token/malformed': malformed,
  'token/unexpected-access': unexpectedAccess,
  'token/expired': expired,
  'token/not-yet-valid': notYetValid,
  'token/clock-behind': clockBehind,
  'token/signature-mismatch': signatureMismatch,
  'token/unverified-signature': unverifiedSignature,
  'token/claims-challenge': claimsChallenge,
  'token/key-bound': keyBound,
  'token/signed-by-earlier-start': signedByEarlierStart,
  'token/clock-off': clockOff,
}
