import { found, type Lesson, post, statuses, why403 } from '../lesson.ts'

const user = 'adele.vance@contoso.example'

export const delegated: Lesson = {
  id: 'delegated',
  title: 'A token with a user in it: delegated and app-only told apart, and /me with both',
  opening: null,
  app: 'reporting',
  steps: [
    {
      title: 'A user signs in, and the token goes where an app-only one is wanted',
      why: 'A delegated token speaks for an app and a signed-in user. Its permissions are scopes, in scp; those of an app alone are roles, in roles.',
      acts: [
        post(
          place =>
            `${place.tenantPath}/signin?client_id=${place.app('reporting').clientId}&user=${user}&scope=User.Read+Mail.Read`,
          { into: 'delegated.json' },
        ),
        why403(['inspect', 'delegated.json', '--expect', 'app-only'], { show: 'whole', most: 9 }),
      ],
      seen: ({ report }) => [
        {
          what: 'the token is delegated, with scopes and without roles',
          met:
            report.token?.access === 'delegated' &&
            report.token.roles === null &&
            (report.token.scp?.length ?? 0) > 0,
        },
        { what: '--expect app-only objects', met: found(report, 'token/unexpected-access') },
      ],
    },
    {
      title: '/me with the delegated token',
      why: '/me stands for the signed-in user.',
      acts: [why403(['--token-file', 'delegated.json', 'GET /me'], { show: ['verdict', 'operations'] })],
      seen: ({ report }) => [{ what: '/me answers', met: String(statuses(report)) === '200' }],
    },
    {
      title: '/me with an app-only token',
      why: 'An app-only token has no user, so /me means nothing to it, whatever permissions it holds.',
      acts: [why403(['--anyway', 'GET /me'], { show: ['verdict', 'operations'] })],
      seen: ({ report }) => [
        { what: 'the verdict is delegated-only', met: report.operations[0]?.verdict === 'delegated-only' },
        { what: 'Graph answers 400', met: String(statuses(report)) === '400' },
      ],
    },
  ],
}
