import { found, type Lesson } from './lesson.ts'

export const secretId: Lesson = {
  id: 'secret-id',
  title: "The secret's ID, pasted instead of its value",
  steps: [
    {
      title: 'A GUID stands where the secret belongs',
      why: 'The portal shows the value of a secret once, and its ID for ever. why403 looks before it asks.',
      command: 'why403',
      async play(stage) {
        const report = await stage.try({ app: 'lab', secret: stage.app('lab').secretId })
        return {
          told: [],
          report,
          show: ['verdict', 'findings'],
          expectations: [
            {
              what: 'the likely mistake is named',
              met: found(report, 'acquire/secret-id-instead-of-value', 'likely'),
            },
            { what: 'nothing was sent', met: report.acquisition === undefined },
          ],
        }
      },
    },
    {
      title: 'Entra ID is asked anyway',
      why: 'Old tools made secrets of that shape, so only Entra ID can tell.',
      command: 'why403 --anyway',
      async play(stage) {
        const report = await stage.try({ app: 'lab', secret: stage.app('lab').secretId, anyway: true })
        const { acquisition } = report
        return {
          told:
            acquisition === undefined
              ? []
              : [`Entra ID answered ${acquisition.status} ${acquisition.error}: "${acquisition.message}"`],
          report,
          show: ['verdict', 'findings'],
          expectations: [
            { what: 'Entra ID answers AADSTS7000215', met: acquisition?.codes?.includes(7000215) === true },
            {
              what: 'the mistake is now certain',
              met: found(report, 'acquire/secret-id-instead-of-value', 'certain'),
            },
          ],
        }
      },
    },
    {
      title: 'The value is pasted',
      why: 'With the value the credential is right; what the app may do is another question.',
      command: 'why403 inspect',
      async play(stage) {
        const report = await stage.try({ app: 'lab', operations: [] })
        return {
          told: [],
          report,
          show: ['verdict', 'token'],
          expectations: [{ what: 'a token is issued', met: report.token?.form === 'jwt' }],
        }
      },
    },
  ],
}
