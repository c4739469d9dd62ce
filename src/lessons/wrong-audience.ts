import { found, type Lesson, statuses } from './lesson.ts'

export const wrongAudience: Lesson = {
  id: 'wrong-audience',
  title: 'The right app, a token for another API',
  steps: [
    {
      title: 'A token for Azure Resource Manager is taken to Graph',
      why: 'The scope decides which API a token is for, and a token is for one API only. why403 sends it nowhere else, not even with --anyway.',
      command: 'GRAPH_SCOPE=https://management.azure.com/.default why403 --anyway',
      async play(stage) {
        const report = await stage.try({
          app: 'reporting',
          scope: 'https://management.azure.com/.default',
          send: true,
          anyway: true,
        })
        return {
          told: [],
          report,
          show: ['verdict', 'token', 'operations', 'findings'],
          expectations: [
            { what: 'the wrong audience is found', met: found(report, 'token/wrong-audience', 'certain') },
            { what: 'nothing was sent', met: report.calls.every(({ sent }) => !sent) },
          ],
        }
      },
    },
    {
      title: 'The same app asks for Graph',
      why: 'For Graph the scope is https://graph.microsoft.com/.default.',
      command: 'why403',
      async play(stage) {
        const report = await stage.try({ app: 'reporting', send: true })
        return {
          told: [],
          report,
          show: ['verdict', 'operations'],
          expectations: [{ what: 'both endpoints answer', met: String(statuses(report)) === '200,200' }],
        }
      },
    },
  ],
}
