import type { Lesson } from './lesson.ts'
import { delegated } from './scenarios/delegated.ts'
import { expired } from './scenarios/expired.ts'
import { lab } from './scenarios/lab.ts'
import { leastPrivilege } from './scenarios/least-privilege.ts'
import { secretId } from './scenarios/secret-id.ts'
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
  throttling,
]
