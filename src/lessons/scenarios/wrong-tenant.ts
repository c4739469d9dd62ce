import type { Report } from '../../core/report/report.ts'
import { found, type Lesson, why403 } from '../lesson.ts'

/** Ids that name nothing in the built-in tenant. */
const noTenant = '5d1e2c3b-4a59-4687-9a6b-0c1d2e3f4a5b'
const noApp = '7e8f9a0b-1c2d-4e3f-8a5b-6c7d8e9f0a1b'

export const wrongTenant: Lesson = {
  id: 'wrong-tenant',
  title: 'No such tenant, and an app that is not in the tenant',
  opening: null,
  app: 'lab',
  steps: [
    {
      title: 'A tenant id that names no tenant',
      why: 'Entra ID looks for the tenant before it looks at the app or its secret.',
      acts: [why403(['--tenant', noTenant])],
      seen: ({ report }) => [{ what: 'the code is AADSTS90002', met: refusedWith(report, 90002) }],
    },
    {
      title: 'The right tenant, a client id that it does not know',
      why: 'The same code comes for an app that lives in another tenant, and for an object id that was pasted as the client id.',
      acts: [why403(['--client-id', noApp])],
      seen: ({ report }) => [{ what: 'the code is AADSTS700016', met: refusedWith(report, 700016) }],
    },
  ],
}

function refusedWith(report: Report, code: number): boolean {
  return found(report, 'acquire/refused') && report.acquisition?.codes?.[0] === code
}
