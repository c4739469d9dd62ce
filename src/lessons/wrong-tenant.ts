import type { Report } from '../core/report/report.ts'
import { found, type Lesson } from './lesson.ts'

/** Ids that name nothing in the built-in tenant. */
const noTenant = '5d1e2c3b-4a59-4687-9a6b-0c1d2e3f4a5b'
const noApp = '7e8f9a0b-1c2d-4e3f-8a5b-6c7d8e9f0a1b'

export const wrongTenant: Lesson = {
  id: 'wrong-tenant',
  title: 'No such tenant, and an app that is not in the tenant',
  steps: [
    {
      title: 'A tenant id that names no tenant',
      why: 'Entra ID looks for the tenant before it looks at the app or its secret.',
      command: `why403 --tenant ${noTenant}`,
      async play(stage) {
        const report = await stage.try({ app: 'lab', tenant: noTenant })
        return {
          ...refusal(report),
          expectations: [{ what: 'the code is AADSTS90002', met: refusedWith(report, 90002) }],
        }
      },
    },
    {
      title: 'The right tenant, a client id that it does not know',
      why: 'The same code comes for an app that lives in another tenant, and for an object id pasted as client id.',
      command: `why403 --client-id ${noApp}`,
      async play(stage) {
        const report = await stage.try({ app: 'lab', clientId: noApp })
        return {
          ...refusal(report),
          expectations: [{ what: 'the code is AADSTS700016', met: refusedWith(report, 700016) }],
        }
      },
    },
  ],
}

function refusal(report: Report): { told: string[]; report: Report; show: ['verdict', 'findings'] } {
  const { acquisition } = report
  const told =
    acquisition === undefined ? [] : [`Entra ID answered ${acquisition.status} ${acquisition.error ?? ''}.`]
  return { told, report, show: ['verdict', 'findings'] }
}

function refusedWith(report: Report, code: number): boolean {
  return found(report, 'acquire/refused') && report.acquisition?.codes?.[0] === code
}
