import { type Lesson, why403 } from '../lesson.ts'
import type { Place } from '../place.ts'

export const renewal: Lesson = {
  id: 'renewal',
  title: 'A daemon that runs on: a token is kept, used again, and renewed without a refresh token',
  opening: null,
  app: 'reporting',
  steps: [
    {
      title: 'The first call of the day',
      why: 'A token lives for an hour or so. A daemon keeps it in memory and uses it again.',
      acts: [why403(['GET /users'], { show: ['verdict', 'token'] })],
      seen: ({ report }) => [{ what: 'the call is answered', met: report.verdict === 'clear' }],
    },
    {
      title: 'Every half hour, four times',
      why: 'There is no refresh token in this flow. When the token nears its end, the app proves itself anew and gets a new one.',
      acts: [why403(['--every', '30m', '--max-rounds', '4', 'GET /users'], { show: 'whole', most: 3 })],
      seen: ({ place }) => [
        { what: `Graph was asked ${count(place, 'call')} times in all`, met: count(place, 'call') > 4 },
        {
          what: 'and Entra ID less often: tokens were used again, and renewed',
          met: count(place, 'token') > 2 && count(place, 'token') < 5,
        },
      ],
    },
  ],
}

function count({ emulator }: Place, kind: 'call' | 'token'): number {
  return emulator.exchanges().filter(one => one.kind === kind).length
}
