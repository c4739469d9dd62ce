import { found, type Lesson, statuses, why403 } from '../lesson.ts'

export const secondGate: Lesson = {
  id: 'second-gate',
  title: 'The permission is there, and Graph refuses: a licence that the tenant lacks',
  opening: null,
  tenant: 'northwind.example',
  app: 'consented',
  steps: [
    {
      title: 'The token holds what sign-in logs need',
      why: 'A permission is not always all: behind some operations stands a licence, a role, a policy. why403 names what it cannot see from here.',
      acts: [why403(['check', 'GET /auditLogs/signIns'], { show: ['verdict', 'operations'] })],
      seen: ({ report }) => [
        { what: 'the permission is held', met: report.operations[0]?.verdict === 'allowed' },
        { what: 'the licence is named as not seen', met: report.headline?.text.includes('P1') === true },
      ],
    },
    {
      title: 'Graph is asked',
      why: 'Only the service knows its gates, and its answer says which one is shut.',
      acts: [why403(['GET /auditLogs/signIns'], { show: ['verdict', 'operations'] })],
      seen: ({ report }) => [
        { what: 'Graph answers 403', met: String(statuses(report)) === '403' },
        {
          what: 'the licence is the cause, for certain',
          met: found(report, 'workload/licence-missing', 'certain'),
        },
        { what: 'no permission is blamed', met: !found(report, 'operation/missing-permission') },
      ],
    },
  ],
}
