import { found, type Lesson, statuses } from './lesson.ts'

const user = 'adele.vance@contoso.example'

export const delegated: Lesson = {
  id: 'delegated',
  title: 'A token with a user in it: delegated and app-only told apart, and /me with both',
  steps: [
    {
      title: 'A token from a sign-in is handed in',
      why: 'A delegated token speaks for an app and a signed-in user. Its permissions are in scp, not in roles.',
      command: 'why403 inspect --expect app-only',
      async play(stage) {
        const token = await stage.signIn(user, 'lab', ['User.Read', 'Mail.Read'])
        const report = await stage.try({ app: 'lab', token, operations: [], expect: 'app-only' })
        return {
          told: [`Told apart by: ${report.token?.accessEvidence?.join('; ') ?? 'nothing'}.`],
          report,
          show: ['verdict', 'token', 'findings'],
          expectations: [
            {
              what: 'the token is delegated, with scopes and without roles',
              met:
                report.token?.access === 'delegated' &&
                report.token.roles === null &&
                (report.token.scp?.length ?? 0) > 0,
            },
            { what: '--expect app-only objects', met: found(report, 'token/unexpected-access') },
          ],
        }
      },
    },
    {
      title: '/me with the delegated token',
      why: '/me is the signed-in user.',
      command: 'why403 --token-file FILE "GET /me"',
      async play(stage) {
        const report = await stage.try({
          app: 'lab',
          token: stage.lastToken,
          operations: ['GET /me'],
          send: true,
        })
        return {
          told: [],
          report,
          show: ['verdict', 'operations', 'rows'],
          expectations: [{ what: '/me answers', met: String(statuses(report)) === '200' }],
        }
      },
    },
    {
      title: '/me with an app-only token',
      why: 'An app-only token has no user, so /me means nothing to it, whatever permissions it holds.',
      command: 'why403 --anyway "GET /me"',
      async play(stage) {
        const report = await stage.try({
          app: 'reporting',
          operations: ['GET /me'],
          send: true,
          anyway: true,
        })
        return {
          told: report.calls.map(
            ({ error, status }) => `GET /me answered ${status}: "${error?.message ?? ''}"`,
          ),
          report,
          show: ['verdict', 'token', 'operations', 'findings'],
          expectations: [
            {
              what: 'the verdict is delegated-only',
              met: report.operations[0]?.verdict === 'delegated-only',
            },
            { what: 'Graph answers 400', met: String(statuses(report)) === '400' },
          ],
        }
      },
    },
  ],
}
