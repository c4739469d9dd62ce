import { type Lesson, statuses, why403 } from '../lesson.ts'
import type { Place } from '../place.ts'

/** What App Service puts into the environment of a program. */
const host = ({ emulator }: Place): Record<string, string> => ({
  IDENTITY_ENDPOINT: `${emulator.url}/msi/token`,
  IDENTITY_HEADER: emulator.identityHeader,
})

export const managedIdentity: Lesson = {
  id: 'managed-identity',
  title: 'A program without any credential: its host has an identity',
  opening: null,
  app: 'lab',
  steps: [
    {
      title: 'The host is asked for a token',
      why: "A managed identity is the host's: there is no secret to keep, to leak or to renew. The host says by two variables where to ask.",
      acts: [
        why403(['GET /users', '--credential', 'managed-identity', '--identity', 'system'], {
          settings: host,
          show: ['verdict', 'token'],
        }),
      ],
      seen: ({ report }) => [
        { what: 'the token is app-only', met: report.token?.access === 'app-only' },
        { what: 'users are read', met: String(statuses(report)) === '200' },
      ],
    },
    {
      title: 'What it was not granted',
      why: 'Nobody can consent for it on a page: an administrator grants each permission to its service principal. And the host keeps tokens for about a day, so that a grant shows late.',
      acts: [
        why403(['check', 'GET /groups', '--credential', 'managed-identity', '--identity', 'system'], {
          settings: host,
          show: ['verdict', 'operations'],
        }),
      ],
      seen: ({ report }) => [
        {
          what: 'the missing permission is found',
          met: report.operations[0]?.verdict === 'missing-permission',
        },
      ],
    },
  ],
}
