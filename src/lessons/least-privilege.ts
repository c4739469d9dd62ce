import { found, type Lesson, statuses } from './lesson.ts'

export const leastPrivilege: Lesson = {
  id: 'least-privilege',
  title: 'An app that may do more than it does',
  steps: [
    {
      title: 'A reporting job reads users and sign-ins',
      why: 'All works, so nobody looks. What the credential could do if it leaked is another question.',
      command: 'why403',
      async play(stage) {
        const report = await stage.try({ app: 'reporting', send: true })
        const note = report.findings.find(({ id }) => id === 'privilege/more-than-needed')
        return {
          told: (note?.evidence ?? []).map(
            ({ name, actual, expected }) =>
              `${name}: the token holds ${actual ?? 'nothing'}${expected === null ? '' : `; ${expected} would do`}.`,
          ),
          report,
          show: ['verdict', 'token', 'operations', 'findings'],
          expectations: [
            { what: 'both endpoints answer', met: String(statuses(report)) === '200,200' },
            { what: 'the surplus is named', met: note !== undefined },
            { what: 'the shared secret behind it is named', met: found(report, 'privilege/shared-secret') },
          ],
        }
      },
    },
    {
      title: 'What the job needs',
      why: 'The least privileged permission of each operation, by the permission tables.',
      command: 'why403 permissions "GET /users" "GET /auditLogs/signIns"',
      async play(stage) {
        const report = await stage.try({ app: 'reporting' })
        const least = report.operations.map(
          ({ method, path, application }) =>
            `${method} ${path} needs ${application?.leastPrivileged ?? 'nothing'}.`,
        )
        return {
          told: least,
          expectations: [
            {
              what: 'every operation has a least privileged permission',
              met: report.operations.every(({ application }) => application?.leastPrivileged != null),
            },
          ],
        }
      },
    },
  ],
}
