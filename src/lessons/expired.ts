import { found, type Lesson, statuses } from './lesson.ts'

export const expired: Lesson = {
  id: 'expired',
  title: 'A token that was kept too long',
  steps: [
    {
      title: 'A fresh token',
      why: 'An access token lives 60 to 90 minutes by default.',
      command: 'why403 --save-token kept.token',
      async play(stage) {
        const report = await stage.try({ app: 'reporting', send: true })
        return {
          told: [],
          report,
          show: ['verdict', 'token', 'operations'],
          expectations: [{ what: 'both endpoints answer', met: String(statuses(report)) === '200,200' }],
        }
      },
    },
    {
      title: 'Two hours later, the same token',
      why: 'Permissions do not matter once exp has passed: Graph answers 401, not 403.',
      command: 'why403 --token-file kept.token',
      async play(stage) {
        const kept = stage.lastToken
        stage.advance(2 * 3600)
        const report = await stage.try({ app: 'reporting', token: kept, send: true })
        return {
          told: report.calls.map(
            ({ method, status, error }) => `${method} answered ${status}: "${error?.message ?? ''}"`,
          ),
          report,
          show: ['verdict', 'token', 'operations', 'findings'],
          expectations: [
            { what: 'the token has expired', met: found(report, 'token/expired', 'certain') },
            { what: 'Graph answers 401', met: String(statuses(report)) === '401,401' },
          ],
        }
      },
    },
  ],
}
