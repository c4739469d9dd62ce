import type { Group } from '../finding.ts'
import { credentialEnding } from './credential-ending.ts'
import { moreThanNeeded } from './more-than-needed.ts'
import { sharedSecret } from './shared-secret.ts'

export const privilege: Group<'privilege'> = {
  'privilege/more-than-needed': moreThanNeeded,
  'privilege/shared-secret': sharedSecret,
  'privilege/credential-ending': credentialEnding,
}
