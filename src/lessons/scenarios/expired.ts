import { found, type Lesson, later, statuses, why403 } from '../lesson.ts'

export const expired: Lesson = {
  id: 'expired',
  title: 'A token that was kept too long',
  opening: null,
  app: 'reporting',
  faults: ['token lifetime=60s'],
  steps: [
    {
      title: 'A fresh token, and it is kept',
      why: 'An access token lives 60 to 90 minutes by default; here, so that nobody has to wait, it lives one.',
      acts: [why403(['--save-token', 'kept.jwt'], { show: ['verdict', 'token'] })],
      seen: ({ report }) => [{ what: 'both operations answer', met: String(statuses(report)) === '200,200' }],
    },
    {
      title: 'The same token, when its time is over',
      why: 'Permissions do not matter once exp has passed: Graph answers 401, not 403.',
      acts: [
        later(420, 'Seven minutes later: readers of tokens allow clocks to differ by five.'),
        why403(['--token-file', 'kept.jwt'], { show: ['verdict', 'operations'] }),
      ],
      seen: ({ report }) => [
        { what: 'the token has expired, for certain', met: found(report, 'token/expired', 'certain') },
        { what: 'Graph answers 401', met: String(statuses(report)) === '401,401' },
      ],
    },
  ],
}
