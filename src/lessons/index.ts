import { delegated } from './delegated.ts'
import { expired } from './expired.ts'
import { lab } from './lab.ts'
import { leastPrivilege } from './least-privilege.ts'
import type { Lesson } from './lesson.ts'
import { secretId } from './secret-id.ts'
import { wrongAudience } from './wrong-audience.ts'
import { wrongTenant } from './wrong-tenant.ts'

/** All lessons, the lab first. */
export const lessons: readonly Lesson[] = [
  lab,
  delegated,
  wrongAudience,
  expired,
  secretId,
  wrongTenant,
  leastPrivilege,
]
