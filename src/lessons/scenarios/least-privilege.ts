import { found, type Lesson, statuses, why403 } from '../lesson.ts'

export const leastPrivilege: Lesson = {
  id: 'least-privilege',
  title: 'An app that may do more than it does',
  opening: null,
  app: 'reporting',
  steps: [
    {
      title: 'A reporting job reads users and sign-ins',
      why: 'All works, so nobody looks. What the credential could do if it leaked is another question.',
      acts: [why403([], { show: ['verdict', 'token'] })],
      seen: ({ report }) => [
        { what: 'both operations answer', met: String(statuses(report)) === '200,200' },
        { what: 'what is not needed is named', met: found(report, 'privilege/more-than-needed') },
        { what: 'the shared secret behind it is named', met: found(report, 'privilege/shared-secret') },
      ],
    },
    {
      title: 'What it could do if it leaked',
      why: 'Whoever holds the secret can do all that the token may, and not only what the job does.',
      acts: [why403(['inspect', '--reach'], { show: ['reach'], most: 6 })],
      seen: ({ report }) => [
        {
          what: 'it can write, and not only read',
          met: report.token?.roles?.some(role => role.includes('Write')) ?? false,
        },
      ],
    },
    {
      title: 'What the job needs',
      why: 'The least privileged permission of each operation, as tables and documentation have it.',
      acts: [why403(['permissions', 'GET /users', 'GET /auditLogs/signIns'], { show: 'whole', most: 8 })],
      seen: ({ report }) => [
        {
          what: 'every operation has a least privileged permission',
          met: report.operations.every(({ application }) => application?.leastPrivileged != null),
        },
      ],
    },
  ],
}
