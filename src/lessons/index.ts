import type { Lesson } from './lesson.ts'
import { certificate } from './scenarios/certificate.ts'
import { delegated } from './scenarios/delegated.ts'
import { expired } from './scenarios/expired.ts'
import { federation } from './scenarios/federation.ts'
import { lab } from './scenarios/lab.ts'
import { leastPrivilege } from './scenarios/least-privilege.ts'
import { managedIdentity } from './scenarios/managed-identity.ts'
import { renewal } from './scenarios/renewal.ts'
import { secondGate } from './scenarios/second-gate.ts'
import { secretId } from './scenarios/secret-id.ts'
import { selectedSites } from './scenarios/selected-sites.ts'
import { throttling } from './scenarios/throttling.ts'
import { wrongAudience } from './scenarios/wrong-audience.ts'
import { wrongCloud } from './scenarios/wrong-cloud.ts'
import { wrongTenant } from './scenarios/wrong-tenant.ts'

/** All lessons, the lab first. */
export const lessons: readonly Lesson[] = [
  lab,
  delegated,
  wrongAudience,
  wrongCloud,
  expired,
  secretId,
  wrongTenant,
  leastPrivilege,
  secondGate,
  selectedSites,
  renewal,
  throttling,
  certificate,
  managedIdentity,
  federation,
]
