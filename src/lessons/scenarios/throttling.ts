import { type Lesson, statuses, why403 } from '../lesson.ts'

export const throttling: Lesson = {
  id: 'throttling',
  title: 'Too many requests: 429, and an app that waits as long as it is told',
  opening: null,
  app: 'reporting',
  faults: ['GET /users 429 retry-after=2 times=4'],
  steps: [
    {
      title: 'Graph puts the call off, and nobody asks again',
      why: '429 is not about permissions: the app, or all apps of the tenant together, ask too often. Retry-After says how long to wait.',
      acts: [why403(['--retries', '0', 'GET /users'], { show: ['verdict', 'operations'] })],
      seen: ({ report }) => [
        { what: 'Graph answers 429', met: String(statuses(report)) === '429' },
        { what: 'no permission is blamed', met: report.operations[0]?.verdict === 'allowed' },
      ],
    },
    {
      title: 'The same, with patience',
      why: 'By itself why403 waits as long as Retry-After says, and asks again, three times in all.',
      acts: [
        why403(['GET /users'], { show: ['verdict'] }),
        why403(['GET /users'], { show: ['verdict', 'operations'] }),
      ],
      seen: ({ reports: [first, second] }) => [
        { what: 'three tries may be too few', met: first != null && String(statuses(first)) === '429' },
        { what: 'then the call is answered', met: second != null && String(statuses(second)) === '200' },
      ],
    },
  ],
}
