import { found, type Lesson, statuses, why403 } from '../lesson.ts'

export const wrongAudience: Lesson = {
  id: 'wrong-audience',
  title: 'The right app, a token for another API',
  opening: null,
  app: 'reporting',
  steps: [
    {
      title: 'A token for Azure Resource Manager is taken to Graph',
      why: 'The scope decides which API a token is for, and a token is for one API only. why403 sends it nowhere else, not even with --anyway.',
      acts: [
        why403(['--anyway'], {
          settings: () => ({ GRAPH_SCOPE: 'https://management.azure.com/.default' }),
          show: ['verdict', 'token'],
        }),
      ],
      seen: ({ report }) => [
        {
          what: 'the wrong audience is found, for certain',
          met: found(report, 'token/wrong-audience', 'certain'),
        },
        { what: 'nothing was sent', met: report.calls.every(({ sent }) => !sent) },
      ],
    },
    {
      title: 'The same app asks for Graph',
      why: 'For Graph the scope is https://graph.microsoft.com/.default.',
      acts: [why403([], { show: ['verdict', 'operations'] })],
      seen: ({ report }) => [{ what: 'both operations answer', met: String(statuses(report)) === '200,200' }],
    },
  ],
}
